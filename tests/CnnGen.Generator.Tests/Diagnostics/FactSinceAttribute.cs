using System;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>A fact about C# that the Roslyn at hand may be too old for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactSinceAttribute : FactAttribute
{
    /// <summary>Skipped unless the compiler knows the language version, by its name: an older Roslyn has no constant for it.</summary>
    public FactSinceAttribute(string version)
    {
        if (!Enum.TryParse<LanguageVersion>(version, out _)) Skip = $"This Roslyn does not know {version}.";
    }

    /// <summary>The newest C# of the Roslyn at hand.</summary>
    public static RunOptions Options { get; } = RunOptions.Default with { Language = LanguageVersion.Latest };
}
