namespace CnnGen.Probe.Tests;

/// <summary>Settings of .NET's JIT that take instructions away.</summary>
internal static class Switches
{
    /// <summary>Leaves 256 bits.</summary>
    public static (string, string) NoAvx512 { get; } = ("DOTNET_EnableAVX512", "0");

    /// <summary>Leaves 128 bits, and no fused multiply-add.</summary>
    public static (string, string) NoAvx2 { get; } = ("DOTNET_EnableAVX2", "0");

    /// <summary>Leaves scalars.</summary>
    public static (string, string) NoVectors { get; } = ("DOTNET_EnableHWIntrinsic", "0");

    /// <summary>By the names that tests have as arguments.</summary>
    public static (string, string)[] Named(string name) => name switch
    {
        "all" => [],
        "no AVX-512" => [NoAvx512],
        "no AVX2" => [NoAvx2],
        _ => [NoVectors],
    };
}
