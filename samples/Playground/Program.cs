using System.Threading.Tasks;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Playground.Pages;

namespace Playground;

/// <summary>The page. The worker starts the same assembly without it, by <see cref="Working.WorkerDoor"/>.</summary>
internal static class Program
{
    public static async Task Main(string[] arguments)
    {
        WebAssemblyHostBuilder builder = WebAssemblyHostBuilder.CreateDefault(arguments);
        builder.RootComponents.Add<Main>("#app");
        await builder.Build().RunAsync();
    }
}
