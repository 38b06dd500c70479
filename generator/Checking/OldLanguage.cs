using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Checking;

/// <summary>Whether the project's C# is new enough for what is emitted.</summary>
internal static class OldLanguage
{
    // Versions as the compiler numbers them.
    private const int CSharp8 = 800, CSharp9 = 900;

    /// <summary>The version that the text needs: kernels for vectors count in native integers, the plain text alone does not.</summary>
    public static int Needed(CompilationFacts facts, VectorBits vectorBits) =>
        facts.HasUnsafe && vectorBits.AllowsAny && (facts.HasVector128 || facts.HasScalarFusedMultiplyAdd) ? CSharp9 : CSharp8;

    public static LocatedProblem? Check(ParsedDeclaration parsed, CompilationFacts facts, VectorBits vectorBits)
    {
        int needed = Needed(facts, vectorBits);
        if (facts.Language >= needed) return null;
        string name = parsed.Declaration.Type.PlainName;
        return parsed.Map.Locate(new Problem(Rules.OldLanguage.Id, Place.Class, name, Text.Number(needed / 100), Title(facts.Language)));
    }

    private static string Title(int version)
    {
        // 7.3 is 703, and 1 to 6 are themselves.
        if (version < 100) return Text.Number(version);
        return version % 100 == 0 ? Text.Number(version / 100) : $"{Text.Number(version / 100)}.{Text.Number(version % 100)}";
    }
}
