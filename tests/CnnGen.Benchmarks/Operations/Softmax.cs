using System;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

/// <summary>Over features, or over the channels at each position.</summary>
internal sealed class Softmax(LayerDescription layer) : Operation(layer)
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        int positions = output.Length / OutputShape[0];
        for (int position = 0; position < positions; position++)
        {
            float largest = float.NegativeInfinity, sum = 0;
            for (int i = position; i < output.Length; i += positions) largest = MathF.Max(largest, input[i]);
            for (int i = position; i < output.Length; i += positions) sum += output[i] = MathF.Exp(input[i] - largest);
            for (int i = position; i < output.Length; i += positions) output[i] /= sum;
        }
    }

    public override string Export(OnnxGraph graph, string input) => graph.AddNode("Softmax", [input], integers: [("axis", 1)]);
}
