using System;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

internal sealed class Convolution(LayerDescription layer, LayerArguments arguments, Tensor weight, Tensor? bias) : Operation(layer)
{
    private readonly Window window = Window.OfConv(arguments);
    private readonly int groups = arguments.First(1, "Groups");

    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        int height = InputShape[1], width = InputShape[2];
        int filters = OutputShape[0], outputHeight = OutputShape[1], outputWidth = OutputShape[2];
        int channels = InputShape[0] / groups, filtersInGroup = filters / groups;
        int kernelHeight = window.Height, kernelWidth = window.Width, dilation = window.DilationWidth;
        float[] weights = weight.Values;

        for (int filter = 0; filter < filters; filter++)
            for (int row = 0; row < outputHeight; row++)
                for (int column = 0; column < outputWidth; column++)
                {
                    int firstChannel = filter / filtersInGroup * channels;
                    int top = row * window.StrideHeight - window.Top, left = column * window.StrideWidth - window.Left;
                    float sum = bias is null ? 0 : bias.Values[filter];
                    for (int channel = 0; channel < channels; channel++)
                        for (int kernelRow = 0; kernelRow < kernelHeight; kernelRow++)
                        {
                            int y = top + kernelRow * window.DilationHeight;
                            if (y < 0 || y >= height) continue;
                            int line = ((firstChannel + channel) * height + y) * width;
                            int kernel = ((filter * channels + channel) * kernelHeight + kernelRow) * kernelWidth;
                            for (int kernelColumn = 0; kernelColumn < kernelWidth; kernelColumn++)
                            {
                                int x = left + kernelColumn * dilation;
                                if (x >= 0 && x < width) sum += weights[kernel + kernelColumn] * input[line + x];
                            }
                        }

                    output[(filter * outputHeight + row) * outputWidth + column] = sum;
                }
    }

    public override string Export(OnnxGraph graph, string input)
    {
        string[] inputs = bias is null ? [input, graph.AddTensor(weight)] : [input, graph.AddTensor(weight), graph.AddTensor(bias)];
        return graph.AddNode("Conv", inputs, [.. window.OnnxAttributes(), ("dilations", [window.DilationHeight, window.DilationWidth])], [("group", groups)]);
    }
}
