using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Writing;

/// <summary>What the user's compilation offers to generated code, read from the types it references.</summary>
/// <param name="HasAggressiveOptimization">Whether MethodImplOptions names it; the runtime may know it all the same.</param>
/// <param name="HasUnsafe">Unsafe.Add, and references in place of spans.</param>
/// <param name="HasVector128">Vectors of 128 bits that load by reference.</param>
/// <param name="HasVector256">Vectors of 256 bits.</param>
/// <param name="HasVector512">Vectors of 512 bits.</param>
/// <param name="HasMultiplyAddEstimate">Vectors that multiply and add, fused where the hardware can (.NET 9).</param>
/// <param name="HasFma">The x86 instructions.</param>
/// <param name="HasArm">The Arm instructions.</param>
/// <param name="HasWasm">The WebAssembly instructions.</param>
/// <param name="HasScalarFusedMultiplyAdd">MathF.FusedMultiplyAdd.</param>
/// <param name="Language">The version of C#, as the compiler numbers it: 703, 800, 900, ….</param>
/// <param name="LibraryAlias">The extern alias under which alone this library is referenced; empty where it is in the global namespace.</param>
internal sealed record CompilationFacts(
    bool HasAggressiveOptimization,
    bool HasUnsafe,
    bool HasVector128,
    bool HasVector256,
    bool HasVector512,
    bool HasMultiplyAddEstimate,
    bool HasFma,
    bool HasArm,
    bool HasWasm,
    bool HasScalarFusedMultiplyAdd,
    int Language,
    string LibraryAlias)
{
    /// <summary>Nothing: for questions to which the compilation is no matter.</summary>
    public static CompilationFacts None { get; } = new(false, false, false, false, false, false, false, false, false, false, int.MaxValue, "");

    private const string Intrinsics = "System.Runtime.Intrinsics.";

    public static CompilationFacts Of(Compilation compilation)
    {
        bool hasFma = Has("X86.Fma", "MultiplyAdd");
        return new CompilationFacts(
            compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.MethodImplOptions")?.GetMembers("AggressiveOptimization").Any() == true,
            compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.Unsafe")?.GetMembers("Add").Any() == true,
            hasFma && Has("Vector128", "LoadUnsafe"),
            hasFma && Has("Vector256", "LoadUnsafe"),
            hasFma && Has("Vector512", "LoadUnsafe") && Has("X86.Avx512F", "PermuteVar16x32x2"),
            Has("Vector128", "MultiplyAddEstimate") && Has("Vector512", "MaxNative"),
            hasFma,
            Has("Arm.AdvSimd", "FusedMultiplyAdd"),
            Has("Wasm.PackedSimd", "IsSupported"),
            hasFma && compilation.GetTypeByMetadataName("System.MathF")?.GetMembers("FusedMultiplyAdd").Any() == true,
            compilation is CSharpCompilation { LanguageVersion: var language } ? (int)language : int.MaxValue,
            AliasOf(compilation));

        bool Has(string type, string member) => compilation.GetTypeByMetadataName(Intrinsics + type)?.GetMembers(member).Any() == true;
    }

    private static string AliasOf(Compilation compilation)
    {
        foreach (MetadataReference reference in compilation.References)
        {
            if (reference.Properties.Aliases is not { IsDefaultOrEmpty: false } aliases || aliases.Contains("global")) continue;
            if (compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly
                && assembly.GetTypeByMetadataName("CnnGen.NetworkAttribute") != null)
            {
                return aliases[0];
            }
        }

        return "";
    }

    /// <summary>Whether vectors of a width can be written.</summary>
    public bool Has(int bits) => bits switch
    {
        512 => HasVector512,
        256 => HasVector256,
        _ => HasVector128,
    };
}
