using System;
using System.Linq;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>PyTorch's Adam, AdamW and RMSprop, written down once more.</summary>
public class AdaptiveOptimizerTests
{
    private static readonly double[] Rates = [0.01, 0.005, 0.02, 0.01];

    [Fact]
    public void Adam_FollowsTheFormula() => AssertAdam(new DefaultAdam(1), 0.9, 0.999, 1e-8, 0, 0);

    [Fact]
    public void AdamWithDecay_FollowsTheFormula() => AssertAdam(new DecayAdam(1), 0.5, 0.8, 1e-3, 0.25, 0);

    [Fact]
    public void AdamW_FollowsTheFormula() => AssertAdam(new DefaultAdamW(1), 0.9, 0.999, 1e-8, 0, 0.01);

    [Fact]
    public void AdamWWithoutDecay_IsAdam() => AssertAdam(new PlainAdamW(1), 0.9, 0.999, 1e-8, 0, 0);

    [Fact]
    public void WithoutMoments_FollowsTheFormula() => AssertAdam(new ForgetfulAdam(1), 0, 0, 1e-8, 0, 0);

    [Fact]
    public void RMSProp_FollowsTheFormula() => AssertRMSProp(new DefaultRMSProp(1), 0.99, 1e-8, 0, 0);

    [Fact]
    public void RMSPropWithMomentum_FollowsTheFormula() => AssertRMSProp(new FullRMSProp(1), 0.9, 1e-3, 0.5, 0.1);

    [Fact]
    public void OptimizerStateCount_IsTwoOrOneForEachParameter()
    {
        Assert.Equal(2 * DefaultAdam.ParameterCount, DefaultAdam.OptimizerStateCount);
        Assert.Equal(2 * DefaultAdamW.ParameterCount, DefaultAdamW.OptimizerStateCount);
        Assert.Equal(DefaultRMSProp.ParameterCount, DefaultRMSProp.OptimizerStateCount);
        Assert.Equal(2 * FullRMSProp.ParameterCount, FullRMSProp.OptimizerStateCount);
    }

    [Fact]
    public void AttributesHaveTheDefaultsThatCount()
    {
        Assert.Equal((0.9, 0.999, 1e-8, 0), Of(new AdamAttribute()));
        AdamWAttribute decoupled = new();
        Assert.Equal((0.9, 0.999, 1e-8, 0.01), (decoupled.Beta1, decoupled.Beta2, decoupled.Epsilon, decoupled.WeightDecay));
        RMSPropAttribute rms = new();
        Assert.Equal((0.99, 1e-8, 0, 0), (rms.Alpha, rms.Epsilon, rms.Momentum, rms.WeightDecay));

        static (double, double, double, double) Of(AdamAttribute adam) => (adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay);
    }

    // A parameter whose gradient is always zero stays where it is, however long.
    [Fact]
    public void ZeroGradients_MoveNothingAndMomentsShrinkToZero()
    {
        AdaptiveSingle network = new(1);
        float[] parameters = Data.Parameters(network), state = new float[AdaptiveSingle.OptimizerStateCount];
        network.Step(0.01f);
        Assert.All(Data.Parameters(network), (value, i) => Assert.Equal(parameters[i] - (0.0001f * parameters[i]), value, 1e-6f));
        Assert.Equal(state, Data.OptimizerState(network));
        Array.Fill(state, 1.5e-38f);
        network.SetOptimizerState(state, 100);
        for (int step = 0; step < 400; step++) network.Step(0.01f);
        Assert.All(Data.OptimizerState(network), value => Assert.Equal(0, value));
    }

    [Fact]
    public void ReplicasAndTheirOriginal_MakeTheSameSteps()
    {
        Session<double> alone = new("AdamW"), shared = new("AdamW");
        ITrainableNetwork<double>[] instances = [shared.Network, shared.Network.CreateReplica()];
        for (int step = 0; step < 6; step++)
        {
            Session<double> one = new(instances[step % 2]);
            one.Learn();
            one.Network.Step(0.01);
            alone.Learn();
            alone.Network.Step(0.01);
        }

        Assert.Equal(Data.Parameters(alone.Network), Data.Parameters(shared.Network));
        Assert.Equal(Data.OptimizerState(alone.Network), Data.OptimizerState(shared.Network));
    }

    [Fact]
    public void Powers_AreTheSameHoweverTheStepCountCameAbout()
    {
        double[] factors = [0.9, 0.999, 0];
        SharedState<float> stepped = new(0, 0, 0, 0, factors);
        Assert.Equal(factors, stepped.Powers);
        double[] products = [.. factors];
        for (long step = 1; step <= 50_000; step++)
        {
            stepped.StepCount++;
            for (int i = 0; i < products.Length; i++) products[i] *= factors[i];
            if (step % 1000 > 3) continue;
            SharedState<float> set = new(0, 0, 0, 0, factors) { StepCount = step + 70_000 };
            set.StepCount = step;
            Assert.Equal(stepped.Powers, set.Powers);
            Assert.Equal(products.Select(product => 1 - product), set.Powers.Select(power => 1 - power));
        }

        stepped.StepCount = long.MaxValue;
        Assert.Equal([1, 1, 1], stepped.Powers.Select(power => 1 - power));
        stepped.StepCount = 0;
        Assert.Equal(factors, stepped.Powers);
    }

