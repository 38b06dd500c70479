using System;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>InputGradient = false: "dE/dInput is not computed and Backward returns an empty span"; all else stays as it is.</summary>
public class InputGradientTests
{
    [Fact]
    public void WithoutInputGradient_ParametersLearnTheSameBits()
    {
        ITrainableNetwork<float>[] networks = [new WithInputGradient(1), new WithoutInputGradient(1)];
        float[] input = Data.Numbers<float>(2 * WithInputGradient.InputSize, 1), target = Data.Targets<float>(2 * WithInputGradient.OutputSize, 2);
        foreach (ITrainableNetwork<float> network in networks)
        {
            network.Forward(input);
            network.Loss(target, 1);
            Assert.Equal(network is WithInputGradient ? input.Length : 0, network.Backward().Length);
        }

        Assert.Equal(Data.Gradients(networks[0]), Data.Gradients(networks[1]));
    }

    // There is nothing to compute at all, but the order of calls holds.
    [Fact]
    public void WithoutInputGradientAndParameters_BackwardIsEmptyAndInOrder()
    {
        NothingToLearn network = new();
        Assert.Throws<InvalidOperationException>(() => network.Backward([1, 2, 3]));
        network.Forward([1, 2, 3]);
        Assert.Throws<InvalidOperationException>(() => network.Backward());
        Assert.True(network.Loss([2]) > 0);
        Assert.True(network.Backward().IsEmpty);
        Assert.Throws<InvalidOperationException>(() => network.Backward());
        network.Forward([1, 2, 3]);
        Assert.True(network.Backward([1, 2, 3]).IsEmpty);
    }
}

[Network(2, 6, 6, Batch = 2)]
[MaxPool(2), Tanh]
[Conv(3, 2, Padding = 1), Sigmoid, AvgPool(2)]
[Dense(3), Softmax]
[CrossEntropy]
internal sealed partial class WithInputGradient { }

[Network(2, 6, 6, Batch = 2, InputGradient = false)]
[MaxPool(2), Tanh]
[Conv(3, 2, Padding = 1), Sigmoid, AvgPool(2)]
[Dense(3), Softmax]
[CrossEntropy]
internal sealed partial class WithoutInputGradient { }

[Network(3, InputGradient = false)]
[Softmax]
[CrossEntropy]
internal sealed partial class NothingToLearn { }
