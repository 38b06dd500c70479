using System;
using System.Linq;
using System.Numerics;
using CnnGen.Runtime;
using CnnGen.Tests.Training;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>PyTorch's clip_grad_norm_ before a step, and a decay of weights alone.</summary>
public class ClippingTests
{
    private const double Rate = 0.1, Decay = 0.25, Momentum = 0.5;

    [Theory]
    [InlineData(10)]      // far above the norm of 0.5
    [InlineData(0.001)]   // far below
    public void Step_ScalesGradientsToTheNorm(double size)
    {
        ClippedSgd network = new(1);
        Data.Disturb(network, 5);
        double[] parameters = Data.Parameters(network), velocity = new double[parameters.Length];
        for (int step = 0; step < 3; step++)
        {
            double[] gradients = [.. Data.Numbers<double>(parameters.Length, step).Select(number => size * number)];
            network.SetGradients(gradients);
            Assert.Equal(gradients, Data.Gradients(network));
            network.Step(Rate);
            double factor = Math.Min(1, 0.5 / (Math.Sqrt(gradients.Sum(gradient => gradient * gradient)) + 1e-6));
            Assert.Equal(size < 1, factor == 1);
            foreach (TensorDescription tensor in ClippedSgd.Description.Parameters)
            {
                for (int i = tensor.Offset; i < tensor.Offset + tensor.Count; i++)
                {
                    double g = (factor * gradients[i]) + (tensor.Name.EndsWith("weight", StringComparison.Ordinal) ? Decay * parameters[i] : 0);
                    velocity[i] = (Momentum * velocity[i]) + g;
                    parameters[i] -= Rate * velocity[i];
                }
            }

            Data.AssertClose<double>(parameters, Data.Parameters(network), 1e-14);
            Data.AssertClose<double>(velocity, Data.OptimizerState(network), 1e-14);
            Assert.All(Data.Gradients(network), gradient => Assert.Equal(0, gradient));
        }
    }

    [Fact]
    public void FrozenGradients_DoNotCount()
    {
        ClippedFrozen network = new(1);
        double[] parameters = Data.Parameters(network), gradients = new double[parameters.Length];
        Array.Fill(gradients, 3);
        network.SetGradients(gradients);
        network.Step(1);
        double step = 3 * 0.25 / (Math.Sqrt(9 * 12) + 1e-6);
        Data.AssertClose<double>([.. parameters.Select((value, i) => i < 20 ? value : value - step)], Data.Parameters(network), 1e-14);
    }

    // As in PyTorch: an infinite norm leaves nothing of finite gradients, and a NaN is in all of them.
    [Fact]
    public void GradientsThatAreNotFinite()
    {
        ClippedSgd network = new(1);
        double[] gradients = Data.Numbers<double>(ClippedSgd.ParameterCount, 1);
        gradients[3] = double.PositiveInfinity;
        network.SetGradients(gradients);
        network.Step(Rate);
        double[] state = Data.OptimizerState(network);
        Assert.Equal(double.NaN, state[3]);
        Assert.Equal(0, state[^1]);   // of a bias
        gradients[3] = double.NaN;
        network.SetGradients(gradients);
        network.Step(Rate);
        Assert.All(Data.Parameters(network), value => Assert.Equal(double.NaN, value));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    public void Trainer_MakesTheNetworksOwnStep(int threads, int shardSize)
    {
        AssertTrains(new ClippedMany(1), new ClippedMany(1), threads, shardSize);
        AssertTrains(new ClippedManyDouble(1), new ClippedManyDouble(1), threads, shardSize);

        static void AssertTrains<T>(ITrainableNetwork<T> network, ITrainableNetwork<T> twin, int threads, int shardSize)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            Samples<T> samples = Samples<T>.For(network, 7);
            using Trainer<T> trainer = new(network, threads, shardSize, threads), adding = new(twin, 1, shardSize);
            for (int step = 0; step < 4; step++)
            {
                trainer.Train(samples.Inputs, samples.Targets, T.CreateChecked(0.05));
                adding.AddGradients(samples.Inputs, samples.Targets);
                twin.Step(T.CreateChecked(0.05));
            }

            Assert.Equal(Data.Parameters(twin), Data.Parameters(network));
            Assert.Equal(Data.OptimizerState(twin), Data.OptimizerState(network));
            Assert.Equal(4, network.StepCount);
        }
    }

