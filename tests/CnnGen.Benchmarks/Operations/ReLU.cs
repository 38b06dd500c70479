using System;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

internal sealed class ReLU(LayerDescription layer) : Operation(layer)
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++) output[i] = input[i] < 0 ? 0 : input[i];
    }

    public override string Export(OnnxGraph graph, string input) => graph.AddNode("Relu", [input]);
}
