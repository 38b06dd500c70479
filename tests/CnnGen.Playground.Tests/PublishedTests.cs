using System;
using System.IO;
using System.Linq;
using CnnGen.Playground.Tests.Hosting;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Playground.Tests;

/// <summary>The folder that is published.</summary>
[Collection(PageCollection.Name)]
public sealed class PublishedTests(PublishedPage site, ITestOutputHelper output)
{
    private const long MostBytes = 8_000_000;

    /// <summary>All that a visitor can be sent, the digits too, each as Brotli where there is that of it.</summary>
    [BrowserFact]
    public void IsBelowEightMegabytes()
    {
        string[] files = [.. Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not ".br" and not ".gz")];
        long bytes = files.Sum(file => new FileInfo(File.Exists(file + ".br") ? file + ".br" : file).Length);
        output.WriteLine($"{bytes:N0} bytes in {files.Length} files");
        Assert.Contains(files, file => File.Exists(file + ".br"));
        Assert.InRange(bytes, 1, MostBytes);
    }

    /// <summary>Hosts that run Jekyll would drop _framework.</summary>
    [BrowserFact]
    public void AnyHostServesIt()
    {
        Assert.True(File.Exists(Path.Combine(site.Folder, ".nojekyll")));
        Assert.Contains("<base href=\"./\">", File.ReadAllText(Path.Combine(site.Folder, "index.html")), StringComparison.Ordinal);
    }
}
