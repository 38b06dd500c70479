using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>The page as it is published, trimmed, and a browser to see it in. It is published once for all browsers; where there is none, not at all.</summary>
public sealed class PublishedPage : IAsyncLifetime
{
    /// <summary>A folder with the page, published already: for whoever works on the tests.</summary>
    private const string Published = "CNNGEN_PLAYGROUND";

    private static readonly Lazy<string> Once = new(() => Publish());

    private readonly Dictionary<(int Width, int Height, ColorScheme Scheme), PlaygroundPage> pages = [];
    private StaticHost? host;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The page's files.</summary>
    public string Folder { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Path is not { } path) return;
        Folder = Environment.GetEnvironmentVariable(Published) ?? Once.Value;
        host = new StaticHost(Folder);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (browser != null) await browser.CloseAsync();
        playwright?.Dispose();
        host?.Dispose();
    }

    /// <summary>The page in a window, as one finds it. It is opened once, which takes seconds: who comes later finds its compiler warm.</summary>
    /// <param name="width">The window's width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="scheme">Light or dark.</param>
    internal async Task<PlaygroundPage> Open(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        if (pages.TryGetValue((width, height, scheme), out PlaygroundPage? open))
        {
            await open.Reset();
            return open;
        }

        PlaygroundPage page = await OpenAnother(width, height, scheme);
        pages.Add((width, height, scheme), page);
        return page;
    }

    /// <summary>The page in a window that nobody else sees.</summary>
    /// <param name="width">The window's width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="scheme">Light or dark.</param>
    /// <param name="prepare">What is done to the window before.</param>
    internal async Task<PlaygroundPage> OpenAnother(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, Func<IPage, Task>? prepare = null)
    {
        if (browser == null) throw new InvalidOperationException($"There is no {BrowserFactAttribute.Tool} on the path.");
        IPage window = await browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        if (prepare != null) await prepare(window);
        var page = new PlaygroundPage(window);
        await page.Open(host!.Address);
        return page;
    }

    private static string Publish([CallerFilePath] string own = "")
    {
        DirectoryInfo output = Directory.CreateTempSubdirectory("cnngen-playground-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => output.Delete(recursive: true);
        string project = Path.Combine(Path.GetDirectoryName(own)!, "..", "..", "..", "samples", "Playground");
        using Process publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", output.FullName, "--nologo", "-v", "q"])
        {
            RedirectStandardOutput = true,
        })!;
        string said = publish.StandardOutput.ReadToEnd();
        publish.WaitForExit();
        if (publish.ExitCode != 0) throw new InvalidOperationException($"dotnet publish failed:\n{said}");
        return Path.Combine(output.FullName, "wwwroot");
    }
}
