using System;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>
/// A form follows "never from Batch": the same layers with Batch = 1, where a tiny layer is written without a loop, and with more give
/// the same bits, forward and backward. In single precision, where an order of summation shows soonest.
/// </summary>
public class BatchTwinTests
{
    private const int Seeds = 20;

    [Fact]
    public void DenseInLanes_GivesTheSameBits() => AssertTwins(seed => new LanesByOne(seed), seed => new LanesByFour(seed));

    [Fact]
    public void ShortDense_GivesTheSameBits() => AssertTwins(seed => new ShortByOne(seed), seed => new ShortByFour(seed));

    [Fact]
    public void TinyConvolution_GivesTheSameBits() => AssertTwins(seed => new TinyConvByOne(seed), seed => new TinyConvByFour(seed));

    [Fact]
    public void TinyPaddedConvolution_GivesTheSameBits() => AssertTwins(seed => new TinyPaddedByOne(seed), seed => new TinyPaddedByFour(seed));

    [Fact]
    public void Convolutions_GiveTheSameBits() => AssertTwins(seed => new ConvByOne(seed), seed => new ConvByFour(seed));

    private static void AssertTwins(Func<int, ITrainableNetwork<float>> createOne, Func<int, ITrainableNetwork<float>> createFour)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            ITrainableNetwork<float> one = createOne(seed), four = createFour(seed);
            Assert.Equal(1, one.Batch);
            Assert.Equal(4, four.Batch);
            Assert.Equal(Data.Parameters(one), Data.Parameters(four));
            Data.Disturb(one, seed);
            four.SetParameters(Data.Parameters(one));

            float[] input = Data.Numbers<float>(one.InputSize, seed + 100), gradient = Data.Numbers<float>(one.OutputSize, seed + 200);
            Assert.Equal(one.Forward(input).ToArray(), four.Forward(input).ToArray());
            Assert.Equal(one.Backward(gradient).ToArray(), four.Backward(gradient).ToArray());
            Assert.Equal(Data.Gradients(one), Data.Gradients(four));
        }
    }
}

[Network(21)]
[Dense(3)]
internal sealed partial class LanesByOne { }

[Network(21, Batch = 4)]
[Dense(3)]
internal sealed partial class LanesByFour { }

[Network(7)]
[Dense(5, Bias = false), Tanh, Dense(4)]
internal sealed partial class ShortByOne { }

[Network(7, Batch = 4)]
[Dense(5, Bias = false), Tanh, Dense(4)]
internal sealed partial class ShortByFour { }

[Network(1, 4, 4)]
[Conv(1, 2), Tanh]
[Conv(2, 2, UntiedBias = true)]
internal sealed partial class TinyConvByOne { }

[Network(1, 4, 4, Batch = 4)]
[Conv(1, 2), Tanh]
[Conv(2, 2, UntiedBias = true)]
internal sealed partial class TinyConvByFour { }

[Network(2, 3, 3)]
[Conv(2, 2, Stride = 2, Padding = 1), Tanh]
[Conv(2, 2, Groups = 2, PaddingTop = 1)]
internal sealed partial class TinyPaddedByOne { }

[Network(2, 3, 3, Batch = 4)]
[Conv(2, 2, Stride = 2, Padding = 1), Tanh]
[Conv(2, 2, Groups = 2, PaddingTop = 1)]
internal sealed partial class TinyPaddedByFour { }

[Network(2, 9, 8)]
[Conv(5, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(3, 2), Sigmoid, AvgPool(2)]
[Dense(4), Softmax]
internal sealed partial class ConvByOne { }

[Network(2, 9, 8, Batch = 4)]
[Conv(5, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(3, 2), Sigmoid, AvgPool(2)]
[Dense(4), Softmax]
internal sealed partial class ConvByFour { }
