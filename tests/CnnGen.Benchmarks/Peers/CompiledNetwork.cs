using System;
using System.Runtime.CompilerServices;

namespace CnnGen.Benchmarks.Peers;

/// <summary>A network that CnnGen compiled, called again and again with one input.</summary>
internal sealed class CompiledNetwork
{
    private readonly float[] input;
    private readonly ForwardPass forward;

    public CompiledNetwork(INetwork<float> network, float[] input)
    {
        this.input = input;
        // A delegate costs the same whatever other networks run; an interface call would not.
        forward = network.Forward;
    }

    private delegate ReadOnlySpan<float> ForwardPass(ReadOnlySpan<float> input);

    public float[] Run() => forward(input).ToArray();

    // Compiled once and for all: the loop must not be tuned to the network that happens to come first.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Repeat(int count)
    {
        ForwardPass call = forward;
        ReadOnlySpan<float> sample = input;
        for (int i = 0; i < count; i++) call(sample);
    }
}
