using System;
using System.Linq;
using System.Numerics;
using System.Threading;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Training;

public sealed class SingleTrainerTests : TrainerTests<float>
{
    protected override double Tolerance => 2e-6;
}

public sealed class DoubleTrainerTests : TrainerTests<double>
{
    protected override double Tolerance => 1e-14;
}

/// <summary>What a trainer computes: the shards' sum in their order, whatever the number of threads.</summary>
public abstract class TrainerTests<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Rate = T.CreateTruncating(0.1);

    public static TheoryData<string, int> NamesAndThreads
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string name in SmallNetworks.All.Append(TrainedNetworks.Name))
            {
                foreach (int threads in (int[])[1, 2, 3]) data.Add(name, threads);
            }

            return data;
        }
    }

    protected abstract double Tolerance { get; }

    // 1 sample; less than a shard; a shard; shards with a smaller last one, fewer and more of them than threads.
    [Theory]
    [MemberData(nameof(NamesAndThreads))]
    public void Batches_HaveTheBitsOfTheirShardsOneAfterTheOther(string name, int threads)
    {
        ITrainableNetwork<T> network = TrainedNetworks.Create<T>(name), expected = TrainedNetworks.Create<T>(name);
        using Trainer<T> trainer = new(network, threads, null, threads);
        Assert.Equal(threads, trainer.Threads);
        int shard = network.Batch;
        foreach (int count in (int[])[1, Math.Max(1, shard - 1), shard, shard + 1, (2 * shard) + 1, 5 * shard, (7 * shard) - 1, 2 * shard])
        {
            Samples<T> batch = Samples<T>.For(network, count, seed: count);
            var outputs = new T[count * network.OutputSize];
            T loss = trainer.Train(batch.Inputs, batch.Targets, Rate, outputs);

            (T expectedLoss, T[] expectedOutputs) = batch.AddGradientsTo(expected);
            expected.Step(Rate);
            Assert.Equal(expectedLoss, loss);
            Assert.Equal(expectedOutputs, outputs);
            AssertEqualState(expected, network);
        }

        Assert.Equal(8, network.StepCount);
    }

    // The size of a shard decides the bits, and threads do not; with and without gradients in the network before.
    [Theory]
    [InlineData(1, 64)]
    [InlineData(3, 64)]
    [InlineData(8, 64)]
    [InlineData(64, 64)]
    [InlineData(null, 32)]
    public void ShardsOfAnySize_HaveTheBitsOfTheirTree(int? shardSize, int most)
    {
        foreach (int threads in (int[])[1, 2, 3, 4])
        {
            ITrainableNetwork<T> network = TrainedNetworks.CreateWhole<T>(), expected = TrainedNetworks.CreateWhole<T>();
            using Trainer<T> trainer = new(network, threads, shardSize, threads);
            Assert.Equal(shardSize ?? most, trainer.ShardSize);
            foreach (int count in (int[])[1, 7, 64, 65, 100])
            {
                Samples<T> batch = Samples<T>.For(network, count, seed: count);
                Assert.Equal(batch.AddGradientsTo(expected, shardSize).Loss, trainer.AddGradients(batch.Inputs, batch.Targets));
                Assert.Equal(Data.Gradients(expected), Data.Gradients(network));
                Assert.Equal(batch.AddGradientsTo(expected, shardSize).Loss, trainer.Train(batch.Inputs, batch.Targets, Rate));
                expected.Step(Rate);
                AssertEqualState(expected, network);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gradients_AddUpUntilTheStep(int threads)
    {
        ITrainableNetwork<T> network = TrainedNetworks.Create<T>(TrainedNetworks.Name), expected = TrainedNetworks.Create<T>(TrainedNetworks.Name);
        using Trainer<T> trainer = new(network, threads, null, threads);
        for (int seed = 1; seed <= 3; seed++)
        {
            Samples<T> batch = Samples<T>.For(network, 17, seed);
            trainer.AddGradients(batch.Inputs, batch.Targets);
            batch.AddGradientsTo(expected);
            Assert.Equal(0, network.StepCount);
            Assert.Equal(Data.Gradients(expected), Data.Gradients(network));
        }

        network.Step(Rate);
        expected.Step(Rate);
        AssertEqualState(expected, network);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Labels_GiveTheBitsOfTheirProbabilities(int threads)
    {
        foreach ((string name, int positions, int classes) in ((string, int, int)[])[(TrainedNetworks.Name, 1, 10), ("Spatial", 6, 3)])
        {
            ITrainableNetwork<T> network = TrainedNetworks.Create<T>(name), expected = TrainedNetworks.Create<T>(name);
            using Trainer<T> trainer = new(network, threads, null, threads);
            Samples<T> batch = Samples<T>.For(network, 11);
            int[] labels = Data.Labels(batch.Count * positions, classes, 3);
            var targets = new T[batch.Targets.Length];
            for (int i = 0; i < labels.Length; i++) targets[(i / positions * network.OutputSize) + (labels[i] * positions) + (i % positions)] = T.One;

            T loss = trainer.Train(batch.Inputs, labels, Rate);
            (T expectedLoss, _) = (batch with { Targets = targets }).AddGradientsTo(expected);
            expected.Step(Rate);
            Data.AssertClose<T>([expectedLoss], [loss], Tolerance);
            Data.AssertClose<T>(Data.Parameters(expected), Data.Parameters(network), Tolerance);
        }
    }

    [Fact]
    public void Shards_AreCloseToTheWholeBatchAtOnce()
    {
        ITrainableNetwork<T> network = TrainedNetworks.Create<T>(TrainedNetworks.Name), whole = TrainedNetworks.CreateWhole<T>();
        using Trainer<T> trainer = new(network, 2, null, 2);
        Samples<T> batch = Samples<T>.For(network, 63);
        T loss = trainer.AddGradients(batch.Inputs, batch.Targets);
        (T expected, _) = batch.AddGradientsTo(whole);
        Data.AssertClose<T>([expected], [loss], Tolerance);
        Data.AssertClose<T>(Data.Gradients(whole), Data.Gradients(network), Tolerance);
    }

    // Between batches threads fall asleep after a while, and parameters are replaced; the copies that kernels read are made anew.
    [Fact]
    public void AfterAPauseAndAChange_ABatchHasTheSameBits()
    {
        ITrainableNetwork<T> network = TrainedNetworks.Create<T>(TrainedNetworks.Name), expected = TrainedNetworks.Create<T>(TrainedNetworks.Name);
        using Trainer<T> trainer = new(network, 3, null, 3);
        for (int seed = 1; seed <= 10; seed++)
        {
            Samples<T> batch = Samples<T>.For(network, 20, seed);
            trainer.Train(batch.Inputs, batch.Targets, Rate);
            batch.AddGradientsTo(expected);
            expected.Step(Rate);
            AssertEqualState(expected, network);
            Thread.Sleep(10);
            Data.Disturb(network, seed);
            Data.Disturb(expected, seed);
        }
    }

    [Fact]
    public void TheOutputsThatNobodyAskedFor_AreLeft()
    {
        ITrainableNetwork<T> network = TrainedNetworks.Create<T>(TrainedNetworks.Name);
        using Trainer<T> trainer = new(network, 2, null, 2);
        Samples<T> batch = Samples<T>.For(network, 5);
        T[] outputs = [.. Enumerable.Repeat(T.Pi, 53)];
        trainer.AddGradients(batch.Inputs, batch.Targets, outputs);
        Assert.DoesNotContain(T.Pi, outputs[..50]);
        Assert.Equal([T.Pi, T.Pi, T.Pi], outputs[50..]);
    }

    [Fact]
    public void WithoutANumber_ThereIsAThreadForEachCore()
    {
        using Trainer<T> trainer = new(TrainedNetworks.Create<T>(TrainedNetworks.Name));
        Assert.Equal(Environment.ProcessorCount, trainer.Threads);
    }

    [Fact]
    public void AReplica_CanBeTrainedToo()
    {
        ITrainableNetwork<T> network = TrainedNetworks.Create<T>(TrainedNetworks.Name), expected = TrainedNetworks.Create<T>(TrainedNetworks.Name);
        using Trainer<T> trainer = new(network.CreateReplica(), 2, null, 2);
        Samples<T> batch = Samples<T>.For(network, 20);
        trainer.Train(batch.Inputs, batch.Targets, Rate);
        batch.AddGradientsTo(expected);
        expected.Step(Rate);
        AssertEqualState(expected, network);
    }

    private static void AssertEqualState(ITrainableNetwork<T> expected, ITrainableNetwork<T> actual)
    {
        Assert.Equal(Data.Parameters(expected), Data.Parameters(actual));
        Assert.Equal(Data.OptimizerState(expected), Data.OptimizerState(actual));
        Assert.Equal(Data.Gradients(expected), Data.Gradients(actual));
    }
}
