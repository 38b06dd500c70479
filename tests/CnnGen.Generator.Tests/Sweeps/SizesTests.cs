using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using CnnGen.Generator.Tests.Widths;
using Xunit;

namespace CnnGen.Generator.Tests.Sweeps;

/// <summary>
/// Sizes around every tile, in the text of every width: what is left over is a second text in the same method. One example of each goes through all sizes,
/// and the others leave over nothing, one, or all but one.
/// </summary>
public sealed class SizesTests
{
    private const int Most = 140;

    /// <summary>Whatever output is one tile of positions, and the filters are blocks, tiles and a rest.</summary>
    [Theory]
    [InlineData("1, 1", "1", "")]
    [InlineData("1, 3", "1", "")]
    [InlineData("3, 3", "2", "")]
    [InlineData("3, 3", "1", "")]
    [InlineData("1, 1", "1", ", Scalar = Scalar.Double")]
    [InlineData("3, 3", "2", ", Scalar = Scalar.Double")]
    public void EveryNumberOfFilters_Compiles(string image, string kernel, string options) =>
        BulkCompilation.Check(Sizes(options, isThorough: image == "1, 3").Select(filters => $"[Network(2, {image}{options})] [Conv({filters}, {kernel})]"));

    /// <summary>Rows of weights and rows of inputs: the units from 1 on, over numbers of inputs that go through all that sixteen lanes leave over.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(", Batch = 5")]
    [InlineData(", Scalar = Scalar.Double, Batch = 5")]
    public void EveryNumberOfUnits_Compiles(string options) =>
        BulkCompilation.Check(Sizes(options, isThorough: options.Length == 0).Select(units => $"[Network({1 + (units * 5 % 67)}{options})] [Dense({units})]"));

    /// <summary>
    /// Pools of every number of channels, in planes and channels last, and behind a convolution that takes them into its last step, of one cell too.
    /// </summary>
    [Theory]
    [InlineData("MaxPool(2)", "")]
    [InlineData("AvgPool(2, Stride = 1)", "")]
    [InlineData("MaxPool(2)", ", Scalar = Scalar.Double")]
    public void EveryNumberOfChannels_Compiles(string pool, string options) => BulkCompilation.Check(
        Sizes(options, pool.StartsWith("Max", StringComparison.Ordinal)).Select(channels => $"[Network({channels}, 2, 3{options})] [{pool}]")
            .Concat(Sizes(options, isThorough: false).SelectMany(channels => new[]
            {
                $"[Network(2, 2, 4{options})] [Conv({channels}, 1), {pool}]",
                $"[Network(3, 2, 3{options})] [Conv({channels}, 1), ReLU, {pool.Replace("(2", "(1", StringComparison.Ordinal)}, Dense(2)]",
            })));

    /// <summary>A block of filters and one more, at one position.</summary>
    [Theory]
    [WidthData(512)]
    [WidthData(256)]
    [WidthData(128)]
    [WidthData(0)]
    public void ABlockOfFiltersAndARest_ComputeEach(int bits)
    {
        var network = CompiledNetworks.Create<ITrainableNetwork<float>>("[Network(2, 1, 1), Conv(65, 1)]", Width.Only(bits));
        IEnumerable<float> weights = Enumerable.Range(0, 130)
            .Select(i => ((7 * i % 11) - 5) / 4f), bias = Enumerable.Range(0, 65)
            .Select(f => ((5 * f % 13) - 6) / 8f);
        network.SetParameters(weights.Concat(bias).ToArray());
        float[] y = network.Forward([1.5f, -2]).ToArray();
        Assert.Equal((-3.625f, 2.25f, -1.625f), (y[0], y[64], y.Sum()));
    }

    /// <summary>As LeCun et al. (1998) have it: the third convolution sees its input whole.</summary>
    [Fact]
    public void PublishedLeNet5_Compiles() => StrictCompilation.Check(
        "[Network(1, 32, 32, Batch = 32)] [Conv(6, 5), Tanh, AvgPool(2)] [Conv(16, 5), Tanh, AvgPool(2)] [Conv(120, 5), Tanh] [Dense(84), Tanh] [Dense(10)] [SoftmaxCrossEntropy] [Sgd(Momentum = 0.9)]",
        "[Network(1, 28, 28)] [Conv(6, 5, Padding = 2), ReLU, MaxPool(2)] [Conv(16, 5), ReLU, MaxPool(2)] [Conv(120, 5), ReLU] [Dense(84), ReLU] [Dense(10)] [SoftmaxCrossEntropy]",
        "[Network(64, 1, 1, Batch = 4)] [Conv(100, 1)] [SoftmaxCrossEntropy]");

    // In double a vector has half as many lanes, and a tile comes to its end twice as soon.
    private static IEnumerable<int> Sizes(string options, bool isThorough)
    {
        int lanes = options.Contains("Double", StringComparison.Ordinal) ? 8 : 16;
        IEnumerable<int> all = Enumerable.Range(1, Most * lanes / 16);
        return isThorough ? all : all.Where(size => size <= (lanes * 3 / 2) + 1 || (size + 1) % lanes <= 2);
    }
}
