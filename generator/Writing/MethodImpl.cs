namespace CnnGen.Generator.Writing;

/// <summary>How a method is to be compiled: the attribute over it.</summary>
internal static class MethodImpl
{
    private const string Services = "global::System.Runtime.CompilerServices.";

    /// <summary>Once, at full speed from the first call; where the enumeration has no name for it, the runtime still may.</summary>
    public static string Once(CompilationFacts facts, bool isQualified)
    {
        string space = isQualified ? Services : "";
        return facts.HasAggressiveOptimization
            ? $"[{space}MethodImpl({space}MethodImplOptions.AggressiveOptimization)]"
            : $"[{space}MethodImpl(({space}MethodImplOptions)512)]";
    }

    /// <summary>Into its caller.</summary>
    public static string Inlined(bool isQualified)
    {
        string space = isQualified ? Services : "";
        return $"[{space}MethodImpl({space}MethodImplOptions.AggressiveInlining)]";
    }
}
