using System.Threading.Tasks;
using CnnGen.Playground.Tests.Hosting;
using Microsoft.Playwright;
using Xunit;
namespace CnnGen.Playground.Tests;
public sealed class FirstTests(PublishedPage site) : IClassFixture<PublishedPage>
{
    [BrowserFact]
    public async Task Opens()
    {
        await using PlaygroundPage page = await site.Open();
        await page.Page.GetByText("No errors, no warnings").WaitForAsync();
        await Shot("layers");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Picture" }).ClickAsync();
        await Shot("picture");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Code" }).ClickAsync();
        await page.Page.Locator("textarea").ClickAsync();
        await Shot("code");
        await page.Page.Locator("#train").ClickAsync();
        await page.Page.GetByText("Trained:").WaitForAsync(new() { Timeout = 120000 });
        await Shot("training");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Pad" }).ClickAsync();
        LocatorBoundingBoxResult box = (await page.Page.Locator(".pad").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + 80, box.Y + 60);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + 200, box.Y + 60, new() { Steps = 5 });
        await page.Page.Mouse.MoveAsync(box.X + 120, box.Y + 230, new() { Steps = 5 });
        await page.Page.Mouse.UpAsync();
        await page.Page.GetByText("Inside").WaitForAsync(new() { Timeout = 60000 });
        await Task.Delay(1000);
        await Shot("pad");
        async Task Shot(string name) => await page.Page.ScreenshotAsync(new() { Path = $"/tmp/hp-{name}.png", FullPage = true });
    }
}