    private static void AssertAdam(ITrainableNetwork<double> network, double beta1, double beta2, double epsilon, double decay, double decoupled)
    {
        double[] first = new double[network.ParameterCount], second = new double[network.ParameterCount];
        AssertSteps(network, (i, step, rate, gradient, parameter) =>
        {
            parameter -= rate * decoupled * parameter;
            double g = gradient + (decay * parameter);
            first[i] = (beta1 * first[i]) + ((1 - beta1) * g);
            second[i] = (beta2 * second[i]) + ((1 - beta2) * g * g);
            double root = Math.Sqrt(second[i]) / Math.Sqrt(1 - Math.Pow(beta2, step));
            return parameter - (rate / (1 - Math.Pow(beta1, step)) * first[i] / (root + epsilon));
        });
        Data.AssertClose<double>([.. first, .. second], Data.OptimizerState(network), 1e-14);
    }

    private static void AssertRMSProp(ITrainableNetwork<double> network, double alpha, double epsilon, double momentum, double decay)
    {
        double[] squares = new double[network.ParameterCount], velocities = new double[network.ParameterCount];
        AssertSteps(network, (i, _, rate, gradient, parameter) =>
        {
            double g = gradient + (decay * parameter);
            squares[i] = (alpha * squares[i]) + ((1 - alpha) * g * g);
            velocities[i] = (momentum * velocities[i]) + (g / (Math.Sqrt(squares[i]) + epsilon));
            return parameter - (rate * velocities[i]);
        });
        Data.AssertClose<double>(momentum == 0 ? squares : [.. squares, .. velocities], Data.OptimizerState(network), 1e-14);
    }

    private static void AssertSteps(ITrainableNetwork<double> network, Func<int, int, double, double, double, double> step)
    {
        Data.Disturb(network, 5);
        double[] parameters = Data.Parameters(network);
        for (int number = 1; number <= Rates.Length; number++)
        {
            double[] gradients = Data.Numbers<double>(parameters.Length, number);
            network.SetGradients(gradients);
            network.Step(Rates[number - 1]);
            for (int i = 0; i < parameters.Length; i++) parameters[i] = step(i, number, Rates[number - 1], gradients[i], parameters[i]);
            Data.AssertClose<double>(parameters, Data.Parameters(network), 1e-14);
            Assert.All(Data.Gradients(network), gradient => Assert.Equal(0, gradient));
            Assert.Equal(number, network.StepCount);
        }
    }
}

[Network(3, Scalar = Scalar.Double)]
[Dense(7)]
[Adam]
internal sealed partial class DefaultAdam { }

[Network(3, Scalar = Scalar.Double)]
[Dense(7)]
[Adam(Beta1 = 0.5, Beta2 = 0.8, Epsilon = 1e-3, WeightDecay = 0.25)]
internal sealed partial class DecayAdam { }

[Network(3, Scalar = Scalar.Double)]
[Dense(7)]
[Adam(Beta1 = 0, Beta2 = 0)]
internal sealed partial class ForgetfulAdam { }

[Network(3, Scalar = Scalar.Double)]
[Dense(7)]
[AdamW]
internal sealed partial class DefaultAdamW { }

[Network(3, Scalar = Scalar.Double)]
[Dense(7)]
[AdamW(WeightDecay = 0)]
internal sealed partial class PlainAdamW { }

[Network(3, Scalar = Scalar.Double)]
[Dense(7)]
[RMSProp]
internal sealed partial class DefaultRMSProp { }

[Network(3, Scalar = Scalar.Double)]
[Dense(7)]
[RMSProp(Alpha = 0.9, Epsilon = 1e-3, Momentum = 0.5, WeightDecay = 0.1)]
internal sealed partial class FullRMSProp { }

// Behind a convolution with packed weights, with dense gradients that are left to Step.
[Network(1, 8, 8, Batch = 4)]
[Conv(16, 3), ReLU, MaxPool(2)]
[Dense(20), Tanh]
[Dense(5)]
[SoftmaxCrossEntropy]
[AdamW]
internal sealed partial class AdaptiveSingle { }

[Network(1, 8, 8, Batch = 4, Scalar = Scalar.Double)]
[Conv(16, 3), ReLU, MaxPool(2)]
[Dense(20), Tanh]
[Dense(5)]
[SoftmaxCrossEntropy]
[AdamW]
internal sealed partial class AdaptiveDouble { }

[Network(70, Batch = 9)]
[Dense(20), ReLU, Dense(5, Bias = false)]
[SoftmaxCrossEntropy]
[RMSProp(Momentum = 0.9)]
internal sealed partial class RootedSingle { }

[Network(70, Batch = 9, Scalar = Scalar.Double)]
[Dense(20), ReLU, Dense(5, Bias = false)]
[SoftmaxCrossEntropy]
[RMSProp(Momentum = 0.9)]
internal sealed partial class RootedDouble { }
