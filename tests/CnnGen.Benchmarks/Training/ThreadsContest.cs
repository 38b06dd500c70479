using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Peers.PyTorch;

namespace CnnGen.Benchmarks.Training;

/// <summary>A network that is trained on one thread and, from the same weights with the same shards, on two.</summary>
internal sealed class ThreadsContest : IDisposable
{
    private const int ShardsOfBatch = 2, CheckedSteps = 4;
    private const float CheckedRate = 1e-3f;

    private readonly string name;
    private readonly int shard;
    private readonly long macs;
    private readonly ShardTrainer one, two;
    private readonly TimedTrainer oneTime, twoTime;
    private readonly TimedTrainer? torchTime;
    private readonly List<bool> hadCores = [];
    private readonly Dictionary<int, List<double>> timesOneBesides = [];

    /// <summary>Makes a few steps on both and compares the bits. PyTorch, if it is there, has two threads.</summary>
    public ThreadsContest(TrainingSubject subject, Samples samples, TorchProcess? torch)
    {
        name = subject.Name;
        ITrainableNetwork<float> network = subject.Create(Subjects.Subject.Seed);
        shard = network.Batch;
        macs = network.Description.Macs;
        if (torch is not null)
        {
            torchTime = new TimedTrainer(new TorchTrainer(torch, name, ShardsOfBatch * shard, new CompiledTrainer(network).InitialParameters), samples);
        }

        one = new ShardTrainer(network, 1, ShardsOfBatch * shard);
        two = new ShardTrainer(subject.Create(Subjects.Subject.Seed), 2, ShardsOfBatch * shard);
        one.Train(samples, 0, CheckedSteps, CheckedRate);
        two.Train(samples, 0, CheckedSteps, CheckedRate);
        if (!one.Parameters().SequenceEqual(two.Parameters())) throw new FailureException($"{name}: two threads do not learn what one does");
        oneTime = new TimedTrainer(one, samples);
        twoTime = new TimedTrainer(two, samples);
    }

    public void WarmUp()
    {
        oneTime.WarmUp();
        twoTime.WarmUp();
        torchTime?.WarmUp();
    }

    /// <summary>A burst of each, between two questions for two cores.</summary>
    public void Measure(TwoCores cores)
    {
        bool before = cores.Probe();
        oneTime.Measure();
        twoTime.Measure();
        hadCores.Add(before & cores.Probe());
        torchTime?.Measure();
    }

    /// <summary>A burst of each while other processes want the cores too.</summary>
    public void MeasureBesides(int processes)
    {
        double first = oneTime.Burst();
        if (!timesOneBesides.TryGetValue(processes, out List<double>? ratios)) timesOneBesides[processes] = ratios = [];
        ratios.Add(first / twoTime.Burst());
    }

    public ThreadsResult Result(double peakGflops)
    {
        List<double> all = [.. oneTime.Nanoseconds.Zip(twoTime.Nanoseconds, (first, second) => first / second)];
        List<double> kept = [.. all.Zip(hadCores).Where(round => round.Second).Select(round => round.First)];
        return new ThreadsResult
        {
            Network = name,
            Shard = shard,
            Batch = ShardsOfBatch * shard,
            Macs = macs,
            NanosecondsOfOne = oneTime.Median,
            NanosecondsOfTwo = twoTime.Median,
            PeakGflops = peakGflops,
            TimesOne = kept.Count == 0 ? null : kept.Median(ratio => ratio),
            Rounds = kept.Count,
            TimesOneInAll = all.Median(ratio => ratio),
            TimesOneBesidesOne = timesOneBesides[1].Median(ratio => ratio),
            TimesOneBesidesTwo = timesOneBesides[2].Median(ratio => ratio),
            TorchNanoseconds = torchTime?.Median,
            TimesTorch = torchTime is null ? null : torchTime.Nanoseconds.Zip(twoTime.Nanoseconds).Median(round => round.First / round.Second),
        };
    }

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
    }
}
