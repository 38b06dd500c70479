using System.Globalization;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Generator.Parsing;

/// <summary>What MSBuild properties say; the package makes them visible to the compiler.</summary>
/// <param name="Forms">CnnGenForms: forms that a test asks for.</param>
/// <param name="VectorBits">CnnGenVectorBits: the vector widths that are emitted.</param>
/// <param name="MostText">CnnGenMostText: the characters past which a network's text is written in smaller tiles.</param>
internal sealed record BuildProperties(ForcedForms Forms, VectorBits VectorBits, long MostText)
{
    // The compiler takes about four seconds and 160 MB for each million.
    private const long UsualText = 2_000_000;

    public static BuildProperties Of(AnalyzerConfigOptions options) => new(
        ForcedForms.Parse(Read(options, "CnnGenForms")),
        VectorBits.Parse(Read(options, "CnnGenVectorBits")),
        long.TryParse(Read(options, "CnnGenMostText"), NumberStyles.None, CultureInfo.InvariantCulture, out long most) ? most : UsualText);

    private static string? Read(AnalyzerConfigOptions options, string name) => options.TryGetValue("build_property." + name, out string? value) ? value : null;
}
