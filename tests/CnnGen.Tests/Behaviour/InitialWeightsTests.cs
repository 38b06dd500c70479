using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>He-normal weights before a rectifier, Xavier-normal elsewhere; biases 0; the same for the same seed.</summary>
public class InitialWeightsTests
{
    [Fact]
    public void SameSeed_GivesTheSameBits()
    {
        Assert.Equal(Data.Parameters(new InitialDense(7)), Data.Parameters(new InitialDense(7)));
        Assert.Equal(Data.Parameters(new InitialConv(-3)), Data.Parameters(new InitialConv(-3)));
    }

    [Fact]
    public void OtherSeeds_GiveOtherWeights()
    {
        int[] seeds = [0, 1, 2, -1, int.MinValue, int.MaxValue];
        double[] firstWeights = [.. seeds.Select(seed => Data.Parameters(new InitialDense(seed))[0])];
        Assert.Equal(seeds.Length, firstWeights.Distinct().Count());
    }

    [Fact]
    public void NoSeed_IsSeedZero()
    {
        Assert.Equal(Data.Parameters(new InitialDense(0)), Data.Parameters(new InitialDense()));
        Assert.Equal(Data.Parameters(new InitialConv(0)), Data.Parameters(new InitialConv()));
    }

    // "Normals by the polar method in double", whatever the network's own numbers.
    [Fact]
    public void SinglePrecision_HasTheRoundedWeightsOfDouble() =>
        Assert.Equal(Data.Parameters(new ConvolutionalDouble(5)).Select(weight => (float)weight), Data.Parameters(new ConvolutionalSingle(5)));

    [Theory]
    [InlineData("dense1.weight", 2.0 / 160)]                        // ReLU
    [InlineData("dense2.weight", 2.0 / 1.25 / 160)]                 // LeakyReLU(0.5)
    [InlineData("dense3.weight", 2.0 / (160 + 128))]                // Tanh; fan-out is another than fan-in
    [InlineData("dense4.weight", 2.0 / (128 + 160))]                // Sigmoid, the next activation, though a ReLU follows it
    [InlineData("dense5.weight", 2.0 / (160 + 160))]                // another Dense, though a ReLU follows that
    [InlineData("dense6.weight", 2.0 / 160)]                        // ReLU past Flatten
    [InlineData("dense7.weight", 2.0 / (160 + 200))]                // Softmax
    [InlineData("dense8.weight", 2.0 / (200 + 100))]                // nothing
    public void WeightsOfDenseLayers_HaveTheirVariance(string name, double variance) => AssertNormal(new InitialDense(1), name, variance);

    [Theory]
    [InlineData("conv1.weight", 2.0 / (32 * 9))]                    // ReLU past MaxPool
    [InlineData("conv2.weight", 2.0 / 1.04 / (32 * 9))]             // two groups of 32 channels; LeakyReLU(0.2) past AvgPool
    [InlineData("conv3.weight", 2.0 / ((64 * 4) + (96 * 4)))]       // Tanh
    [InlineData("conv4.weight", 2.0 / ((48 * 1) + (96 * 1)))]       // two groups of 48 channels and 96 filters; Sigmoid past AvgPool
    [InlineData("conv5.weight", 2.0 / 192)]                         // ReLU past GlobalMaxPool and Flatten
    [InlineData("dense1.weight", 2.0 / (160 + 100))]
    public void WeightsOfConvolutions_HaveTheirVariance(string name, double variance) => AssertNormal(new InitialConv(1), name, variance);

    [Fact]
    public void WeightsBeforeReLUPastGlobalAvgPool_AreHes() => AssertNormal(new InitialGlobalAvgPool(1), "conv1.weight", 2.0 / 64);

    [Theory]
    [InlineData("dense1.weight", 2.0 / 160)]                        // He, though Tanh follows
    [InlineData("dense3.weight", 2.0 / (160 + 128))]                // Xavier, though ReLU follows
    public void NormalWeights_HaveTheDeclaredVariance(string name, double variance) => AssertNormal(new DeclaredDense(1), name, variance);

