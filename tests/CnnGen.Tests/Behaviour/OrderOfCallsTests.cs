using System;
using System.Numerics;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleOrderOfCallsTests : OrderOfCallsTests<float> { }

public sealed class DoubleOrderOfCallsTests : OrderOfCallsTests<double> { }

/// <summary>The contract's "Order of calls", sentence by sentence, for networks with a loss. The others: <see cref="WithoutLossTests"/>.</summary>
public abstract class OrderOfCallsTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<string> Names => SmallNetworks.Names;

    public static TheoryData<string> NamesWithParameters => SmallNetworks.NamesWithParameters;

    [Theory]
    [MemberData(nameof(Names))]
    public void LossBeforeForward_Throws(string name)
    {
        Session<T> session = new(name);
        session.Fails<InvalidOperationException>(() => session.Loss());
        Assert.NotEmpty(session.Forward());
        session.Loss();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RepeatedLoss_IsTheSameNumberThroughout(string name)
    {
        Session<T> session = new(name);
        session.Forward();
        T loss = session.Loss();
        Assert.Equal(loss, session.Loss());
        session.Backward();
        Assert.Equal(loss, session.Loss());

        // The loss of the old outputs, whatever has become of the parameters since.
        session.Network.Step(Session<T>.Number(0.5));
        Assert.Equal(loss, session.Loss());
        session.Network.SetParameters(new T[session.Network.ParameterCount]);
        Assert.Equal(loss, session.Loss());
        session.Network.SetOptimizerState(Data.OptimizerState(session.Network), 7);
        Assert.Equal(loss, session.Loss());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RepeatedLoss_BackwardFollowsTheLast(string name)
    {
        Session<T> twice = new(name), once = new(name);
        twice.Forward();
        twice.Network.Loss(Data.Targets<T>(twice.Target.Length, 99), Session<T>.Number(3));
        twice.Loss();
        once.Forward();
        once.Loss();
        Assert.Equal(once.Backward(), twice.Backward());
        Assert.Equal(Data.Gradients(once.Network), Data.Gradients(twice.Network));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardWithoutLoss_Throws(string name)
    {
        Session<T> session = new(name);
        session.Fails<InvalidOperationException>(() => session.Backward());
        session.Forward();
        session.Fails<InvalidOperationException>(() => session.Backward());
        session.Loss();
        session.Backward();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardAfterTheLossOfAnEarlierForward_Throws(string name)
    {
        Session<T> session = new(name);
        session.Forward();
        session.Loss();
        session.Forward();
        session.Fails<InvalidOperationException>(() => session.Backward());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardOfGradientBeforeForward_Throws(string name)
    {
        Session<T> session = new(name);
        session.Fails<InvalidOperationException>(() => session.BackwardOfGradient());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardOfGradient_NeedsNoLossAndIgnoresOne(string name)
    {
        Session<T> without = new(name), with = new(name);
        without.Forward();
        with.Forward();
        with.Loss();
        Assert.Equal(without.BackwardOfGradient(), with.BackwardOfGradient());
        Assert.Equal(Data.Gradients(without.Network), Data.Gradients(with.Network));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SecondBackward_Throws(string name)
    {
        Session<T> session = new(name);
        session.Learn();
        session.Fails<InvalidOperationException>(() => session.Backward());
        session.Fails<InvalidOperationException>(() => session.BackwardOfGradient());

        // Another Loss is allowed and changes nothing about it.
        session.Loss();
        session.Fails<InvalidOperationException>(() => session.Backward());

        session.Forward();
        session.BackwardOfGradient();
        session.Loss();
        session.Fails<InvalidOperationException>(() => session.Backward());
        session.Fails<InvalidOperationException>(() => session.BackwardOfGradient());
        session.Learn();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardAfterOwnStep_Throws(string name)
    {
        Session<T> session = new(name);
        session.Forward();
        session.Loss();
        session.Network.Step(Session<T>.Number(0.1));
        session.Fails<InvalidOperationException>(() => session.Backward());
        session.Fails<InvalidOperationException>(() => session.BackwardOfGradient());

        // The loss of the old outputs does not bring their Backward back.
        session.Loss();
        session.Fails<InvalidOperationException>(() => session.Backward());
        session.Learn();
    }

    [Theory]
    [MemberData(nameof(NamesWithParameters))]
    public void BackwardAfterOwnSetParameters_Throws(string name)
    {
        Session<T> session = new(name);
        session.Forward();
        session.Loss();
        session.Network.SetParameters([T.One], session.Network.ParameterCount - 1);
        session.Fails<InvalidOperationException>(() => session.Backward());
        session.Fails<InvalidOperationException>(() => session.BackwardOfGradient());
        session.Learn();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardAfterSettingNothing_IsAllowed(string name)
    {
        Session<T> session = new(name), undisturbed = new(name);
        session.Forward();
        session.Loss();
        session.Network.SetParameters([], 0);
        session.Network.SetParameters([], session.Network.ParameterCount);
        if (session.Network.BufferCount == 0) session.Network.SetBuffers([]);
        session.Network.SetBuffers([], 0);
        Assert.Equal(undisturbed.Learn(), session.Backward());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardAfterCallsThatNeedNothing_IsAllowed(string name)
    {
        Session<T> session = new(name), undisturbed = new(name);
        session.Forward();
        session.Loss();
        session.Network.ClearGradients();
        session.Network.SetGradients(new T[session.Network.ParameterCount]);
        session.Network.SetOptimizerState(new T[session.Network.OptimizerStateCount], 5);
        session.Network.Training = true;
        session.Network.CreateReplica();
        Assert.Equal(undisturbed.Learn(), session.Backward());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BackwardAfterTheStepOfAnotherReplica_IsAllowed(string name)
    {
        Session<T> session = new(name);
        ITrainableNetwork<T> replica = session.Network.CreateReplica();
        session.Forward();
        session.Loss();
        replica.Step(Session<T>.Number(0.1));
        replica.SetParameters(Data.Parameters(replica));
        session.Backward();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CallsThatNeedNothing_WorkOnANewNetwork(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        network.ClearGradients();
        network.SetGradients(new T[network.ParameterCount]);
        network.SetOptimizerState(new T[network.OptimizerStateCount], 3);
        network.Step(T.One);
        Assert.Equal(4, network.StepCount);
    }

    // A call that throws for its order leaves the calls that were legal before it legal, with the same results.
    [Theory]
    [MemberData(nameof(Names))]
    public void CallOutOfOrder_LeavesTheLegalOnesLegal(string name)
    {
        Session<T> session = new(name), undisturbed = new(name);
        Assert.Throws<InvalidOperationException>(() => session.Loss());
        Assert.Throws<InvalidOperationException>(() => session.BackwardOfGradient());
        session.Forward();
        Assert.Throws<InvalidOperationException>(() => session.Backward());
        T loss = session.Loss();
        T[] gradient = session.Backward();
        Assert.Throws<InvalidOperationException>(() => session.Backward());
        Assert.Throws<InvalidOperationException>(() => session.BackwardOfGradient());
        Assert.Equal(loss, session.Loss());
        session.Network.Step(Session<T>.Number(0.1));

        undisturbed.Forward();
        Assert.Equal(undisturbed.Loss(), loss);
        Assert.Equal(undisturbed.Backward(), gradient);
        undisturbed.Network.Step(Session<T>.Number(0.1));
        Assert.Equal(Data.Parameters(undisturbed.Network), Data.Parameters(session.Network));
        Assert.Equal(undisturbed.Network.StepCount, session.Network.StepCount);
    }
}
