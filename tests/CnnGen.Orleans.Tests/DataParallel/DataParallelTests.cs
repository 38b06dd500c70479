using System;
using System.Linq;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Orleans.Storage;
using Orleans.TestingHost;
using Xunit;

namespace CnnGen.Orleans.Tests;

/// <summary>A training on a cluster has the bits of one trainer, whatever becomes of the silos.</summary>
public sealed class DataParallelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly DataParallel OfLeNet = new() { Network = "lenet", Samples = "digits", BatchSize = 512, Epochs = 20, LearningRate = 0.02 };

    private static readonly DataParallel OfNormed = new() { Network = "normed", Samples = "images", BatchSize = 70, Epochs = 29, Schedule = "falling", Seed = 3 };

    private static readonly DataParallel OfWeighed = new() { Network = "weighed", Samples = "wide", BatchSize = 30, Epochs = 10, LearningRate = 0.1, ShardSize = 3 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Parameters_AreThoseOfOneTrainer(int silos)
    {
        await using Cluster cluster = await Cluster.Start(silos, Configure);
        await AssertEqual(cluster, "lenet", OfLeNet, () => new LeNet(seed: 1), Digits, 200);
        await AssertEqual(cluster, "normed", OfNormed, () => new Normed(seed: 1), Images, 203);
        await AssertEqual(cluster, "weighed", OfWeighed, () => new Weighed(seed: 1), Wide, 140);
    }

    // Shards share out unevenly, and silos come and go, for as long as that takes.
    [Fact]
    public async Task Joins_Deaths_And_Stops_DoNotShow()
    {
        DataParallel options = OfNormed with { Epochs = 1_000_000 };
        await using Cluster cluster = await Cluster.Start(3, Configure);
        TrainingRun run = cluster.Grains.GetTrainingRun("normed");
        await run.Start(options);
        await Until(progress => progress.Step > 100 && progress.Silos.Count == 3);
        await cluster.Test.KillSiloAsync(Last());
        long gone = await Until(progress => progress.Silos.Count == 2);
        await cluster.Test.StartAdditionalSiloAsync();
        await Until(progress => progress.Step > gone + 50 && progress.Silos.Count == 3);
        await cluster.Test.StopSiloAsync(Last());
        gone = await Until(progress => progress.Silos.Count == 2);
        await Until(progress => progress.Step > gone + 50);
        await run.Cancel();
        TrainingProgress end = await run.GetProgress();
        Assert.Equal(RunStatus.Cancelled, end.Status);
        Assert.Equal(Expected(() => new Normed(seed: 1), Images, options, end.Step), end.Hash);

        async Task<long> Until(Func<TrainingProgress, bool> holds)
        {
            TrainingProgress last = new();
            await foreach (TrainingProgress progress in run.Watch(TimeSpan.FromMilliseconds(20)).WithCancellation(Timeout()))
            {
                if (holds(progress)) return progress.Step;
                last = progress;
            }

            throw new InvalidOperationException($"It is over: {last}");
        }

        // Not the primary, which holds the table of members.
        SiloHandle Last() => cluster.Test.Silos.Last(silo => silo != cluster.Test.Primary);
    }

    // A gradient that gets lost on its way, or comes too late, is computed by whoever lacks it.
    [Fact]
    public async Task GradientsThatGetLost_DoNotShow()
    {
        int sent = 0, lost = 0;
        DataParallel options = OfNormed with { Epochs = 12 };
        await using Cluster cluster = await Cluster.Start(3, Configure, silo => silo.AddOutgoingGrainCallFilter(async context =>
        {
            if (context.InterfaceMethod.Name == nameof(IShardWorkers.Receive))
            {
                int number = Interlocked.Increment(ref sent);
                if (number % 23 == 0)
                {
                    Interlocked.Increment(ref lost);
                    throw new TimeoutException("It is lost.");
                }

                if (number % 31 == 0) await Task.Delay(200);
            }

            await context.Invoke();
        }));
        TrainingRun run = cluster.Grains.GetTrainingRun("lossy");
        await run.Start(options);
        TrainingProgress end = await End(run);
        AssertCompleted(end, 84);
        Assert.InRange(lost, 1, int.MaxValue);
        Assert.InRange(end.Reruns, 1, int.MaxValue);
        Assert.Equal(Expected(() => new Normed(seed: 1), Images, options), end.Hash);

        // Where a batch has one shard, two of the three have nothing to compute, and keep up all the same.
        options = OfNormed with { Epochs = 1, BatchSize = 8, HedgeAfter = TimeSpan.FromMinutes(1) };
        run = cluster.Grains.GetTrainingRun("idle");
        await run.Start(options);
        end = await End(run);
        AssertCompleted(end, 57);
        Assert.Equal(3, end.Silos.Count);
        Assert.Equal(Expected(() => new Normed(seed: 1), Images, options), end.Hash);
    }

    // Each waits in every step for what never comes from one of the others.
    [Fact]
    public async Task ABrokenWay_DoesNotShow()
    {
        DataParallel options = OfNormed with { Epochs = 2 };
        SiloAddress? deaf = null;
        await using Cluster cluster = await Cluster.Start(3, Configure, silo => silo.AddOutgoingGrainCallFilter(async context =>
        {
            bool isLost = context.InterfaceMethod.Name == nameof(IShardWorkers.Receive) && $"{context.TargetId}".Contains($"{deaf?.Endpoint}@", StringComparison.Ordinal);
            if (isLost) throw new TimeoutException("It is lost.");
            await context.Invoke();
        }));
        deaf = cluster.Test.Silos[^1].SiloAddress;
        TrainingRun run = cluster.Grains.GetTrainingRun("deaf");
        await run.Start(options);
        TrainingProgress end = await End(run);
        AssertCompleted(end, 14);
        Assert.InRange(end.Reruns, 13, int.MaxValue);
        Assert.Equal(Expected(() => new Normed(seed: 1), Images, options), end.Hash);
    }

    // As happens where a silo that was given up goes on.
    [Fact]
    public async Task TwoCoordinatorsAtOnce_DoNotShow()
    {
        DataParallel options = OfNormed with { Epochs = 1_000_000 };
        await using Cluster cluster = await Cluster.Start(2, Configure);
        TrainingRun run = cluster.Grains.GetTrainingRun("two");
        await run.Start(options);
        await foreach (TrainingProgress progress in run.Watch(TimeSpan.FromMilliseconds(20)).WithCancellation(Timeout()))
        {
            if (progress.Step > 20) break;
        }

        IServiceProvider services = ((InProcessSiloHandle)cluster.Test.Primary!).SiloHost.Services;
        GrainState<RunRecord> record = new(new RunRecord());
        GrainId grain = cluster.Grains.GetGrain<ITrainingRunGrain>("two").GetGrainId();
        await services.GetRequiredKeyedService<IGrainStorage>(CnnGenOptions.StorageName).ReadStateAsync("run", grain, record);
        using var stop = new CancellationTokenSource();
        var other = ActivatorUtilities.CreateInstance<Coordinator>(services, record.State!.Run!, new NoStorage(), true);
        Task<RunStatus> running = Task.Run(() => other.Run(stop.Token));
        long begun = (await run.GetProgress()).Step;
        await foreach (TrainingProgress progress in run.Watch(TimeSpan.FromMilliseconds(20)).WithCancellation(Timeout()))
        {
            if (progress.Step > begun + 100 && other.Progress.Step > begun + 100) break;
        }

        other.Abandon();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await run.Cancel();
        TrainingProgress end = await run.GetProgress();
        Assert.Equal(RunStatus.Cancelled, end.Status);
        Assert.Equal(Expected(() => new Normed(seed: 1), Images, options, end.Step), end.Hash);
    }

    [Fact]
    public async Task ASiloWithoutCnnGen_IsRefusedByName()
    {
        await using Cluster cluster = await Cluster.Start(2, Configure, withCnnGen: 1);
        TrainingRun run = cluster.Grains.GetTrainingRun("bare");
        RequestContext.Set(IPlacementDirector.PlacementHintKey, cluster.Test.Primary!.SiloAddress);
        await run.Start(OfNormed);
        TrainingProgress end = await End(run);
        AssertCompleted(end, 203);
        Assert.Equal([cluster.Test.Primary!.SiloAddress.ToString()], end.Silos);
        Assert.Equal($"{cluster.Test.Silos[1].SiloAddress}: it is without AddCnnGen", Assert.Single(end.Refused));
    }

    [Fact]
    public async Task ARunThatIsCancelled_GoesOn()
    {
        DataParallel options = OfNormed with { Epochs = 60 };
        await using Cluster cluster = await Cluster.Start(2, Configure);
        TrainingRun run = cluster.Grains.GetTrainingRun("normed");
        Assert.Equal(RunStatus.None, (await run.GetProgress()).Status);
        await run.Start(options);
        await run.Start(options);   // changes nothing
        await foreach (TrainingProgress progress in run.Watch(TimeSpan.FromMilliseconds(5)).WithCancellation(Timeout()))
        {
            if (progress.Step < 20) continue;
            await run.Cancel();
            break;
        }

        TrainingProgress cancelled = await run.GetProgress();
        Assert.Equal(RunStatus.Cancelled, cancelled.Status);
        Assert.InRange(cancelled.Step, 20, 419);
        var network = new Normed(seed: 9);
        Assert.Equal(cancelled.Step, await run.CopyTo(network));
        Assert.Equal(cancelled.Step, network.StepCount);
        Assert.Equal(cancelled.Hash, Hash(network));

        await Assert.ThrowsAsync<RunFailedException>(() => run.Start(options with { Seed = 4 }));
        await run.Start(options);
        TrainingProgress last = await End(run);
        AssertCompleted(last, 420);
        Assert.Equal(Expected(() => new Normed(seed: 1), Images, options), last.Hash);

        // What is over is over; what is deleted was never there.
        await run.Start(options);
        Assert.Equal(RunStatus.Completed, (await run.GetProgress()).Status);
        await run.Delete();
        Assert.Equal(RunStatus.None, (await run.GetProgress()).Status);
        await Assert.ThrowsAsync<RunFailedException>(() => run.CopyTo(network));
        await Assert.ThrowsAsync<RunFailedException>(() => End(run));   // a watcher is not left waiting
    }

    [Fact]
    public async Task WhatIsWrong_IsSaid()
    {
        await using Cluster cluster = await Cluster.Start(1, Configure);
        await RefusedAtOnce(new DataParallel { Network = "nobody", Samples = "images" }, "'nobody'");
        await RefusedAtOnce(new DataParallel { Network = "normed", Samples = "nothing" }, "'nothing'", "'digits', 'failing', 'images', 'wide'");
        await Refused(new DataParallel { Network = "normed", Samples = "wide" }, "Single");   // of doubles
        await RefusedAtOnce(new DataParallel { Network = "normed", Samples = "images", Schedule = "rising" }, "'rising'");
        await Refused(new DataParallel { Network = "normed", Samples = "images", ShardSize = 9 }, "1 to 8", "9");
        await Refused(new DataParallel { Network = "normed", Samples = "failing" }, "This sample cannot be read.");
        foreach (DataParallel bad in new[]
        {
            OfNormed with { Epochs = 0 }, OfNormed with { BatchSize = 0 }, OfNormed with { LearningRate = double.NaN }, OfNormed with { Network = " " },
            OfNormed with { CheckpointSteps = -1 }, OfNormed with { HedgeAfter = TimeSpan.Zero }, OfNormed with { ShardSize = 0 },
        })
        {
            await Assert.ThrowsAsync<RunFailedException>(() => cluster.Grains.GetTrainingRun("bad").Start(bad));
        }

        var network = new Altered(seed: 1);
        TrainingRun run = cluster.Grains.GetTrainingRun("small");
        await run.Start(new DataParallel { Network = "normed", Samples = "images" });
        await End(run);
        RunFailedException exception = await Assert.ThrowsAsync<RunFailedException>(() => run.CopyTo(network));
        Assert.Contains("Normed", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Altered", exception.Message, StringComparison.Ordinal);

        async Task Refused(DataParallel options, params string[] texts)
        {
            TrainingRun run = cluster.Grains.GetTrainingRun($"{options}");
            await run.Start(options);
            TrainingProgress end = await End(run);
            Assert.Equal(RunStatus.Failed, end.Status);
            Assert.All(texts, text => Assert.Contains(text, end.Error, StringComparison.Ordinal));
        }

        async Task RefusedAtOnce(DataParallel options, params string[] texts)
        {
            TrainingRun run = cluster.Grains.GetTrainingRun($"{options}");
            RunFailedException exception = await Assert.ThrowsAsync<RunFailedException>(() => run.Start(options));
            Assert.All(texts, text => Assert.Contains(text, exception.Message, StringComparison.Ordinal));
            Assert.Equal(RunStatus.None, (await run.GetProgress()).Status);
        }
    }

    // Where the silo dies in which its coordinator has been.
    [Fact]
    public async Task ARunThatIsOver_StaysWhereItWas()
    {
        await using Cluster cluster = await Cluster.Start(2, Configure);
        TrainingRun run = cluster.Grains.GetTrainingRun("over");
        RequestContext.Set(IPlacementDirector.PlacementHintKey, cluster.Test.Silos[1].SiloAddress);
        await run.Start(OfNormed);
        TrainingProgress end = await End(run);
        AssertCompleted(end, 203);
        Assert.Equal(cluster.Test.Silos[1].SiloAddress.ToString(), end.Coordinator);
        await cluster.Test.KillSiloAsync(cluster.Test.Silos[1]);
        TrainingProgress behind = await run.GetProgress();
        AssertCompleted(behind, 203);
        Assert.Equal((end.Hash, cluster.Test.Primary!.SiloAddress.ToString()), (behind.Hash, behind.Coordinator));
    }

    [Fact]
    public async Task ADivergedTraining_Ends()
    {
        await using Cluster cluster = await Cluster.Start(1, Configure);
        TrainingRun run = cluster.Grains.GetTrainingRun("diverges");
        await run.Start(OfLeNet with { LearningRate = 1e30 });
        TrainingProgress end = await End(run);
        Assert.Equal(RunStatus.Diverged, end.Status);
        Assert.InRange(end.Step, 1, 10);
    }

    // Which of the two is refused depends on where the coordinator lives.
    [Theory]
    [InlineData(false, "Altered", "Small")]
    [InlineData(true, "other bits", "other first parameters")]
    public async Task ASiloOfAnotherNetwork_OrOtherBits_IsRefusedByName(bool isSameNetwork, params string[] texts)
    {
        int number = 0;
        await using Cluster cluster = await Cluster.Start(2, (options, _) =>
        {
            bool isFirst = Interlocked.Increment(ref number) == 1;
            if (isFirst || isSameNetwork) options.Network("small", () => new Small(seed: isFirst ? 1 : 2));
            else options.Network("small", () => new Altered(seed: 1));
            options.Samples<float>("dots", () => new Blobs<float>(100, 12, 4));
        });
        var options = new DataParallel { Network = "small", Samples = "dots", BatchSize = 32, Epochs = 50 };
        TrainingRun run = cluster.Grains.GetTrainingRun("refusing");
        await run.Start(options);
        TrainingProgress end = await End(run);
        AssertCompleted(end, 200);
        Assert.Single(end.Silos);
        string refused = Assert.Single(end.Refused);
        Assert.DoesNotContain(end.Silos[0], refused, StringComparison.Ordinal);
        Assert.All(texts, text => Assert.Contains(text, refused, StringComparison.Ordinal));
    }

    private static void Configure(CnnGenOptions options, int silo)
    {
        options.Network("lenet", () => new LeNet(seed: 1));
        options.Network("normed", () => new Normed(seed: 1));
        options.Network("weighed", () => new Weighed(seed: 1));
        options.Samples("digits", Digits);
        options.Samples("images", Images);
        options.Samples("wide", Wide);
        options.Samples<float>("failing", () => new Blobs<float>(100, 144, 4)
        {
            OnRead = index =>
            {
                if (index == 77) throw new InvalidOperationException("This sample cannot be read.");
            },
        });
        options.Schedule("falling", Falling);
    }

    private static Schedule Falling => Schedule.Cosine(0.01).WarmUp(20);

    private static ISampleSource<float> Digits() => new Blobs<float>(4608 + 300, 784, 10);

    private static ISampleSource<float> Images() => new Blobs<float>(450, 144, 4);

    private static ISampleSource<double> Wide() => new Blobs<double>(401, 12, 4, ignoresSome: true);

    private static CancellationToken Timeout() => new CancellationTokenSource(Patience).Token;

    private static async Task AssertEqual<T>(
        Cluster cluster, string name, DataParallel options, Func<ITrainableNetwork<T>> create, Func<ISampleSource<T>> samples, long steps)
        where T : unmanaged
    {
        TrainingRun run = cluster.Grains.GetTrainingRun(name);
        await run.Start(options);
        int most = 0;
        TrainingProgress end = await End(run, progress => most = Math.Max(most, progress.Silos.Count));
        AssertCompleted(end, steps);
        Assert.InRange(most, Math.Min(2, cluster.Test.Silos.Count), cluster.Test.Silos.Count);   // one may be late on a busy machine
        Assert.Equal(Expected(create, samples, options), end.Hash);
        ITrainableNetwork<T> copy = create();
        Assert.Equal(steps, await run.CopyTo(copy));
        Assert.Equal(end.Hash, Hash(copy));
    }

    private static async Task<TrainingProgress> End(TrainingRun run, Action<TrainingProgress>? see = null)
    {
        TrainingProgress last = null!;
        await foreach (TrainingProgress progress in run.Watch(TimeSpan.FromMilliseconds(20)).WithCancellation(Timeout()))
        {
            last = progress;
            see?.Invoke(progress);
        }

        return last;
    }

    private static void AssertCompleted(TrainingProgress progress, long steps)
    {
        Assert.Equal((RunStatus.Completed, null, steps), (progress.Status, progress.Error, progress.Step));
        Assert.Equal(steps, progress.Steps);
    }

    /// <summary>What <c>Trainer.Fit</c> makes of it, in some steps or all.</summary>
    private static string Expected<T>(
        Func<ITrainableNetwork<T>> create, Func<ISampleSource<T>> samples, DataParallel options, long steps = long.MaxValue) where T : unmanaged
    {
        ITrainableNetwork<T> network = create();
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer<T>(network, 2, options.ShardSize);
        var fit = new FitOptions<T>
        {
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.Schedule == null ? options.LearningRate : Falling,
            Seed = options.Seed,
            Shuffle = options.Shuffle,
            Progress = new StopBehind(steps, stop),
        };
        try
        {
            trainer.Fit(samples(), fit, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        return Hash(network);
    }

    /// <summary>What a second coordinator has in place of the storage.</summary>
    private sealed class NoStorage : IPersistentState<CheckpointRecord>
    {
        public CheckpointRecord State { get; set; } = new();

        public string? Etag => null;

        public bool RecordExists => false;

        public Task ClearStateAsync() => Task.CompletedTask;

        public Task ReadStateAsync() => Task.CompletedTask;

        public Task WriteStateAsync() => Task.CompletedTask;
    }

    private sealed class StopBehind(long step, CancellationTokenSource stop) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Step == step) stop.Cancel();
        }
    }

    private static string Hash<T>(ITrainableNetwork<T> network) where T : unmanaged
    {
        var parameters = new T[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(parameters.AsSpan())));
    }
}
