using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>The page in a window, and what one does there.</summary>
internal sealed class PlaygroundPage : IAsyncDisposable
{
    /// <summary>Pictures for README and docs are written where this is set.</summary>
    private const string Pictures = "CNNGEN_PICTURES";

    // Seconds where nothing else runs.
    private const float Patience = 300_000;

    private readonly ConcurrentQueue<string> errors = [];

    public PlaygroundPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Enqueue(message.Text);
        };
        page.PageError += (_, message) => errors.Enqueue(message);
    }

    public IPage Page { get; }

    public ILocator Editor => Page.Locator("textarea");

    public ILocator Status => Page.Locator("#status");

    public ILocator Findings => Page.Locator("#findings li");

    /// <summary>The pieces of the text that have a wave under them.</summary>
    public ILocator Waves => Page.Locator(".editor pre .error");

    public async Task Open(string address)
    {
        await Page.GotoAsync(address);
        await Page.Locator("#findings li:not(.reading)").First.WaitForAsync();
    }

    /// <summary>Goes to a tab.</summary>
    public Task GoTo(string tab) => Page.GetByRole(AriaRole.Tab, new() { Name = tab, Exact = true }).ClickAsync();

    /// <summary>Writes one of the declarations to start from.</summary>
    public Task Start(string preset) => Page.GetByRole(AriaRole.Button, new() { Name = preset, Exact = true }).ClickAsync();

    /// <summary>Waits until the status line says something, and until nothing is asked of the worker.</summary>
    public async Task<string> WaitFor(string said)
    {
        await Page.Locator("#status", new() { HasText = said }).Or(Page.Locator("#status.failed")).WaitForAsync();
        string status = await Status.TextContentAsync() ?? "";
        Assert.Contains(said, status, StringComparison.Ordinal);
        return status;
    }

    /// <summary>Trains for some epochs.</summary>
    public async Task<string> Train(int epochs)
    {
        await GoTo("Training");
        await Page.GetByLabel("Epochs").FillAsync(epochs.ToString(CultureInfo.InvariantCulture));
        await Page.GetByLabel("Epochs").BlurAsync();
        await Page.Locator("#train").ClickAsync();
        return await WaitFor("Trained");
    }

    /// <summary>The weights, as they are downloaded.</summary>
    public async Task<byte[]> Download()
    {
        IDownload download = await Page.RunAndWaitForDownloadAsync(() => Page.Locator("#download").ClickAsync());
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }

    /// <summary>Draws with the mouse, from point to point of the pad's 28 pixels.</summary>
    public async Task Draw(params (float X, float Y)[] points)
    {
        await Page.Locator(".pad").ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult pad = (await Page.Locator(".pad").BoundingBoxAsync())!;
        for (int i = 0; i < points.Length; i++)
        {
            await Page.Mouse.MoveAsync(pad.X + (points[i].X * pad.Width / 28), pad.Y + (points[i].Y * pad.Height / 28), new() { Steps = i == 0 ? 1 : 6 });
            if (i == 0) await Page.Mouse.DownAsync();
        }

        await Page.Mouse.UpAsync();
    }

    /// <summary>A number that the page shows by a name of its own.</summary>
    public ILocator Figure(string name) => Page.Locator($"[data-figure={name}]");

    /// <summary>How far the page reaches past the window's right edge.</summary>
    public Task<int> Overhang() => Page.EvaluateAsync<int>("document.scrollingElement.scrollWidth - innerWidth");

    /// <summary>Writes a picture of the page for the docs, where that is asked for.</summary>
    public async Task Picture(string name)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Pictures))) return;
        string folder = Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "pictures");
        await Page.EvaluateAsync("scrollTo(0, 0)");
        await Page.Mouse.MoveAsync(0, 0);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"playground-{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    /// <summary>Nothing went wrong that the page did not expect.</summary>
    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        Assert.Empty(errors);
    }
}