    [Theory]
    [InlineData("dense2.weight", 6.0 / (1 + (0.5 * 0.5)) / 160)]    // HeUniform before LeakyReLU(0.5)
    [InlineData("dense4.weight", 6.0 / 128)]                        // HeUniform before Sigmoid
    [InlineData("dense5.weight", 6.0 / (160 + 128))]                // XavierUniform
    public void UniformWeights_GoToTheirBound(string name, double square)
    {
        double[] weights = Of(new DeclaredDense(1), name);
        double bound = Math.Sqrt(square);
        Assert.True(weights.Length > 9000);
        Assert.InRange(weights.Max(), 0.999 * bound, bound);
        Assert.InRange(weights.Min(), -bound, -0.999 * bound);
        Assert.InRange(weights.Average() / bound, -0.02, 0.02);
        for (int quarter = 0; quarter < 4; quarter++)
        {
            Assert.InRange(weights.Average(weight => Math.Floor((weight / bound * 2) + 2) == quarter ? 1 : 0), 0.235, 0.265);
        }
    }

    [Fact]
    public void ZeroWeights_AreZero() => Assert.All(Of(new DeclaredDense(1), "dense6.weight"), weight => Assert.Equal(0, weight));

    [Fact]
    public void Biases_AreZero()
    {
        foreach (INetwork<double> network in (INetwork<double>[])[new InitialDense(1), new InitialConv(1), new DeclaredDense(1)])
        {
            double[] parameters = Data.Parameters(network);
            TensorDescription[] biases = [.. network.Description.Parameters.Where(tensor => tensor.Name.EndsWith(".bias", StringComparison.Ordinal))];
            Assert.True(biases.Length >= 6);
            Assert.All(biases, bias => Assert.All(parameters[bias.Offset..(bias.Offset + bias.Count)], value => Assert.Equal(0, value)));
        }
    }

    [Fact]
    public void ForwardOnly_HasTheWeightsOfItsTwin() => Assert.Equal(Data.Parameters(new ConvolutionalSingle(9)), Data.Parameters(new ForwardConvolutional(9)));

    private static double[] Of(INetwork<double> network, string name)
    {
        TensorDescription tensor = network.Description.Parameters.Single(parameter => parameter.Name == name);
        return Data.Parameters(network)[tensor.Offset..(tensor.Offset + tensor.Count)];
    }

    private static void AssertNormal(INetwork<double> network, string name, double variance)
    {
        double[] weights = Of(network, name);

        // Large enough that 5 % are more than three standard deviations of a sample variance.
        Assert.True(weights.Length > 9000);
        double mean = weights.Average(), sample = weights.Average(weight => (weight - mean) * (weight - mean)), deviation = Math.Sqrt(variance);
        Assert.InRange(sample / variance, 0.95, 1.05);
        Assert.InRange(mean / deviation, -0.05, 0.05);

        // Normal ones: so many within one and within two deviations.
        Assert.InRange(weights.Average(weight => Math.Abs(weight) < deviation ? 1 : 0), 0.66, 0.71);
        Assert.InRange(weights.Average(weight => Math.Abs(weight) < 2 * deviation ? 1 : 0), 0.94, 0.97);
        Assert.Equal(weights.Length, weights.Distinct().Count());
    }
}

[Network(160, Scalar = Scalar.Double, ForwardOnly = true)]
[Dense(160), ReLU]
[Dense(160), LeakyReLU(0.5)]
[Dense(128), Tanh]
[Dense(160), Sigmoid, ReLU]
[Dense(160)]
[Dense(160), Flatten, ReLU]
[Dense(200), Softmax]
[Dense(100)]
internal sealed partial class InitialDense { }

[Network(160, Scalar = Scalar.Double, ForwardOnly = true)]
[Dense(160, Init = Init.He), Tanh]
[Dense(160, Init = Init.HeUniform), LeakyReLU(0.5)]
[Dense(128, Init = Init.Xavier), ReLU]
[Dense(160, Init = Init.HeUniform), Sigmoid]
[Dense(128, Init = Init.XavierUniform), ReLU]
[Dense(100, Init = Init.Zero)]
internal sealed partial class DeclaredDense { }

[Network(32, 6, 6, Scalar = Scalar.Double, ForwardOnly = true)]
[Conv(64, 3, Padding = 1), MaxPool(2), ReLU]
[Conv(64, 3, Padding = 1, Groups = 2), AvgPool(2, Stride = 1), LeakyReLU(0.2)]
[Conv(96, 2, Padding = 1), Tanh]
[Conv(192, 1, Groups = 2, UntiedBias = true), AvgPool(2, Stride = 1), Sigmoid]
[Conv(160, 1), GlobalMaxPool, Flatten, ReLU]
[Dense(100)]
internal sealed partial class InitialConv { }

[Network(64, 2, 2, Scalar = Scalar.Double, ForwardOnly = true)]
[Conv(160, 1), GlobalAvgPool, ReLU]
internal sealed partial class InitialGlobalAvgPool { }
