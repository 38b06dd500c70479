using System;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>PyTorch's SGD: g = gradient + decay × p; v = momentum × v + g; p −= rate × v, or with Nesterov p −= rate × (g + momentum × v).</summary>
public class OptimizerTests
{
    private static readonly double[] Rates = [0.1, 0.05, 0.2];

    [Fact]
    public void Plain_FollowsTheFormula() => AssertSteps(new PlainSgd(1), 0, false, 0);

    [Fact]
    public void NoneDeclared_IsPlainSgd() => AssertSteps(new NoOptimizer(1), 0, false, 0);

    [Fact]
    public void Momentum_FollowsTheFormula() => AssertSteps(new MomentumSgd(1), 0.9, false, 0);

    [Fact]
    public void Nesterov_FollowsTheFormula() => AssertSteps(new NesterovSgd(1), 0.8, true, 0);

    [Fact]
    public void WeightDecay_FollowsTheFormula() => AssertSteps(new DecaySgd(1), 0, false, 0.25);

    [Fact]
    public void Everything_FollowsTheFormula() => AssertSteps(new FullSgd(1), 0.9, true, 0.01);

    [Fact]
    public void InSinglePrecision_FollowsTheFormula()
    {
        LayeredSingle network = new(1);
        float[] velocity = new float[LayeredSingle.ParameterCount], parameters = Data.Parameters(network);
        for (int step = 0; step < 3; step++)
        {
            float[] gradients = Data.Numbers<float>(velocity.Length, step);
            network.SetGradients(gradients);
            network.Step((float)Rates[step]);
            for (int i = 0; i < velocity.Length; i++)
            {
                velocity[i] = (0.9f * velocity[i]) + gradients[i] + (0.1f * parameters[i]);
                parameters[i] -= (float)Rates[step] * velocity[i];
            }
        }

        Data.AssertClose<float>(parameters, Data.Parameters(network), 1e-6);
        Data.AssertClose<float>(velocity, Data.OptimizerState(network), 1e-6);
    }

    [Fact]
    public void OptimizerStateCount_IsTheVelocityOrNothing()
    {
        Assert.Equal(0, PlainSgd.OptimizerStateCount);
        Assert.Equal(0, NoOptimizer.OptimizerStateCount);
        Assert.Equal(0, DecaySgd.OptimizerStateCount);
        Assert.Equal(MomentumSgd.ParameterCount, MomentumSgd.OptimizerStateCount);
        Assert.Equal(FullSgd.ParameterCount, FullSgd.OptimizerStateCount);
    }

    // A Step without Backward decays, moves on with the velocity, and counts.
    [Fact]
    public void StepWithoutBackward_DecaysAndMovesWithZeroGradients()
    {
        FullSgd network = new(1);
        Data.Disturb(network, 2);
        double[] parameters = Data.Parameters(network), velocity = Data.Numbers<double>(parameters.Length, 3);
        network.SetOptimizerState(velocity, 4);
        network.Step(0.1);
        for (int i = 0; i < parameters.Length; i++)
        {
            double g = 0.01 * parameters[i];
            velocity[i] = (0.9 * velocity[i]) + g;
            parameters[i] -= 0.1 * (g + (0.9 * velocity[i]));
        }

        Data.AssertClose<double>(parameters, Data.Parameters(network), 1e-15);
        Data.AssertClose<double>(velocity, Data.OptimizerState(network), 1e-15);
        Assert.Equal(5, network.StepCount);
    }

    [Fact]
    public void StepWithoutBackward_OfPlainSgdChangesNothingAndCounts()
    {
        PlainSgd network = new(1);
        double[] parameters = Data.Parameters(network);
        network.Step(0.1);
        Assert.Equal(parameters, Data.Parameters(network));
        Assert.Equal(1, network.StepCount);
    }

    [Fact]
    public void StepCount_CountsAndIsSetFromOutside()
    {
        MomentumSgd network = new(1);
        Assert.Equal(0, network.StepCount);
        network.Step(0.1);
        network.Step(0.1);
        Assert.Equal(2, network.StepCount);
        network.SetOptimizerState(new double[MomentumSgd.OptimizerStateCount], 5_000_000_000);
        network.Step(0.1);
        Assert.Equal(5_000_000_001, network.StepCount);
    }

