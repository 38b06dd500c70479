using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace CnnGen.Probe.Tests;

/// <summary>What the probe says on this machine, computed once for all tests.</summary>
internal static class Here
{
    /// <summary>With all that the processor has.</summary>
    public static readonly Lazy<IReadOnlyDictionary<string, Hashes>> Default = new(() => Probe.EveryWidth.Run());

    /// <summary>Of networks that are declared to give the same bits anywhere.</summary>
    public static readonly Lazy<IReadOnlyDictionary<string, Hashes>> Reproducible = new(() => Probe.Reproducible.Run());

    /// <summary>Whether this machine fuses multiply-adds; one on which every test has to run does.</summary>
    public static bool Fuses
    {
        get
        {
            Assert.True(
                Fma.IsSupported || string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CNNGEN_REQUIRE_TARGETS")),
                "this machine has no fused multiply-add");
            return Fma.IsSupported;
        }
    }
}
