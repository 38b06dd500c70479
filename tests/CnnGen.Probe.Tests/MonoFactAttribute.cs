using System;
using System.IO;
using System.Linq;
using Xunit;

namespace CnnGen.Probe.Tests;

/// <summary>A fact that needs Mono, and is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MonoFactAttribute : FactAttribute
{
    public MonoFactAttribute()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "mono")))) Skip = "mono is not installed (Debian: mono-devel).";
    }
}
