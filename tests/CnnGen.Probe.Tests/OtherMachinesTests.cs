using Xunit;

namespace CnnGen.Probe.Tests;

/// <summary>
/// The bits of this machine on others. A class of its own, since these wait for an emulator and an interpreter: other tests run beside them.
/// </summary>
public class OtherMachinesTests
{
    /// <summary>WebAssembly fuses nowhere.</summary>
    [ToolFact(BrowserHost.Tool, BrowserHost.Packages)]
    public void Default_IsReproducibleInABrowser() => Assert.Equal(Here.Reproducible.Value, BrowserHost.Run());

    [ToolFact(MonoHost.Tool, MonoHost.Packages)]
    public void Reproducible_IsTheSameUnderMono() => Assert.Equal(Here.Reproducible.Value, MonoHost.Run(Probe.ReproducibleNetStandard));

    /// <summary>Every Arm64 fuses, as an x64 with AVX2 does.</summary>
    [ToolFact(Arm64Host.Tool, Arm64Host.Packages, Arm64Host.Library)]
    public void Default_IsTheSameOnArm64()
    {
        if (Here.Fuses) Assert.Equal(Here.Default.Value, Arm64Host.Run());
    }
}
