namespace CnnGen.Generator.Emission;

/// <summary>
/// The attribute by which tools of coverage and analysis leave generated code out. It stands on the classes of kernels and on each
/// member of a network, but not on the network's class: part of that is the user's.
/// </summary>
internal static class GeneratedCode
{
    private static readonly string Version = typeof(GeneratedCode).Assembly.GetName().Version.ToString(3);

    public static string Attribute { get; } = $"[global::System.CodeDom.Compiler.GeneratedCode(\"CnnGen\", \"{Version}\")]";
}
