using System;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleReturnedSpanTests : ReturnedSpanTests<float> { }

public sealed class DoubleReturnedSpanTests : ReturnedSpanTests<double> { }

/// <summary>What Forward returns lasts until the next Forward, what Backward returns until the next Forward or Backward.</summary>
public abstract class ReturnedSpanTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<string> Names => SmallNetworks.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_LastThroughEveryOtherCall(string name)
    {
        Session<T> session = new(name);
        ReadOnlySpan<T> outputs = session.Network.Forward(session.Input);
        T[] expected = outputs.ToArray();
        session.Loss();
        Assert.Equal(expected, outputs.ToArray());
        session.Backward();
        Assert.Equal(expected, outputs.ToArray());
        OtherCalls(session);
        Assert.Equal(expected, outputs.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_LastThroughBackwardOfGradient(string name)
    {
        Session<T> session = new(name);
        ReadOnlySpan<T> outputs = session.Network.Forward(session.Input);
        T[] expected = outputs.ToArray();
        session.BackwardOfGradient();
        Assert.Equal(expected, outputs.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InputGradient_LastsThroughEveryOtherCall(string name)
    {
        Session<T> session = new(name);
        session.Forward();
        session.Loss();
        ReadOnlySpan<T> gradient = session.Network.Backward();
        T[] expected = gradient.ToArray();
        OtherCalls(session);
        Assert.Equal(expected, gradient.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void InputGradientOfOwnGradient_LastsThroughEveryOtherCall(string name)
    {
        Session<T> session = new(name);
        session.Forward();
        ReadOnlySpan<T> gradient = session.Network.Backward(session.OutputGradient);
        T[] expected = gradient.ToArray();
        OtherCalls(session);
        Assert.Equal(expected, gradient.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_LeavesTheCallersGradientAndInputAlone(string name)
    {
        Session<T> session = new(name);
        T[] input = [.. session.Input], target = [.. session.Target], gradient = [.. session.OutputGradient];
        session.Learn();
        session.Forward();
        session.BackwardOfGradient();
        Assert.Equal(input, session.Input);
        Assert.Equal(target, session.Target);
        Assert.Equal(gradient, session.OutputGradient);
    }

    // The caller's buffer is the caller's: it may hold the next batch by the time of Backward.
    [Theory]
    [MemberData(nameof(Names))]
    public void InputChangedAfterForward_ChangesNothing(string name)
    {
        Session<T> session = new(name), undisturbed = new(name);
        ReadOnlySpan<T> outputs = session.Network.Forward(session.Input);
        Array.Fill(session.Input, T.NaN);
        T loss = session.Loss();
        Array.Fill(session.Target, T.NaN);
        T[] gradient = session.Backward();

        Assert.Equal(undisturbed.Forward(), outputs.ToArray());
        Assert.Equal(undisturbed.Loss(), loss);
        Assert.Equal(undisturbed.Backward(), gradient);
        Assert.Equal(Data.Gradients(undisturbed.Network), Data.Gradients(session.Network));
    }

    // dE/dy = y is the gradient of ½ Σ y²: the outputs themselves are a legal argument.
    [Theory]
    [MemberData(nameof(Names))]
    public void OutputsAsGradient_AreReadBeforeTheyCouldChange(string name)
    {
        Session<T> session = new(name), copied = new(name);
        T[] gradient = session.Network.Backward(session.Network.Forward(session.Input)).ToArray();
        T[] outputs = copied.Forward();
        Assert.Equal(copied.Network.Backward(outputs).ToArray(), gradient);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void OutputsAndGradientOfAReplica_AreItsOwn(string name)
    {
        Session<T> session = new(name);
        ReadOnlySpan<T> outputs = session.Network.Forward(session.Input);
        session.Loss();
        ReadOnlySpan<T> gradient = session.Network.Backward();
        T[] expectedOutputs = outputs.ToArray(), expectedGradient = gradient.ToArray();

        ITrainableNetwork<T> replica = session.Network.CreateReplica();
        replica.Forward(Data.Numbers<T>(session.Input.Length, 77));
        replica.Backward(session.OutputGradient);
        Assert.Equal(expectedOutputs, outputs.ToArray());
        Assert.Equal(expectedGradient, gradient.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RepeatedForward_GivesTheSameBits(string name)
    {
        Session<T> session = new(name);
        T[] outputs = session.Forward();
        session.Loss();
        T[] gradient = session.Backward(), parameterGradient = Data.Gradients(session.Network);
        session.Network.ClearGradients();

        // Backward and Loss have used the same memory in between: frames and sums have to be made anew.
        Assert.Equal(outputs, session.Forward());
        session.Loss();
        Assert.Equal(gradient, session.Backward());
        Assert.Equal(parameterGradient, Data.Gradients(session.Network));
    }

    private static void OtherCalls(Session<T> session)
    {
        ITrainableNetwork<T> network = session.Network;
        network.Loss(Data.Targets<T>(session.Target.Length, 99), Session<T>.Number(3));
        network.Step(Session<T>.Number(0.1));
        network.ClearGradients();
        network.SetGradients(Data.Numbers<T>(network.ParameterCount, 98));
        network.SetOptimizerState(Data.Numbers<T>(network.OptimizerStateCount, 97), 9);
        network.SetParameters(Data.Numbers<T>(network.ParameterCount, 96));
        Data.Gradients(network);
        session.Loss();
    }
}
