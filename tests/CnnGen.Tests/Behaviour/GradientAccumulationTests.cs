using System;
using System.Linq;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleGradientAccumulationTests : GradientAccumulationTests<float> { }

public sealed class DoubleGradientAccumulationTests : GradientAccumulationTests<double> { }

/// <summary>Gradients add up over calls of Backward, until Step or ClearGradients.</summary>
public abstract class GradientAccumulationTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<string> Names => SmallNetworks.NamesWithParameters;

    // "A call's parameter gradient is summed from zero and added to the gradients once": so the sum is one addition, to the bit.
    [Theory]
    [MemberData(nameof(Names))]
    public void SecondBackward_AddsItsGradientsOnce(string name)
    {
        Session<T> both = new(name), second = new(name);
        T[] otherInput = Data.Numbers<T>(both.Input.Length, 31);
        both.Learn();
        T[] first = Data.Gradients(both.Network);
        Learn(both.Network, otherInput, both.Target);
        Learn(second.Network, otherInput, second.Target);

        Assert.Contains(first, value => value != T.Zero);
        Assert.Equal(Sum(first, Data.Gradients(second.Network)), Data.Gradients(both.Network));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardAfterSetGradients_AddsToThem(string name)
    {
        Session<T> session = new(name), alone = new(name);
        T[] set = Data.Numbers<T>(session.Network.ParameterCount, 32);
        session.Network.SetGradients(set);
        session.Learn();
        alone.Learn();
        Assert.Equal(Sum(Data.OfTrained(set, session.Network), Data.Gradients(alone.Network)), Data.Gradients(session.Network));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InputGradient_DoesNotAccumulate(string name)
    {
        Session<T> session = new(name);
        Assert.Equal(session.Learn(), session.Learn());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ClearGradients_SetsAllToZeroAndNothingElse(string name)
    {
        Session<T> session = new(name);
        session.Learn();
        T[] parameters = Data.Parameters(session.Network);
        session.Network.ClearGradients();
        Assert.All(Data.Gradients(session.Network), value => Assert.Equal(T.Zero, value));
        Assert.Equal(parameters, Data.Parameters(session.Network));
        Assert.Equal(0, session.Network.StepCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Step_ClearsTheGradients(string name)
    {
        Session<T> session = new(name);
        session.Learn();
        session.Network.Step(Session<T>.Number(0.1));
        Assert.All(Data.Gradients(session.Network), value => Assert.Equal(T.Zero, value));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ForwardAndLoss_LeaveTheGradients(string name)
    {
        Session<T> session = new(name);
        session.Learn();
        T[] gradients = Data.Gradients(session.Network);
        session.Forward();
        session.Loss();
        Assert.Equal(gradients, Data.Gradients(session.Network));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsSetAndCopied_AreTheSameBits(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        Assert.All(Data.Gradients(network), value => Assert.Equal(T.Zero, value));
        T[] values = Data.Numbers<T>(network.ParameterCount, 33);
        values[0] = T.NaN;
        values[^1] = T.PositiveInfinity;
        network.SetGradients(values);
        Assert.Equal(Data.OfTrained(values, network), Data.Gradients(network));
    }

    [Fact]
    public void GradientsSet_AreThoseOfTheStep()
    {
        Session<T> session = new("Tiny");
        T[] before = Data.Parameters(session.Network), set = Data.Numbers<T>(before.Length, 34);
        session.Learn();
        session.Network.SetGradients(set);
        session.Network.Step(Session<T>.Number(0.5));
        Data.AssertClose<T>(before.Zip(set, (value, gradient) => value - (gradient / (T.One + T.One))).ToArray(), Data.Parameters(session.Network), 1e-6);
    }

    private static void Learn(ITrainableNetwork<T> network, ReadOnlySpan<T> input, ReadOnlySpan<T> target)
    {
        network.Forward(input);
        network.Loss(target, T.One);
        network.Backward();
    }

    private static T[] Sum(T[] left, T[] right) => left.Zip(right, (a, b) => a + b).ToArray();
}
