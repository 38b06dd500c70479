using System;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>
/// Networks for few samples leave the gradients of dense weights to Step. Nobody can see that: whatever is called between, they learn
/// what a network for many samples learns.
/// </summary>
public class DeferredGradientTests
{
    private const int Calls = 300;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void OneSample(int seed) => AssertLearnAlike(new ForOne(3), new ForMany(3), new Random(seed));

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void FewSamples(int seed) => AssertLearnAlike(new ForFew(3), new ForMany(3), new Random(seed));

    // Of the caller's own numbers, and with no other parameters than those that are left to Step.
    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    public void DenseWeightsOnly(int seed) => AssertLearnAlike(new ForOneDense(3), new ForManyDense(3), new Random(seed));

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void WithoutState(int seed) => AssertLearnAlike(new ForFewPlain(3), new ForManyPlain(3), new Random(seed));

    private static void AssertLearnAlike(ITrainableNetwork<float> few, ITrainableNetwork<float> many, Random random)
    {
        bool hasForward = false, hasLoss = false;
        int samples = 0;
        for (int call = 0; call < Calls; call++)
        {
            int seed = random.Next();
            switch (random.Next(13))
            {
                case <= 2:
                    samples = random.Next(1, few.Batch + 1);
                    Both(network => network.Forward(Data.Numbers<float>(samples * network.InputSize, seed)));
                    (hasForward, hasLoss) = (true, false);
                    break;
                case 3 or 4 when samples > 0:
                    Both(network => network.Loss(Data.Labels(samples, network.OutputSize, seed), 0.7f));
                    hasLoss = true;
                    break;
                case 5 or 6 when hasForward && hasLoss:
                    Both(network => network.Backward());
                    hasForward = false;
                    break;
                case 7 when hasForward:
                    Both(network => network.Backward(Data.Numbers<float>(samples * network.OutputSize, seed)));
                    hasForward = false;
                    break;
                case 8:
                    Both(network => network.Step(0.05f));
                    Assert.Equal(Data.Parameters(many), Data.Parameters(few));
                    hasForward = false;
                    break;
                case 9:
                    Assert.Equal(Data.Gradients(many), Data.Gradients(few));
                    break;
                case 10 when seed % 3 == 0:
                    Both(network => network.ClearGradients());
                    break;
                case 10 when seed % 3 == 1:
                    Both(network => network.SetGradients(Data.Numbers<float>(network.ParameterCount, seed)));
                    break;
                case 11 when seed % 4 == 0:
                    Both(network => network.SetParameters(Data.Numbers<float>(network.ParameterCount, seed)));
                    hasForward = false;
                    break;
                case 12 when few.OptimizerStateCount > 0:
                    Both(network => network.SetOptimizerState(Data.Numbers<float>(network.OptimizerStateCount, seed), 7));
                    break;
                default:
                    break;
            }
        }

        Assert.Equal(Data.OptimizerState(many), Data.OptimizerState(few));
        Assert.True(few.StepCount > 0);

        void Both(Action<ITrainableNetwork<float>> call)
        {
            call(few);
            call(many);
        }
    }
}

[Network(1, 8, 8)]
[Conv(3, 3), ReLU, MaxPool(2), Dense(20), Tanh, Dense(5)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 0.01)]
internal sealed partial class ForOne { }

[Network(1, 8, 8, Batch = 8)]
[Conv(3, 3), ReLU, MaxPool(2), Dense(20), Tanh, Dense(5)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 0.01)]
internal sealed partial class ForFew { }

[Network(1, 8, 8, Batch = 9)]
[Conv(3, 3), ReLU, MaxPool(2), Dense(20), Tanh, Dense(5)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 0.01)]
internal sealed partial class ForMany { }

[Network(70)]
[Dense(20, Bias = false), ReLU, Dense(5, Bias = false)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class ForOneDense { }

[Network(70, Batch = 9)]
[Dense(20, Bias = false), ReLU, Dense(5, Bias = false)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class ForManyDense { }

[Network(70, Batch = 8)]
[Dense(20), ReLU, Dense(5)]
[SoftmaxCrossEntropy]
internal sealed partial class ForFewPlain { }

[Network(70, Batch = 9)]
[Dense(20), ReLU, Dense(5)]
[SoftmaxCrossEntropy]
internal sealed partial class ForManyPlain { }
