using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Where the textbook's formulas overflow or meet log 0.</summary>
public class ExtremeLossTests
{
    [Fact]
    public void SoftmaxCrossEntropyOfHugeLogits_IsTheirDifference()
    {
        Logits network = new();
        network.Forward([1e4, -1e4, 0, 5e3]);
        Assert.Equal(2e4, network.Loss([1]), 1e-9);
        Data.AssertClose<double>([1, -1, 0, 0], network.Backward(), 1e-15);
    }

    [Fact]
    public void SoftmaxCrossEntropyOfHugeSingles_IsTheirDifference()
    {
        SingleLogits network = new();
        network.Forward([1e4f, -1e4f, 0, 5e3f]);
        Assert.Equal(2e4f, network.Loss([1]));
        Data.AssertClose<float>([1, -1, 0, 0], network.Backward(), 1e-7);

        network.Forward([1e4f, -1e4f, 0, 5e3f]);
        Assert.Equal(0, network.Loss([0]));
        Assert.All(network.Backward().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void SoftmaxCrossEntropyOfHugeLogitsAndProbabilities_IsTheirMean()
    {
        Logits network = new();
        network.Forward([1e4, -1e4, 1e4, 0]);
        Assert.Equal((0.5 * 2e4) + Math.Log(2), network.Loss([0.5, 0.5, 0, 0]), 1e-9);
        Data.AssertClose<double>([0, -0.5, 0.5, 0], network.Backward(), 1e-15);
    }

    // As large as numbers get: exp would be infinite, or zero, without the maximum subtracted.
    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    [InlineData(800)]
    public void SoftmaxCrossEntropyOfEqualLogits_IsLogOfTheClasses(double logit)
    {
        Logits network = new();
        network.Forward([logit, logit, logit, logit]);
        Assert.Equal(Math.Log(4), network.Loss([2]), 1e-14);
        Data.AssertClose<double>([0.25, 0.25, -0.75, 0.25], network.Backward(), 1e-15);
    }

    [Fact]
    public void SoftmaxOfHugeInputs_IsFinite()
    {
        SoftmaxProbabilities network = new();
        Data.AssertClose<double>([1, 0, 0, 0], network.Forward([1e4, -1e4, 0, 5e3]), 0);
        network.Loss([0]);
        Data.AssertClose<double>([0, 0, 0, 0], network.Backward(), 0);

        Data.AssertClose<double>([1, 0, 0, 0], network.Forward([1e4, -1e4, 0, 5e3]), 0);
        network.Loss([0, 0, 0.5, 0]);
        Data.AssertClose<double>([0.5, 0, -0.5, 0], network.Backward(), 0);
    }

    // All certainty on one class is that class's label: 0 × log 0 of the others must not become a NaN.
    [Fact]
    public void CrossEntropyOfSaturatedSoftmaxAndOneHotTarget_IsThatOfTheLabel()
    {
        SoftmaxProbabilities network = new();
        network.Forward([1e4, -1e4, 0, 5e3]);
        Assert.Equal(0, network.Loss([0]));
        Assert.Equal(0, network.Loss([1.0, 0, 0, 0]));
    }

    // "After Sigmoid p is raised to the smallest normal number": −log of it, for a zero as for a subnormal p.
    [Theory]
    [InlineData(-1e4)]
    [InlineData(-1000)]
    [InlineData(-709.5)]
    public void CrossEntropyOfSigmoid_RaisesPToTheSmallestNormalNumber(double input)
    {
        SigmoidProbabilities network = new();
        double expected = -Math.Log(double.BitIncrement(2.2250738585072011E-308));
        Assert.True(network.Forward([input, 0, 0, 0])[0] < 2.2250738585072014E-308);
        Assert.Equal(expected, network.Loss([0]), 1e-9);
        Assert.All(network.Backward().ToArray(), value => Assert.True(double.IsFinite(value)));

        network.Forward([input, 0, 0, 0]);
        Assert.Equal(0.5 * expected, network.Loss([0.5, 0, 0, 0]), 1e-9);
        Assert.All(network.Backward().ToArray(), value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData(-1e4f)]
    [InlineData(-150f)]
    [InlineData(-88f)]
    public void CrossEntropyOfSingleSigmoid_RaisesPToTheSmallestNormalNumber(float input)
    {
        SigmoidSingle network = new();
        Assert.True(network.Forward([input, 0, 0, 0])[0] < 1.17549435E-38f);
        Assert.Equal(87.336545f, network.Loss([0]), 1e-4f);
        Assert.All(network.Backward().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    // Only p = 0 is raised, and only where the target asks for it.
    [Fact]
    public void CrossEntropyOfSigmoid_LeavesOtherProbabilitiesAlone()
    {
        SigmoidProbabilities network = new();
        network.Forward([-1e4, 2, -3, 0]);
        Assert.Equal(Math.Log(1 + Math.Exp(-2)), network.Loss([1]), 1e-14);
        Data.AssertClose<double>([0, (1 / (1 + Math.Exp(-2))) - 1, 0, 0], network.Backward(), 1e-14);
    }

    [Fact]
    public void NaNInTheOutput_IsNaNInTheLoss()
    {
        Logits logits = new();
        logits.Forward([0, double.NaN, 0, 0]);
        Assert.True(double.IsNaN(logits.Loss([0])));
        SigmoidProbabilities probabilities = new();
        probabilities.Forward([double.NaN, 0, 0, 0]);
        Assert.True(double.IsNaN(probabilities.Loss([0])));
    }

    // An own gradient is one of the probabilities, also where Loss leaves that of the logits at once.
    [Theory]
    [InlineData("features")]
    [InlineData("spatial")]
    [InlineData("flattened")]
    public void BackwardOfGradient_GoesThroughTheSoftmaxBeforeCrossEntropy(string shape)
    {
        ITrainableNetwork<double> network = shape switch
        {
            "features" => new SoftmaxProbabilities(),
            "spatial" => new SpatialSoftmaxProbabilities(),
            _ => new FlattenedProbabilities(),
        };
        double[] input = Data.Numbers<double>(network.Batch * network.InputSize, 21), gradient = Data.Numbers<double>(network.Batch * network.OutputSize, 22);
        double[] expected = [.. input.Select((_, i) => FiniteDifference.At(Error, input, i))];

        network.Forward(input);
        Data.AssertClose<double>(expected, network.Backward(gradient), 1e-9);

        // A Loss before it makes no difference.
        network.Forward(input);
        network.Loss(Data.Targets<double>(gradient.Length, 23), 1);
        Data.AssertClose<double>(expected, network.Backward(gradient), 1e-9);

        double Error(double[] values) => network.Forward(values).ToArray().Zip(gradient, (y, g) => y * g).Sum();
    }
}

[Network(4)]
[LeakyReLU(1)]
[SoftmaxCrossEntropy]
internal sealed partial class SingleLogits { }
