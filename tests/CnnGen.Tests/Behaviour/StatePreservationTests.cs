using System;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleStatePreservationTests : StatePreservationTests<float> { }

public sealed class DoubleStatePreservationTests : StatePreservationTests<double> { }

/// <summary>Parameters in and out by copy; and the same for networks that have none.</summary>
public abstract class StatePreservationTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<string> Names => SmallNetworks.Names;

    public static TheoryData<string> NamesWithParameters => SmallNetworks.NamesWithParameters;

    public static TheoryData<string> NamesWithoutParameters => new("Pools", "Sigmoid", "Softmax", "Flatten");

    [Theory]
    [MemberData(nameof(NamesWithParameters))]
    public void ParametersSetAndCopied_AreTheSameBits(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        T[] values = Data.Numbers<T>(network.ParameterCount, 51), destination = new T[values.Length + 3];
        values[1] = T.NaN;
        values[^1] = T.NegativeInfinity;
        Array.Fill(destination, T.One);
        network.SetParameters(values);
        network.CopyParametersTo(destination);

        // A longer destination keeps its rest.
        Assert.Equal([.. values, T.One, T.One, T.One], destination);
    }

    [Theory]
    [MemberData(nameof(NamesWithParameters))]
    public void PartOfTheParametersSet_LeavesTheOthers(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        foreach (int start in (int[])[0, 1, network.ParameterCount - 3])
        {
            T[] expected = Data.Parameters(network), values = Data.Numbers<T>(3, 52 + start);
            network.SetParameters(values, start);
            values.CopyTo(expected, start);
            Assert.Equal(expected, Data.Parameters(network));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingSet_ChangesNothing(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        T[] expected = Data.Parameters(network);
        foreach (int start in (int[])[0, network.ParameterCount]) network.SetParameters([], start);
        Assert.Equal(expected, Data.Parameters(network));
    }

    [Theory]
    [MemberData(nameof(NamesWithParameters))]
    public void SetParameters_LeavesGradientsAndOptimizer(string name)
    {
        Session<T> session = new(name);
        session.Learn();
        session.Network.Step(Session<T>.Number(0.1));
        session.Learn();
        T[] gradients = Data.Gradients(session.Network), state = Data.OptimizerState(session.Network);
        session.Network.SetParameters(new T[session.Network.ParameterCount]);
        Assert.Equal(gradients, Data.Gradients(session.Network));
        Assert.Equal(state, Data.OptimizerState(session.Network));
        Assert.Equal(1, session.Network.StepCount);
    }

    // All that a network is lies in its parameters: another instance with the same ones does the same.
    [Theory]
    [MemberData(nameof(Names))]
    public void ParametersCarriedToAnotherInstance_MakeItTheSameNetwork(string name)
    {
        Session<T> session = new(name), other = new(name, seed: 99);
        other.Network.SetParameters(Data.Parameters(session.Network));
        Assert.Equal(session.Forward(), other.Forward());
        Assert.Equal(session.Loss(), other.Loss());
        Assert.Equal(session.Backward(), other.Backward());
        Assert.Equal(Data.Gradients(session.Network), Data.Gradients(other.Network));
    }

    [Theory]
    [MemberData(nameof(NamesWithoutParameters))]
    public void NetworkWithoutParameters_HasNoStateToExchange(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        Assert.Equal(0, network.ParameterCount);
        Assert.Equal(0, network.OptimizerStateCount);
        Assert.Empty(network.Description.Parameters);
        T[] destination = [T.One, T.One];
        network.CopyParametersTo(destination);
        network.CopyGradientsTo(destination);
        network.CopyBuffersTo(destination);
        network.CopyOptimizerStateTo(destination);
        network.CopyParametersTo([]);
        network.SetGradients([]);
        network.SetOptimizerState([], 0);
        Assert.Equal([T.One, T.One], destination);
    }

    [Theory]
    [MemberData(nameof(NamesWithoutParameters))]
    public void NetworkWithoutParameters_CountsItsStepsAndStaysTheSame(string name)
    {
        Session<T> session = new(name);
        T[] outputs = session.Forward();
        session.Loss();
        T[] gradient = session.Backward();
        session.Network.Step(T.One);
        session.Network.Step(T.One);
        Assert.Equal(2, session.Network.StepCount);
        session.Network.SetOptimizerState([], 5_000_000_000);
        session.Network.CreateReplica().Step(T.One);
        Assert.Equal(5_000_000_001, session.Network.StepCount);
        Assert.Equal(outputs, session.Forward());
        session.Loss();
        Assert.Equal(gradient, session.Backward());
    }
}
