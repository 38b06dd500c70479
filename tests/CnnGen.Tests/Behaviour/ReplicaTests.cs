using System;
using System.Linq;
using System.Numerics;
using System.Threading;
using Xunit;

namespace CnnGen.Tests.Behaviour;

public sealed class SingleReplicaTests : ReplicaTests<float> { }

public sealed class DoubleReplicaTests : ReplicaTests<double> { }

/// <summary>What replicas share, and what each has of its own.</summary>
public abstract class ReplicaTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<string> Names => SmallNetworks.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Replica_IsOfTheSameClass(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        Assert.IsType(network.GetType(), network.CreateReplica());
        Assert.IsType(network.GetType(), ((INetwork<T>)network).CreateReplica());
        Assert.NotSame(network, network.CreateReplica());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SharedState_IsSeenByAll(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name), replica = network.CreateReplica(), replicaOfReplica = replica.CreateReplica();
        T[] parameters = Data.Numbers<T>(network.ParameterCount, 41), state = Data.Numbers<T>(network.OptimizerStateCount, 42);
        replica.SetParameters(parameters);
        replicaOfReplica.SetOptimizerState(state, 12);
        foreach (ITrainableNetwork<T> instance in (ITrainableNetwork<T>[])[network, replica, replicaOfReplica])
        {
            Assert.Equal(parameters, Data.Parameters(instance));
            Assert.Equal(state, Data.OptimizerState(instance));
            Assert.Equal(12, instance.StepCount);
        }

        network.Step(T.One);
        Assert.Equal(13, replicaOfReplica.StepCount);
        Assert.Equal(Data.Parameters(network), Data.Parameters(replica));
        Assert.Equal(Data.OptimizerState(network), Data.OptimizerState(replica));
    }

    // The next Forward runs with what another replica's Step made: there is no stale copy of a weight.
    [Theory]
    [MemberData(nameof(Names))]
    public void ForwardAfterAnotherReplicasStep_UsesTheNewParameters(string name)
    {
        Session<T> session = new(name), fresh = new(name, seed: 2);
        ITrainableNetwork<T> replica = session.Network.CreateReplica();
        replica.Forward(session.Input);
        session.Learn();
        session.Network.Step(Session<T>.Number(0.5));
        fresh.Network.SetParameters(Data.Parameters(session.Network));
        Assert.Equal(fresh.Forward(), replica.Forward(session.Input).ToArray());
        replica.Loss(session.Target, T.One);
        fresh.Loss();
        Assert.Equal(fresh.Backward(), replica.Backward().ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CallStateAndGradients_AreEachReplicasOwn(string name)
    {
        Session<T> session = new(name);
        session.Learn();
        T[] gradients = Data.Gradients(session.Network);
        ITrainableNetwork<T> replica = session.Network.CreateReplica();
        Assert.All(Data.Gradients(replica), value => Assert.Equal(T.Zero, value));
        Assert.Throws<InvalidOperationException>(() => replica.Loss(session.Target, T.One));
        Assert.Throws<InvalidOperationException>(() => replica.Backward());

        replica.SetGradients(Data.Numbers<T>(replica.ParameterCount, 43));
        Assert.Equal(gradients, Data.Gradients(session.Network));
        replica.ClearGradients();
        Assert.Equal(gradients, Data.Gradients(session.Network));

        // A Step clears the gradients of its own instance only.
        replica.Step(T.Zero);
        Assert.Equal(gradients, Data.Gradients(session.Network));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_IsEachReplicasOwnAndStartsFalse(string name)
    {
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        Assert.False(network.Training);
        network.Training = true;
        ITrainableNetwork<T> replica = network.CreateReplica();
        Assert.False(replica.Training);
        Assert.True(network.Training);
        replica.Training = true;
        network.Training = false;
        Assert.True(replica.Training);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TwoReplicasAtOnce_GiveTheSameBitsAsOneAfterTheOther(string name)
    {
        const int Rounds = 100;
        ITrainableNetwork<T> network = SmallNetworks.Create<T>(name);
        ITrainableNetwork<T>[] replicas = [network, network.CreateReplica()];
        T[][] expected = [.. replicas.Select((replica, i) => Work(replica, i))];
        foreach (ITrainableNetwork<T> replica in replicas) replica.ClearGradients();

        // Both wait for each other, so that they really run at once.
        using Barrier barrier = new(2);
        var actual = new T[2][];
        Thread[] threads = [.. replicas.Select((replica, i) => new Thread(() =>
        {
            barrier.SignalAndWait();
            actual[i] = Work(replica, i);
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(expected[0], actual[0]);
        Assert.Equal(expected[1], actual[1]);

        static T[] Work(ITrainableNetwork<T> replica, int seed)
        {
            T[] last = [];
            for (int round = 0; round < Rounds; round++)
            {
                T[] input = Data.Numbers<T>(replica.Batch * replica.InputSize, (1000 * seed) + round);
                T[] outputs = replica.Forward(input).ToArray();
                T loss = replica.Loss(Data.Targets<T>(outputs.Length, (2000 * seed) + round), T.One);
                last = [.. outputs, loss, .. replica.Backward(), .. Data.Gradients(replica)];
            }

            // The gradients are the sum over all rounds.
            return last;
        }
    }
}
