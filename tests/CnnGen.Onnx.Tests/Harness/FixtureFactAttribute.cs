using System;
using System.IO;
using Xunit;

namespace CnnGen.Onnx.Tests.Harness;

/// <summary>A fact about files of others, which are not in this repository: skipped where their folder is not at hand, as in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FixtureFactAttribute : FactAttribute
{
    private const string Variable = "CNNGEN_ONNX_FIXTURES";

    public FixtureFactAttribute() => Skip = Missing;

    /// <summary>The folder; null where there is none.</summary>
    public static string? Folder { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;

    /// <summary>Why tests are skipped; null: they are not.</summary>
    public static string? Missing => Folder is null ? $"{Variable} names no folder of models." : null;
}

/// <summary>The same of a theory.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FixtureTheoryAttribute : TheoryAttribute
{
    public FixtureTheoryAttribute() => Skip = FixtureFactAttribute.Missing;
}
