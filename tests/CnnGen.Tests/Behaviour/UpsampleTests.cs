using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Upsample: each number a square, or weighted means of what is around.</summary>
public class UpsampleTests
{
    // 0 to 5, squared, a quarter of it; and the gradient of output i is i mod 7 − 3.
    private static readonly double[] Input = [0, 0.25, 1, 2.25, 4, 6.25];

    [Fact]
    public void Nearest_Copies()
    {
        var network = new NearestTimesTwo();
        Assert.Equal(
            [0, 0, 0.25, 0.25, 1, 1, 0, 0, 0.25, 0.25, 1, 1, 2.25, 2.25, 4, 4, 6.25, 6.25, 2.25, 2.25, 4, 4, 6.25, 6.25], network.Forward(Input).ToArray());
        Assert.Equal([1 + 2 + 7 + 8, 3 + 4 + 9 + 10, 5 + 6 + 11 + 12, 13 + 14 + 19 + 20, 15 + 16 + 21 + 22, 17 + 18 + 23 + 24],
            network.Backward(Enumerable.Range(1, 24).Select(number => (double)number).ToArray()).ToArray());
    }

    // interpolate(x, scale_factor=2, mode="bilinear", align_corners=False) and its gradient, of PyTorch.
    [Fact]
    public void Bilinear_TwoTimes_IsPyTorchs() => Expects(
        new BilinearTimesTwo(),
        [
            0, 0.0625, 0.1875, 0.4375, 0.8125, 1, 0.5625, 0.71875, 1.03125, 1.46875, 2.03125, 2.3125, 1.6875, 2.03125, 2.71875, 3.53125, 4.46875, 4.9375,
            2.25, 2.6875, 3.5625, 4.5625, 5.6875, 6.25,
        ],
        [-3.6875, -4.0625, 3, 5.9375, -3.1875, -4]);

    [Fact]
    public void Bilinear_ThreeTimes_IsPyTorchs() => Expects(
        new BilinearTimesThree(),
        [
            0, 0, 0.0833333333, 0.1666666667, 0.25, 0.5, 0.75, 1, 1, 0, 0, 0.0833333333, 0.1666666667, 0.25, 0.5, 0.75, 1, 1,
            0.75, 0.75, 1, 1.25, 1.5, 1.9166666667, 2.3333333333, 2.75, 2.75, 1.5, 1.5, 1.9166666667, 2.3333333333, 2.75, 3.3333333333, 3.9166666667, 4.5, 4.5,
            2.25, 2.25, 2.8333333333, 3.4166666667, 4, 4.75, 5.5, 6.25, 6.25, 2.25, 2.25, 2.8333333333, 3.4166666667, 4, 4.75, 5.5, 6.25, 6.25,
        ],
        [-3.2222222222, 2.5555555556, -3.3333333333, 0.8888888889, 0.4444444444, -2.3333333333]);

    [Fact]
    public void ChannelsInVectors_AreChannelsApart()
    {
        float[] input = Data.Numbers<float>(ManyChannels.InputSize, 1), gradient = Data.Numbers<float>(ManyChannels.OutputSize, 2);
        ManyChannels network = new();
        network.SetParameters(Enumerable.Range(0, ManyChannels.ParameterCount).Select(i => i < 19 * 19 && i / 19 == i % 19 ? 1f : 0).ToArray());
        double[] output = network.Forward(input).ToArray().Select(number => (double)number).ToArray();
        double[] inputGradient = network.Backward(gradient).ToArray().Select(number => (double)number).ToArray();
        BilinearTimesTwo one = new();
        for (int channel = 0; channel < 19; channel++)
        {
            Near(one.Forward(Widen(input.AsSpan(channel * 6, 6))).ToArray(), output.AsSpan(channel * 24, 24), 1e-6);
            Near(one.Backward(Widen(gradient.AsSpan(channel * 24, 24))).ToArray(), inputGradient.AsSpan(channel * 6, 6), 1e-6);
        }

        static double[] Widen(ReadOnlySpan<float> numbers) => numbers.ToArray().Select(number => (double)number).ToArray();
    }

    private static void Expects(ITrainableNetwork<double> network, double[] output, double[] inputGradient)
    {
        Near(output, network.Forward(Input), 1e-9);
        Near(inputGradient, network.Backward(Enumerable.Range(0, output.Length).Select(i => (double)((i % 7) - 3)).ToArray()), 1e-9);
    }

    private static void Near(double[] expected, ReadOnlySpan<double> actual, double within)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], within);
    }
}

[Network(1, 2, 3, Scalar = Scalar.Double)]
[Upsample(2)]
internal sealed partial class NearestTimesTwo;

[Network(1, 2, 3, Scalar = Scalar.Double)]
[Upsample(2, Mode = UpsampleMode.Bilinear)]
internal sealed partial class BilinearTimesTwo;

[Network(1, 2, 3, Scalar = Scalar.Double)]
[Upsample(3, Mode = UpsampleMode.Bilinear)]
internal sealed partial class BilinearTimesThree;

// The convolution, whose weights leave everything as it is, makes channels lie together.
[Network(19, 2, 3)]
[Conv(19, 1)]
[Upsample(2, Mode = UpsampleMode.Bilinear)]
internal sealed partial class ManyChannels;