    [Fact]
    public void RateZero_KeepsTheParametersAndGathersVelocity()
    {
        MomentumSgd network = new(1);
        double[] parameters = Data.Parameters(network), gradients = Data.Numbers<double>(parameters.Length, 1);
        network.SetGradients(gradients);
        network.Step(0);
        Assert.Equal(parameters, Data.Parameters(network));
        Assert.Equal(gradients, Data.OptimizerState(network));
    }

    [Theory]
    [InlineData("Layered")]
    [InlineData("Convolutional")]
    [InlineData("AdamW")]
    [InlineData("RMSProp")]
    public void StateCarriedToAnotherInstance_ContinuesTheTrainingBitForBit(string name)
    {
        AssertContinues<float>(name);
        AssertContinues<double>(name);
    }

    private static void AssertContinues<T>(string name) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Session<T> original = new(name), continued = new(name, seed: 2);
        for (int step = 0; step < 3; step++) Train(original);
        continued.Network.SetParameters(Data.Parameters(original.Network));
        continued.Network.SetOptimizerState(Data.OptimizerState(original.Network), original.Network.StepCount);
        for (int step = 0; step < 3; step++)
        {
            Train(original);
            Train(continued);
        }

        Assert.Equal(Data.Parameters(original.Network), Data.Parameters(continued.Network));
        Assert.Equal(Data.OptimizerState(original.Network), Data.OptimizerState(continued.Network));
        Assert.Equal(6, continued.Network.StepCount);

        // Without the velocity it would have gone elsewhere.
        Assert.Contains(Data.OptimizerState(original.Network), value => value != T.Zero);

        static void Train(Session<T> session)
        {
            session.Learn();
            session.Network.Step(Session<T>.Number(0.1));
        }
    }

    [Fact]
    public void SetOptimizerState_IsWhatCopyReads()
    {
        MomentumSgd network = new(1);
        double[] values = Data.Numbers<double>(MomentumSgd.OptimizerStateCount, 1), destination = new double[values.Length + 2];
        Array.Fill(destination, 42);
        network.SetOptimizerState(values, 3);
        network.CopyOptimizerStateTo(destination);
        Assert.Equal([.. values, 42, 42], destination);
    }

    private static void AssertSteps(ITrainableNetwork<double> network, double momentum, bool isNesterov, double decay)
    {
        Data.Disturb(network, 5);
        double[] parameters = Data.Parameters(network), velocity = new double[parameters.Length];
        for (int step = 0; step < 3; step++)
        {
            double[] gradients = Data.Numbers<double>(parameters.Length, step);
            network.SetGradients(gradients);
            network.Step(Rates[step]);
            for (int i = 0; i < parameters.Length; i++)
            {
                double g = gradients[i] + (decay * parameters[i]);
                velocity[i] = (momentum * velocity[i]) + g;
                parameters[i] -= Rates[step] * (isNesterov ? g + (momentum * velocity[i]) : velocity[i]);
            }

            Data.AssertClose<double>(parameters, Data.Parameters(network), 1e-15);
            if (momentum != 0) Data.AssertClose<double>(velocity, Data.OptimizerState(network), 1e-15);
            Assert.Equal(step + 1, network.StepCount);
        }
    }
}

[Network(3, Scalar = Scalar.Double)]
[Dense(2)]
[Sgd]
internal sealed partial class PlainSgd { }

[Network(3, Scalar = Scalar.Double)]
[Dense(2)]
internal sealed partial class NoOptimizer { }

[Network(3, Scalar = Scalar.Double)]
[Dense(2)]
[Sgd(Momentum = 0.9)]
internal sealed partial class MomentumSgd { }

[Network(3, Scalar = Scalar.Double)]
[Dense(2)]
[Sgd(Momentum = 0.8, Nesterov = true)]
internal sealed partial class NesterovSgd { }

[Network(3, Scalar = Scalar.Double)]
[Dense(2)]
[Sgd(WeightDecay = 0.25)]
internal sealed partial class DecaySgd { }

// The optimizer before the loss: either order is allowed.
[Network(3, Scalar = Scalar.Double)]
[Dense(2)]
[Sgd(Momentum = 0.9, Nesterov = true, WeightDecay = 0.01)]
[MeanSquaredError]
internal sealed partial class FullSgd { }
