using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>The page as it is published, trimmed, and a browser to see it in. It is published once for all tests; where there is no browser, not at all.</summary>
public sealed class PublishedPage : IAsyncLifetime
{
    /// <summary>A folder with the page, published already: for whoever works on the tests.</summary>
    private const string Published = "CNNGEN_PLAYGROUND";

    private readonly Dictionary<(int Width, int Height, ColorScheme Scheme), IBrowserContext> contexts = [];
    private DirectoryInfo? output;
    private StaticHost? host;
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>The page's files.</summary>
    public string Folder { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Path is not { } path) return;
        Folder = Environment.GetEnvironmentVariable(Published) ?? Publish();
        host = new StaticHost(Folder);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (browser != null) await browser.CloseAsync();
        playwright?.Dispose();
        host?.Dispose();
        output?.Delete(recursive: true);
    }

    /// <summary>Opens the page in a window of its own.</summary>
    /// <param name="width">The window's width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="link">What stands behind the page's address.</param>
    /// <param name="scheme">Light or dark.</param>
    internal async Task<PlaygroundPage> Open(int width = 1280, int height = 900, string link = "", ColorScheme scheme = ColorScheme.Light)
    {
        if (browser == null) throw new InvalidOperationException($"There is no {BrowserFactAttribute.Tool} on the path.");

        // What one window has loaded, the next of its kind has in its cache.
        if (!contexts.TryGetValue((width, height, scheme), out IBrowserContext? context))
        {
            context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
            contexts.Add((width, height, scheme), context);
        }

        var page = new PlaygroundPage(await context.NewPageAsync());
        await page.Open(host!.Address + link);
        return page;
    }

    private string Publish([CallerFilePath] string own = "")
    {
        output = Directory.CreateTempSubdirectory("cnngen-playground-");
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
