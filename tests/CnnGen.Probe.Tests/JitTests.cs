using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using Xunit;
using Xunit.Abstractions;

namespace CnnGen.Probe.Tests;

/// <summary>What the JIT makes of the reference networks: no method is too large for its optimiser, and no kernel calls anything.</summary>
public partial class JitTests(ITestOutputHelper output)
{
    [Fact]
    public void Kernels512_AreStraight()
    {
        if (Vector512.IsHardwareAccelerated) Check(JitOutput.Of(Probe.EveryWidth), "512");
    }

    [Fact]
    public void Kernels256_AreStraight()
    {
        if (Vector256.IsHardwareAccelerated) Check(JitOutput.Of(Probe.EveryWidth, Switches.NoAvx512), "256");
    }

    [Fact]
    public void Kernels128_AreStraight() => Check(JitOutput.Of(Probe.Bits128), "128");

    [Fact]
    public void ReproducibleKernels_AreStraight() => Check(JitOutput.Of(Probe.Reproducible, Switches.NoAvx2), "128");

    [Fact]
    public void PlainText_IsOptimised() => Assert.Empty(JitOutput.Of(Probe.EveryWidth, Switches.NoVectors).Unoptimised);

    [GeneratedRegex(@"\[CnnGen\.Runtime\.\w*Cell")]
    private static partial Regex Cell();

    private void Check(JitOutput jit, string width)
    {
        Assert.Empty(jit.Unoptimised);

        // What is done with the gates of a step is the library's, a call for each step.
        Assert.Empty(jit.Kernels.SelectMany(kernel => kernel.Calls.Where(call => !Cell().IsMatch(call)).Select(call => $"{kernel}: {call}")));

        // The kernels that are meant have run: all but the tiny network's, which has no vectors.
        string[] networks = ["Cifar", "Dscnn", "LeNet", "LeNetHead", "MnistCnn", "Tiny"];
        IEnumerable<string> meant = networks.SelectMany(network => new[] { network + width, network + "Training" + width });
        Assert.Empty(meant.Except(jit.Kernels.Select(kernel => kernel.Class)));

        // To read where a tile has a register too many, not to fail.
        foreach (CompiledKernel kernel in jit.Kernels.Where(kernel => kernel.Spills > 0).OrderByDescending(kernel => kernel.Spills))
        {
            output.WriteLine($"{kernel} spills {kernel.Spills} vectors in {kernel.Instructions.Count} instructions");
        }
    }
}
