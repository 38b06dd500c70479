using System;
using System.IO;
using System.Linq;
using Xunit;

namespace CnnGen.Playground.Tests.Hosting;

/// <summary>
/// A fact that needs a browser, and is skipped where there is none; but where <c>CNNGEN_REQUIRE_TARGETS</c> is set, as in CI, it runs all the same, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Debian's name for the browser, and for its package.</summary>
    public const string Tool = "chromium-headless-shell";

    public BrowserFactAttribute()
    {
        bool isRequired = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CNNGEN_REQUIRE_TARGETS"));
        if (!isRequired && Path == null) Skip = $"{Tool} is not installed (Debian: {Tool}).";
    }

    /// <summary>Where the browser is; null where it is not.</summary>
    public static string? Path { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, Tool))
        .FirstOrDefault(File.Exists);
}
