using System;
using System.Linq;
using CnnGen;
using Digits;
using Playground.Picturing;
using Playground.Training;

namespace Playground.Working;

/// <summary>What the first layer with weights looks for: the kernels of a convolution, or the weights of units on the pixels of the image.</summary>
internal static class FirstFilters
{
    private const int Most = 24;

    public static (string? Layer, Picture[] Filters) Of(INetwork<float> network)
    {
        TensorDescription? weights = network.Description.Parameters
            .FirstOrDefault(parameter => parameter.Shape.Count == 4 || (parameter.Shape.Count == 2 && parameter.Shape[1] == DigitTask.Pixels));
        if (weights == null) return (null, []);
        var parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        bool isKernel = weights.Shape.Count == 4;
        int height = isKernel ? weights.Shape[2] : DigitImages.Side, width = isKernel ? weights.Shape[3] : DigitImages.Side;
        int each = weights.Count / weights.Shape[0];
        return (
            weights.Name[..weights.Name.IndexOf('.')],
            [
                .. Enumerable.Range(0, Math.Min(Most, weights.Shape[0]))
                    .Select(filter => Numbers.OfChannels(parameters.AsSpan(weights.Offset + (filter * each), height * width), 1, height, width)),
            ]);
    }
}
