using System;
using System.Linq;
using System.Numerics;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>Alone, since it counts what all threads of the process allocate.</summary>
[CollectionDefinition(nameof(TrainerAllocationTests), DisableParallelization = true)]
public sealed class AllocatingAlone { }

/// <summary>Construction allocates everything: no batch allocates a byte, on no thread.</summary>
[Collection(nameof(TrainerAllocationTests))]
public sealed class TrainerAllocationTests
{
    private const int Attempts = 30, WarmUps = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Batches_AllocateNothing(int threads)
    {
        AssertNone<float>(threads);
        AssertNone<double>(threads);
    }

    private static void AssertNone<T>(int threads) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ITrainableNetwork<T> network = TrainedNetworks.Create<T>(TrainedNetworks.Name);
        using Trainer<T> trainer = new(network, threads, null, threads);
        Samples<T> large = Samples<T>.For(network, 27), small = Samples<T>.For(network, 3);
        int[] labels = Data.Labels(27, 10, 1);
        var outputs = new T[270];
        T rate = T.CreateTruncating(0.01);
        for (int i = 0; i < WarmUps; i++) Train();

        // Threads of the test host allocate now and then; a batch that does would do so in every attempt.
        var own = new long[Attempts];
        var all = new long[Attempts];
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long allBefore = GC.GetTotalAllocatedBytes(precise: true), ownBefore = GC.GetAllocatedBytesForCurrentThread();
            Train();
            own[attempt] = GC.GetAllocatedBytesForCurrentThread() - ownBefore;
            all[attempt] = GC.GetTotalAllocatedBytes(precise: true) - allBefore;
        }

        Assert.All(own, bytes => Assert.Equal(0, bytes));
        Assert.Equal(0, all.Min());

        void Train()
        {
            trainer.Train(large.Inputs, labels, rate, outputs);
            trainer.Train(large.Inputs, large.Targets, rate);
            trainer.AddGradients(small.Inputs, small.Targets);
        }
    }
}
