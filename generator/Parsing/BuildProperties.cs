using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Generator.Parsing;

/// <summary>What MSBuild properties say; the package makes them visible to the compiler.</summary>
/// <param name="Forms">CnnGenForms: forms that a test asks for.</param>
/// <param name="VectorBits">CnnGenVectorBits: the vector widths that are emitted.</param>
internal sealed record BuildProperties(ForcedForms Forms, VectorBits VectorBits)
{
    public static BuildProperties Of(AnalyzerConfigOptions options) =>
        new(ForcedForms.Parse(Read(options, "CnnGenForms")), VectorBits.Parse(Read(options, "CnnGenVectorBits")));

    private static string? Read(AnalyzerConfigOptions options, string name) => options.TryGetValue("build_property." + name, out string? value) ? value : null;
}
