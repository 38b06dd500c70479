using System;
using System.IO;
using System.Linq;
using Xunit;

namespace CnnGen.Probe.Tests;

/// <summary>
/// A fact that needs a program on the path, and perhaps a file, and is skipped where it is missing; but where <c>CNNGEN_REQUIRE_TARGETS</c> is set, as in CI,
/// it runs all the same, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tool">The program.</param>
    /// <param name="packages">What Debian calls the packages with it and what it needs.</param>
    /// <param name="file">A file that it needs, if any.</param>
    public ToolFactAttribute(string tool, string packages, string? file = null)
    {
        bool isRequired = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CNNGEN_REQUIRE_TARGETS"));
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        bool isThere = folders.Any(folder => File.Exists(Path.Combine(folder, tool))) && (file == null || File.Exists(file));
        if (!isRequired && !isThere) Skip = $"{(file == null ? tool : $"{tool} with {file}")} is not installed (Debian: {packages}).";
    }
}
