using System;

namespace CnnGen.Benchmarks.Modes;

/// <summary>What compiling one network cost.</summary>
internal sealed record GeneratorResult(
    string Network,
    long TextBytes,
    int Files,
    double ColdMilliseconds,
    double CachedMilliseconds,
    double EditElsewhereMilliseconds,
    double CompileMilliseconds,
    long AssemblyBytes)
{
    public GeneratorResult Least(GeneratorResult other) => this with
    {
        ColdMilliseconds = Math.Min(ColdMilliseconds, other.ColdMilliseconds),
        CachedMilliseconds = Math.Min(CachedMilliseconds, other.CachedMilliseconds),
        EditElsewhereMilliseconds = Math.Min(EditElsewhereMilliseconds, other.EditElsewhereMilliseconds),
        CompileMilliseconds = Math.Min(CompileMilliseconds, other.CompileMilliseconds),
    };
}
