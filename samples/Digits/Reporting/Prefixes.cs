using System;
using CnnGen;

namespace Digits.Reporting;

// LeNet's first layers, as far as each of its blocks: the time of a block is what it takes longer than the blocks before it.
[Network(1, 28, 28, ForwardOnly = true)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
internal sealed partial class ToFirstPool { }

[Network(1, 28, 28, ForwardOnly = true)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
internal sealed partial class ToSecondPool { }

[Network(1, 28, 28, ForwardOnly = true)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
internal sealed partial class ToFirstDense { }

[Network(1, 28, 28, ForwardOnly = true)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
internal sealed partial class ToSecondDense { }

[Network(1, 28, 28, ForwardOnly = true)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
internal sealed partial class ToTheEnd { }

/// <summary>How long LeNet's blocks take for one image.</summary>
internal static class Prefixes
{
    private const int Together = 50;   // what a clock can tell apart

    /// <summary>The median time of each block in microseconds, with the layers that it consists of.</summary>
    public static (string Layers, double Microseconds)[] Measure(LeNet network, ReadOnlySpan<float> image)
    {
        var parameters = new float[LeNet.ParameterCount];
        network.CopyParametersTo(parameters);
        INetwork<float>[] prefixes = [new ToFirstPool(), new ToSecondPool(), new ToFirstDense(), new ToSecondDense(), new ToTheEnd()];
        string[] layers = ["Conv 6, ReLU, MaxPool", "Conv 16, ReLU, MaxPool", "Dense 120, ReLU", "Dense 84, ReLU", "Dense 10"];
        var blocks = new (string, double)[prefixes.Length];
        double before = 0;
        for (int i = 0; i < prefixes.Length; i++)
        {
            prefixes[i].SetParameters(parameters.AsSpan(0, prefixes[i].ParameterCount));
            double time = Latency.Median(prefixes[i], image, Together).TotalMicroseconds;
            blocks[i] = (layers[i], Math.Max(0, time - before));
            before = Math.Max(before, time);
        }

        return blocks;
    }
}
