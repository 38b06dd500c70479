using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Behaviour;

/// <summary>Frozen parameters stay what they are, cost nothing, and change nothing of what is learnt by the others.</summary>
public class FrozenTests
{
    private static readonly string[] Trained = ["conv2.bias", "conv3.weight", "conv3.bias", "dense2.weight", "dense2.bias"];

    [Fact]
    public void FrozenParameters_KeepTheirBitsThroughHundredSteps()
    {
        Session<float> session = new("Frozen");
        float[] before = Data.Parameters(session.Network), shared = new float[before.Length];
        using Trainer<float> trainer = new(session.Network, 2, 1);
        for (int step = 0; step < 100; step++)
        {
            if (step % 4 == 0)
            {
                trainer.Train(session.Input, session.Target, 0.01f);
                continue;
            }

            session.Learn();
            session.Network.Step(0.01f);
        }

        session.Network.CreateReplica().CopyParametersTo(shared);
        foreach (TensorDescription tensor in session.Network.Description.Parameters)
        {
            Assert.Equal(Trained.Contains(tensor.Name), tensor.IsTrained);
            Assert.Equal(!tensor.IsTrained, before.AsSpan(tensor.Offset, tensor.Count).SequenceEqual(shared.AsSpan(tensor.Offset, tensor.Count)));
        }
    }