    [Fact]
    public void ClippedGradients_AreNotLeftToStep() =>
        Assert.DoesNotContain(
            ClippedMany.Description.Layers.SelectMany(layer => layer.Forms), form => form.StartsWith("weight step", StringComparison.Ordinal));

    [Theory]
    [InlineData(16)]
    [InlineData(4_096)]
    [InlineData(4_112)]
    [InlineData(3 * 4_096)]
    public void SumOfSquares_IsInItsOrder(int count)
    {
        double[] doubles = Data.Numbers<double>(count, 1);
        float[] singles = Data.Numbers<float>(count, 2);
        Assert.Equal(Sum(doubles), GradientNorm.Squares<double>(doubles));
        Assert.Equal(Sum([.. singles.Select(single => (double)single)]), GradientNorm.Squares<float>(singles));

        static double Sum(double[] numbers) => numbers.Chunk(4_096).Aggregate(0.0, (sum, range) => sum + OfRange(range));

        static double OfRange(double[] range)
        {
            double[] lanes = new double[16];
            for (int i = 0; i < range.Length; i++) lanes[i % 16] += range[i] * range[i];
            double[] quarters = [.. lanes.Chunk(4).Select(lane => (lane[0] + lane[2]) + (lane[1] + lane[3]))];
            return (quarters[0] + quarters[1]) + (quarters[2] + quarters[3]);
        }
    }
}

[Network(3, Scalar = Scalar.Double)]
[Dense(7), Tanh, Dense(20)]
[Sgd(Momentum = 0.5, WeightDecay = 0.25, DecayAll = false, ClipNorm = 0.5)]
internal sealed partial class ClippedSgd { }

[Network(3, Scalar = Scalar.Double)]
[Dense(5, Frozen = true), Dense(2)]
[Sgd(ClipNorm = 0.25)]
internal sealed partial class ClippedFrozen { }

[Network(60, Batch = 2)]
[Dense(90), ReLU, Dense(50), ReLU, Dense(10)]
[SoftmaxCrossEntropy]
[AdamW(ClipNorm = 0.01, DecayAll = false, WeightDecay = 0.5)]
internal sealed partial class ClippedMany { }

[Network(60, Batch = 2, Scalar = Scalar.Double)]
[Dense(90), ReLU, Dense(50), ReLU, Dense(10)]
[SoftmaxCrossEntropy]
[AdamW(ClipNorm = 0.01, DecayAll = false, WeightDecay = 0.5)]
internal sealed partial class ClippedManyDouble { }

[Network(1, 8, 8, Batch = 4)]
[Conv(16, 3), ReLU, MaxPool(2)]
[Dense(20), Tanh]
[Dense(5)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9, WeightDecay = 0.01, DecayAll = false, ClipNorm = 0.1)]
internal sealed partial class ClippedSingle { }

[Network(1, 8, 8, Batch = 4, Scalar = Scalar.Double)]
[Conv(16, 3), ReLU, MaxPool(2)]
[Dense(20), Tanh]
[Dense(5)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9, WeightDecay = 0.01, DecayAll = false, ClipNorm = 0.1)]
internal sealed partial class ClippedDouble { }

[Network(19, Batch = 3)]
[Dense(18), Tanh, Dense(5)]
[HalfSquaredError]
[AdamW(WeightDecay = 0.1, DecayAll = false)]
internal sealed partial class WeightsDecaySingle { }

[Network(19, Batch = 3, Scalar = Scalar.Double)]
[Dense(18), Tanh, Dense(5)]
[HalfSquaredError]
[AdamW(WeightDecay = 0.1, DecayAll = false)]
internal sealed partial class WeightsDecayDouble { }
