using System;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

internal sealed class Add(LayerDescription layer) : Operation(layer)
{
    public override void Run(ReadOnlySpan<float> input, ReadOnlySpan<float> tapped, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++) output[i] = input[i] + tapped[i];
    }

    public override string Export(OnnxGraph graph, string input, string tapped) => graph.AddNode("Add", [input, tapped]);
}
