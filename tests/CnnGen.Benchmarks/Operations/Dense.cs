using System;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

internal sealed class Dense(LayerDescription layer, Tensor weight, Tensor? bias) : Operation(layer)
{
    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        float[] weights = weight.Values;
        for (int unit = 0; unit < output.Length; unit++)
        {
            float sum = bias is null ? 0 : bias.Values[unit];
            int row = unit * input.Length;
            for (int i = 0; i < input.Length; i++) sum += weights[row + i] * input[i];
            output[unit] = sum;
        }
    }

    public override string Export(OnnxGraph graph, string input)
    {
        // A list is as it was after Flatten; ONNX Runtime drops the node.
        string flat = graph.AddNode("Flatten", [input]);
        string[] inputs = bias is null ? [flat, graph.AddTensor(weight)] : [flat, graph.AddTensor(weight), graph.AddTensor(bias)];
        return graph.AddNode("Gemm", inputs, integers: [("transB", 1)]);
    }
}
