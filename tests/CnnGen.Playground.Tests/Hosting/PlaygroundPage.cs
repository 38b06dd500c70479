using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Playground.Editing;
using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>The page in a window, and what one does there.</summary>
internal sealed class PlaygroundPage : IAsyncDisposable
{
    /// <summary>Pictures for README and docs are written where this is set.</summary>
    private const string Pictures = "CNNGEN_PICTURES";

    private const string Read = "#findings[aria-busy=false]";

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
        await Page.Locator(Read).WaitForAsync();
    }

    /// <summary>What one finds who opens the page: the first declaration, and its layers.</summary>
    public async Task Reset()
    {
        await Page.EvaluateAsync("scrollTo(0, 0)");
        await GoTo("Layers");
        await Start(Presets.All[0].Name);
    }

    /// <summary>Goes to a tab.</summary>
    public Task GoTo(string tab) => Page.GetByRole(AriaRole.Tab, new() { Name = tab, Exact = true }).ClickAsync();

    /// <summary>Writes one of the declarations to start from, and waits until it was read.</summary>
    public async Task Start(string preset)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = preset, Exact = true }).ClickAsync();
        await Page.Locator(Read).WaitForAsync();
    }

    /// <summary>Writes a declaration, and waits until it was read.</summary>
    public async Task Write(string text)
    {
        await Editor.FillAsync(text);
        await Page.Locator(Read).WaitForAsync();
    }

    /// <summary>Puts the caret before a piece of the declaration, or into it.</summary>
    public Task Click(string piece, int characters = 0) => Page.EvaluateAsync(
        """
        ([piece, characters]) => {
          const area = document.querySelector('textarea'), at = area.value.indexOf(piece) + characters;
          area.focus();
          area.setSelectionRange(at, at);
        }
        """,
        new object[] { piece, characters });

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

    /// <summary>Nothing went wrong that the page did not expect. The window stays: another test may go on in it.</summary>
    public ValueTask DisposeAsync()
    {
        Assert.Empty(errors);
        return ValueTask.CompletedTask;
    }
}
