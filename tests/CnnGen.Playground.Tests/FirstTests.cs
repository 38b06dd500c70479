using System.Threading.Tasks;
using CnnGen.Playground.Tests.Hosting;
using Xunit;
namespace CnnGen.Playground.Tests;
public sealed class FirstTests(PublishedPage site) : IClassFixture<PublishedPage>
{
    [BrowserFact]
    public async Task Opens()
    {
        await using PlaygroundPage page = await site.Open();
        await Task.Delay(25000);
    }
}
