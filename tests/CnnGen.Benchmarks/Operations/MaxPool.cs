using System;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Operations;

internal sealed class MaxPool(LayerDescription layer, LayerArguments arguments) : Operation(layer)
{
    private readonly Window window = Window.OfPool(arguments);

    public override void Run(ReadOnlySpan<float> input, Span<float> output)
    {
        int channels = InputShape[0], height = InputShape[1], width = InputShape[2], outputHeight = OutputShape[1], outputWidth = OutputShape[2];
        for (int channel = 0; channel < channels; channel++)
            for (int row = 0; row < outputHeight; row++)
                for (int column = 0; column < outputWidth; column++)
                {
                    float largest = float.NegativeInfinity;
                    for (int windowRow = 0; windowRow < window.Height; windowRow++)
                        for (int windowColumn = 0; windowColumn < window.Width; windowColumn++)
                        {
                            int y = row * window.StrideHeight - window.Top + windowRow, x = column * window.StrideWidth - window.Left + windowColumn;
                            if (y < 0 || y >= height || x < 0 || x >= width) continue;
                            float value = input[(channel * height + y) * width + x];
                            if (value > largest) largest = value;
                        }

                    output[(channel * outputHeight + row) * outputWidth + column] = largest;
                }
    }

    public override string Export(OnnxGraph graph, string input) => graph.AddNode("MaxPool", [input], window.OnnxAttributes());
}
