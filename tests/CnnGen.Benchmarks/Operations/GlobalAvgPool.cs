using System;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

internal sealed class GlobalAvgPool(LayerDescription layer) : Operation(layer)
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        int plane = InputShape[1] * InputShape[2];
        for (int channel = 0; channel < output.Length; channel++)
        {
            float sum = 0;
            for (int i = 0; i < plane; i++) sum += input[channel * plane + i];
            output[channel] = sum / plane;
        }
    }

    public override string Export(OnnxGraph graph, string input) => graph.AddNode("GlobalAveragePool", [input]);
}
