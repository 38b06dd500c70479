using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>The network that the contract itself declares, with the numbers that it gives for it.</summary>
public class LeNetTests
{
    [Fact]
    public void Sizes_AreThoseOfTheContract()
    {
        Assert.Equal(784, LeNet.InputSize);
        Assert.Equal(10, LeNet.OutputSize);
        Assert.Equal(32, LeNet.Batch);
        Assert.Equal(61706, LeNet.ParameterCount);
        Assert.Equal(0, LeNet.BufferCount);
        Assert.Equal(61706, LeNet.OptimizerStateCount);

        // 6 of 1×5×5 on 28×28, 16 of 6×5×5 on 10×10, then 400, 120 and 84 inputs.
        Assert.Equal(117_600 + 240_000 + 48_000 + 10_080 + 840, LeNet.Description.Macs);
    }

    [Fact]
    public void NoSeed_IsSeedZero() => Assert.Equal(Data.Parameters(new LeNet(0)), Data.Parameters(new LeNet()));

    [Fact]
    public void Training_LowersTheLoss()
    {
        LeNet network = new(1) { Training = true };
        float[] input = Data.Numbers<float>(LeNet.Batch * LeNet.InputSize, 1);
        int[] labels = Data.Labels(LeNet.Batch, LeNet.OutputSize, 2);
        network.Forward(input);
        float first = network.Loss(labels), last = first;
        for (int step = 0; step < 30; step++)
        {
            network.Forward(input);
            last = network.Loss(labels);
            network.Backward();
            network.Step(0.01f);
        }

        // Noise has nothing to learn but by heart; half of the way is enough to see that it does.
        Assert.InRange(last, 0, first / 2);
    }
}

[Network(1, 28, 28, Batch = 32)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
public sealed partial class LeNet { }
