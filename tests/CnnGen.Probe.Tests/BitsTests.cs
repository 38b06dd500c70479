using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace CnnGen.Probe.Tests;

/// <summary>The reference networks give the same bits on whatever they run: forward, in two steps of training, and LeNet in fifty.</summary>
public class BitsTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, Hashes>> Default = new(() => Probe.EveryWidth.Run());
    private static readonly Lazy<IReadOnlyDictionary<string, Hashes>> Reproducible = new(() => Probe.Reproducible.Run());

    [Fact]
    public void EveryWidth_FusesAlike()
    {
        Assert.Equal(Default.Value, Probe.EveryWidth.Run(Switches.NoAvx512));
        Assert.Equal(Default.Value, Probe.Bits128.Run());
    }

    [Theory]
    [InlineData("no AVX-512")]
    [InlineData("no AVX2")]
    [InlineData("no vectors")]
    public void Reproducible_IsTheSameOnAnyProcessor(string processor) => Assert.Equal(Reproducible.Value, Probe.Reproducible.Run(Switches.Named(processor)));

    [ToolFact(MonoHost.Tool, MonoHost.Packages)]
    public void Reproducible_IsTheSameUnderMono() => Assert.Equal(Reproducible.Value, MonoHost.Run(Probe.ReproducibleNetStandard));

    /// <summary>Whether this machine fuses multiply-adds; one on which every test has to run does.</summary>
    private static bool Fuses
    {
        get
        {
            Assert.True(
                Fma.IsSupported || string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CNNGEN_REQUIRE_TARGETS")),
                "this machine has no fused multiply-add");
            return Fma.IsSupported;
        }
    }

    /// <summary>Every Arm64 fuses, as an x64 with AVX2 does.</summary>
    [ToolFact(Arm64Host.Tool, Arm64Host.Packages, Arm64Host.Library)]
    public void Default_IsTheSameOnArm64()
    {
        if (Fuses) Assert.Equal(Default.Value, Arm64Host.Run());
    }

    /// <summary>WebAssembly fuses nowhere.</summary>
    [ToolFact(BrowserHost.Tool, BrowserHost.Packages)]
    public void Default_IsReproducibleInABrowser() => Assert.Equal(Reproducible.Value, BrowserHost.Run());

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("5")]
    public void Threads_NeverShowInABit(string threads)
    {
        Hashes expected = Default.Value["LeNetBatchTraining"];
        Assert.NotNull(expected.LongTraining);
        Assert.Equal(expected, Probe.EveryWidth.Run(("CNNGEN_PROBE_THREADS", threads))["LeNetBatchTraining"]);
    }

    /// <summary>What fuses nowhere multiplies, then adds, whether it was declared Reproducible or had no other choice.</summary>
    [Theory]
    [InlineData("no AVX2")]
    [InlineData("no vectors")]
    public void WithoutFusedMultiplyAdd_DefaultIsReproducible(string processor) =>
        Assert.Equal(Reproducible.Value, Probe.EveryWidth.Run(Switches.Named(processor)));

    /// <summary>Else the tests above would compare a mode with itself.</summary>
    [Fact]
    public void WithFusedMultiplyAdd_DefaultIsNotReproducible()
    {
        if (Fuses) Assert.NotEqual(Reproducible.Value["LeNet"], Default.Value["LeNet"]);
    }

    [Theory]
    [InlineData("ByHand", 2)]
    [InlineData("Cifar", 2)]
    [InlineData("Dscnn", 2)]
    [InlineData("Graph", 2)]
    [InlineData("LeNet", 4)]
    [InlineData("LeNetHead", 2)]
    [InlineData("MnistCnn", 2)]
    [InlineData("Tiny", 2)]
    public void NeitherBatchNorForwardOnly_ShowsInABit(string network, int twins)
    {
        foreach (IReadOnlyDictionary<string, Hashes> hashes in new[] { Default.Value, Reproducible.Value })
        {
            string[] names = [network, network + "Training", network + "Batch", network + "BatchTraining"];
            string[] forward = names.Where(hashes.ContainsKey).Select(name => hashes[name].Forward).ToArray();
            Assert.Equal(twins, forward.Length);
            Assert.Single(forward.Distinct());
        }
    }
}
