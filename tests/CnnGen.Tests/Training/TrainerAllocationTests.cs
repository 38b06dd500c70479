using System;
using System.Linq;
using System.Numerics;
using System.Runtime;
using System.Threading;
using CnnGen.Tests.Behaviour;
using CnnGen.Tests.Fitting;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Alone, since it counts what all threads of the process allocate.</summary>
[CollectionDefinition(nameof(TrainerAllocationTests), DisableParallelization = true)]
public sealed class AllocatingAlone { }

/// <summary>Construction allocates everything: no batch allocates a byte, on no thread.</summary>
[Collection(nameof(TrainerAllocationTests))]
public sealed class TrainerAllocationTests
{
    private const int Attempts = 30, WarmUps = 20, MostRounds = 40, LongerThanTiering = 250;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Batches_AllocateNothing(int threads)
    {
        AssertNone<float>(threads);
        AssertNone<double>(threads);
    }

    // A batch of more shards than any before gets what it needs at once, whatever happens later.
    [Fact]
    public void ALargerBatch_AllocatesOnce()
    {
        ITrainableNetwork<float> network = TrainedNetworks.Create<float>(TrainedNetworks.Name);
        using Trainer<float> trainer = new(network, 1);
        Samples<float> small = Samples<float>.For(network, 9), large = Samples<float>.For(network, 400);
        for (int i = 0; i < WarmUps; i++) trainer.Train(small.Inputs, small.Targets, 0.01f);
        long before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Train(large.Inputs, large.Targets, 0.01f);
        long first = GC.GetAllocatedBytesForCurrentThread() - before;
        trainer.Train(large.Inputs, large.Targets, 0.01f);
        long both = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(first > 0);
        Assert.Equal(first, both);
    }

    // Fit allocates as it begins and ends; twice the steps are not a byte more.
    [Fact]
    public void StepsOfFit_AllocateNothing()
    {
        Fitted network = new(1);
        using Trainer<float> trainer = new(network, 1);
        MemorySamples<float> samples = new(new float[40 * Fitted.InputSize], new int[40]);
        FitOptions<float> few = new() { BatchSize = 4, LearningRate = Schedule.Cosine(0.01), Progress = new Ignored() };
        FitOptions<float> many = new() { BatchSize = 1, LearningRate = Schedule.Cosine(0.01), Progress = new Ignored() };
        Assert.True(AllocationsOfFit(few) > 0);

        // Whatever the runtime allocates now and then is not of each attempt.
        Assert.Contains(Enumerable.Range(0, Attempts), _ => AllocationsOfFit(many) <= AllocationsOfFit(few));

        long AllocationsOfFit(FitOptions<float> options)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Fit(samples, options);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private sealed class Ignored : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
        }
    }

    // All that construction allocates is there afterwards: parameters and what is of an instance; for each thread of a trainer but the
    // first what is of an instance, and gradients once more.
    [Fact]
    public void Construction_LeavesNoGarbage()
    {
        const int little = 60_000;   // descriptions, threads, types at their first use; the gradients are 2 MB
        GC.KeepAlive(new LargeForTrainer(1));
        long before = GC.GetAllocatedBytesForCurrentThread();
        LargeForTrainer network = new(2);
        long ofNetwork = GC.GetAllocatedBytesForCurrentThread() - before;
        long shared = LargeForTrainer.Description.SharedBytes, instance = LargeForTrainer.Description.InstanceBytes;
        Assert.InRange(ofNetwork, shared + instance, shared + instance + little);

        before = GC.GetAllocatedBytesForCurrentThread();
        using Trainer<float> trainer = new(network, 3, null, 3);
        long ofTrainer = GC.GetAllocatedBytesForCurrentThread() - before;
        long gradients = LargeForTrainer.ParameterCount * sizeof(float);
        Assert.InRange(ofTrainer, (2 * instance) + gradients, (2 * instance) + gradients + little);
    }

    private static void AssertNone<T>(int threads) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ITrainableNetwork<T> network = TrainedNetworks.Create<T>(TrainedNetworks.Name);
        using Trainer<T> trainer = new(network, threads, null, threads);
        Samples<T> large = Samples<T>.For(network, 27), small = Samples<T>.For(network, 3);
        int[] labels = Data.Labels(27, 10, 1);
        var outputs = new T[270];
        T rate = T.CreateTruncating(0.01);
        AssertNone(Train);

        void Train()
        {
            trainer.Train(large.Inputs, labels, rate, outputs);
            trainer.Train(large.Inputs, large.Targets, rate);
            trainer.AddGradients(small.Inputs, small.Targets);
        }
    }

    /// <summary>Shards with running averages to fold in, and masks of their samples.</summary>
    [Theory]
    [InlineData("Normed", 1)]
    [InlineData("Normed", 3)]
    [InlineData("Dropping", 3)]
    public void BatchesInTraining_AllocateNothing(string name, int threads)
    {
        ITrainableNetwork<float> network = SmallNetworks.Create<float>(name);
        using Trainer<float> trainer = new(network, threads, null, threads);
        Samples<float> samples = Samples<float>.For(network, 23);
        AssertNone(() => trainer.Train(samples.Inputs, samples.Targets, 0.01f));
    }

    /// <summary>Several inputs and outputs, and a loss of one's own, which is the first call's matter.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void BatchesOfSeveralEnds_AllocateNothing(int threads)
    {
        ActorCriticSingle network = new(1);
        using Trainer<float> trainer = new(network, threads, null, threads);
        float[] inputs = Data.Numbers<float>(
            23 * ActorCriticSingle.InputSize, 1), values = Data.Numbers<float>(23, 2), outputs = new float[23 * ActorCriticSingle.OutputSize];
        int[] labels = Data.Labels(23, 4, 3);
        ShardLoss<float> loss = (first, output, gradient) =>
        {
            output.CopyTo(gradient);
            return output[0];
        };
        AssertNone(() =>
        {
            trainer.Train(inputs, values, labels, 0.01f, outputs);
            trainer.Train(inputs, loss, 1e-3f, outputs);
        });
    }

    // Until the JIT has nothing left to compile: what other tests have made hot it compiles again for a while, and the runtime then allocates
    // on whichever thread calls.
    private static void Settle(Action train)
    {
        long compiled;
        int rounds = 0;
        do
        {
            compiled = JitInfo.GetCompiledMethodCount();
            for (int i = 0; i < WarmUps; i++) train();
            Thread.Sleep(LongerThanTiering);
        }
        while (JitInfo.GetCompiledMethodCount() != compiled && ++rounds < MostRounds);
    }

    private static void AssertNone(Action train)
    {
        Settle(train);

        // Threads of the test host allocate now and then; a batch that does would do so in every attempt.
        var own = new long[Attempts];
        var all = new long[Attempts];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long allBefore = GC.GetTotalAllocatedBytes(precise: true), ownBefore = GC.GetAllocatedBytesForCurrentThread();
            train();
            own[attempt] = GC.GetAllocatedBytesForCurrentThread() - ownBefore;
            all[attempt] = GC.GetTotalAllocatedBytes(precise: true) - allBefore;
        }

        Assert.All(own, bytes => Assert.Equal(0, bytes));
        Assert.Equal(0, all.Min());
    }
}

[Network(8, 16, 16, Batch = 4)]
[Conv(16, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(500), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class LargeForTrainer { }