    // A twin of which everything is trained has the same gradients, bit for bit, but for those that are frozen; for a bias by itself, of
    // which the sum is another one, nearly.
    [Fact]
    public void Gradients_AreThoseOfTheTwinOrZero()
    {
        Session<double> session = new("Frozen"), twin = new(new UnfrozenDouble(1));
        twin.Network.SetParameters(Data.Parameters(session.Network));
        Assert.Equal(twin.Forward(), session.Forward());
        Assert.Equal(twin.Loss(), session.Loss());
        Assert.Empty(session.Backward());
        Assert.Empty(twin.Backward());
        double[] gradients = Data.Gradients(session.Network), all = Data.Gradients(twin.Network);
        foreach (TensorDescription tensor in session.Network.Description.Parameters)
        {
            double[] actual = gradients[tensor.Offset..(tensor.Offset + tensor.Count)], expected = all[tensor.Offset..(tensor.Offset + tensor.Count)];
            Assert.Contains(expected, gradient => gradient != 0);
            if (!tensor.IsTrained) Assert.All(actual, gradient => Assert.Equal(0, gradient));
            else if (tensor.Name == "conv2.bias") Data.AssertClose<double>(expected, actual, 1e-14);
            else Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void SetGradients_IgnoresThoseOfFrozenParameters()
    {
        Session<float> session = new("Frozen");
        float[] values = Data.Numbers<float>(session.Network.ParameterCount, 7);
        session.Network.SetGradients(values);
        Assert.Equal(Data.OfTrained(values, session.Network), Data.Gradients(session.Network));
    }

    [Fact]
    public void OptimizerState_IsThatOfTrainedParametersInOrderOfDeclaration()
    {
        Session<double> session = new("Frozen");
        ITrainableNetwork<double> network = session.Network;
        TensorDescription[] trained = [.. network.Description.Parameters.Where(tensor => tensor.IsTrained)];
        int count = trained.Sum(tensor => tensor.Count);
        Assert.Equal(2 * count, network.OptimizerStateCount);
        session.Learn();
        double[] gradients = [.. trained.SelectMany(tensor => Data.Gradients(network)[tensor.Offset..(tensor.Offset + tensor.Count)])];
        network.Step(0.01);
        double[] state = Data.OptimizerState(network);
        Data.AssertClose<double>([.. gradients.Select(gradient => 0.1 * gradient), .. gradients.Select(gradient => 0.001 * gradient * gradient)], state, 1e-15);

        double[] other = [.. Enumerable.Range(1, state.Length).Select(number => (double)number)];
        network.SetOptimizerState(other, 3);
        Assert.Equal(other, Data.OptimizerState(network));
        Assert.Throws<ArgumentException>(() => network.SetOptimizerState(new double[2 * network.ParameterCount], 3));
    }

    [Fact]
    public void SetParameters_ChangesFrozenOnesToo()
    {
        Session<float> session = new("Frozen");
        float[] before = session.Forward(), values = Data.Numbers<float>(session.Network.ParameterCount, 9);
        session.Network.Step(0);
        session.Network.SetParameters(values);
        Assert.Equal(values, Data.Parameters(session.Network));
        float[] after = session.Forward();
        Assert.NotEqual(before, after);
        FrozenSingle other = new(5);
        other.SetParameters(values);
        Assert.Equal(other.Forward(session.Input).ToArray(), after);
    }

    // Nothing is computed that only frozen parameters want, nor anything before the first trained one.
    [Fact]
    public void NoStepsOfFrozenLayers()
    {
        string[] steps = [
            .. FrozenSingle.Description.Layers
                .SelectMany(layer => layer.Forms.Select(form => $"{layer.Name} {form.Split(':')[0]}"))
                .Where(step => !step.EndsWith("forward", StringComparison.Ordinal))];
        Assert.Equal(
            [
                "conv1 frame", "conv1 frozen", "conv2 bias gradient", "conv2 frozen", "conv3 gradient frame", "conv3 input gradient", "conv3 sums add",
                "conv3 sums clear", "conv3 weight gradient", "dense1 frozen", "dense1 input gradient", "dense2 bias gradient", "dense2 input gradient", "dense2 weight gradient", "dense2 weight step", "relu2 input gradient",
                "relu3 input gradient", "tanh1 input gradient",
            ],
            steps.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AllFrozen_StepCountsAndChangesNothing()
    {
        AllFrozen network = new(1);
        float[] parameters = Data.Parameters(network), input = Data.Numbers<float>(6, 2);
        Assert.Equal(0, AllFrozen.OptimizerStateCount);
        network.Forward(input);
        network.Loss(new float[4]);
        Assert.Contains(network.Backward().ToArray(), gradient => gradient != 0);
        Assert.All(Data.Gradients(network), gradient => Assert.Equal(0, gradient));
        network.Step(0.5f);
        using Trainer<float> trainer = new(network, 2, 1);
        trainer.Train(input, new float[4], 0.5f);
        Assert.Equal(parameters, Data.Parameters(network));
        Assert.Equal(2, network.StepCount);
        network.SetOptimizerState([], 9);
        Assert.Equal(9, network.StepCount);
    }

    [Fact]
    public void ForwardOnly_FreezesNothing()
    {
        Assert.Equal(Data.Parameters(new FrozenSingle(4)), Data.Parameters(new FrozenForward(4)));
        Assert.Equal(FrozenSingle.ParameterCount, FrozenForward.ParameterCount);
        Assert.Equal(
            new FrozenSingle(4).Forward(Data.Numbers<float>(4 * 300, 3)).ToArray(), new FrozenForward(4).Forward(Data.Numbers<float>(4 * 300, 3)).ToArray());
    }
}

[Network(3, 10, 10, Batch = 4, InputGradient = false)]
[Conv(8, 3, Frozen = true), ReLU, MaxPool(2)]
[Conv(16, 2, BiasOnly = true, Padding = 1), ReLU]
[Conv(16, 3), ReLU]
[Dense(20, Frozen = true), Tanh]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class FrozenSingle { }

[Network(3, 10, 10, Batch = 4, InputGradient = false, Scalar = Scalar.Double)]
[Conv(8, 3, Frozen = true), ReLU, MaxPool(2)]
[Conv(16, 2, BiasOnly = true, Padding = 1), ReLU]
[Conv(16, 3), ReLU]
[Dense(20, Frozen = true), Tanh]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class FrozenDouble { }

[Network(3, 10, 10, Batch = 4, InputGradient = false, Scalar = Scalar.Double)]
[Conv(8, 3), ReLU, MaxPool(2)]
[Conv(16, 2, Padding = 1), ReLU]
[Conv(16, 3), ReLU]
[Dense(20), Tanh]
[Dense(3)]
[SoftmaxCrossEntropy]
[Adam]
internal sealed partial class UnfrozenDouble { }

[Network(3, 10, 10, Batch = 4, ForwardOnly = true)]
[Conv(8, 3, Frozen = true), ReLU, MaxPool(2)]
[Conv(16, 2, BiasOnly = true, Padding = 1), ReLU]
[Conv(16, 3), ReLU]
[Dense(20, Frozen = true), Tanh]
[Dense(3)]
internal sealed partial class FrozenForward { }

[Network(3, Batch = 2)]
[Dense(5, Frozen = true), Tanh, Dense(2, Frozen = true)]
[HalfSquaredError]
internal sealed partial class AllFrozen { }
