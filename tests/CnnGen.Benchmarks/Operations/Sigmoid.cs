using System;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

internal sealed class Sigmoid(LayerDescription layer) : Operation(layer)
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++) output[i] = 1 / (1 + MathF.Exp(-input[i]));
    }

    public override string Export(OnnxGraph graph, string input) => graph.AddNode("Sigmoid", [input]);
}
