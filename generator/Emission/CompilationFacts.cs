using System.Linq;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Emission;

/// <summary>What the user's compilation offers to generated code, read from the types it references.</summary>
/// <param name="HasAggressiveOptimization">Whether MethodImplOptions names it; the runtime may know it all the same.</param>
internal sealed record CompilationFacts(bool HasAggressiveOptimization)
{
    public static CompilationFacts Of(Compilation compilation) => new(
        compilation.GetTypeByMetadataName("System.Runtime.CompilerServices.MethodImplOptions")?.GetMembers("AggressiveOptimization").Any() == true);
}
