using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>How methods are compiled.</summary>
internal static class Compile
{
    /// <summary>
    /// Optimised at the first call: a loop over formulas that are not inlined yet would be a hundred times slower. netstandard2.1 has no name for it.
    /// </summary>
    public const MethodImplOptions Once = (MethodImplOptions)512;
}
