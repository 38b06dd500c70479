using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace CnnGen.Probe.Tests;

/// <summary>The reference networks give the same bits in whatever way this machine runs them: forward, in two steps of training, and LeNet in fifty.</summary>
public class BitsTests
{
    [Fact]
    public void EveryWidth_FusesAlike()
    {
        Assert.Equal(Here.Default.Value, Probe.EveryWidth.Run(Switches.NoAvx512));
        Assert.Equal(Here.Default.Value, Probe.Bits128.Run());
    }

    [Theory]
    [InlineData("no AVX-512")]
    [InlineData("no AVX2")]
    [InlineData("no vectors")]
    public void Reproducible_IsTheSameOnAnyProcessor(string processor) => Assert.Equal(Here.Reproducible.Value, Probe.Reproducible.Run(Switches.Named(processor)));

    [Theory]
    [InlineData("1")]
    [InlineData("3")]
    [InlineData("5")]
    public void Threads_NeverShowInABit(string threads)
    {
        Hashes expected = Here.Default.Value["LeNetBatchTraining"];
        Assert.NotNull(expected.LongTraining);
        Assert.Equal(expected, Probe.EveryWidth.Run(("CNNGEN_PROBE_THREADS", threads))["LeNetBatchTraining"]);
    }

    /// <summary>What fuses nowhere multiplies, then adds, whether it was declared Reproducible or had no other choice.</summary>
    [Theory]
    [InlineData("no AVX2")]
    [InlineData("no vectors")]
    public void WithoutFusedMultiplyAdd_DefaultIsReproducible(string processor) =>
        Assert.Equal(Here.Reproducible.Value, Probe.EveryWidth.Run(Switches.Named(processor)));

    /// <summary>Else the tests above would compare a mode with itself.</summary>
    [Fact]
    public void WithFusedMultiplyAdd_DefaultIsNotReproducible()
    {
        if (Here.Fuses) Assert.NotEqual(Here.Reproducible.Value["LeNet"], Here.Default.Value["LeNet"]);
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
        foreach (IReadOnlyDictionary<string, Hashes> hashes in new[] { Here.Default.Value, Here.Reproducible.Value })
        {
            string[] names = [network, network + "Training", network + "Batch", network + "BatchTraining"];
            string[] forward = names.Where(hashes.ContainsKey).Select(name => hashes[name].Forward).ToArray();
            Assert.Equal(twins, forward.Length);
            Assert.Single(forward.Distinct());
        }
    }
}
