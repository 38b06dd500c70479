using System;
using System.Collections.Generic;
using System.Diagnostics;
using CnnGen.Benchmarks.Measuring;

namespace CnnGen.Benchmarks.Training;

/// <summary>A trainer and the times of its bursts. Each burst goes on with the samples where the last one stopped.</summary>
internal sealed class TimedTrainer(ITrainer trainer, Samples samples)
{
    // The weights hardly move: a network that had learnt its samples would have no gradients left to compute.
    private const float Rate = 1e-6f;

    private const double BurstNanoseconds = 100_000_000;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(500);

    private int first, steps = 1;

    /// <summary>Of one step, in each burst.</summary>
    public List<double> Nanoseconds { get; } = [];

    public double Median => Nanoseconds.Median(time => time);

    /// <summary>Runs until the just-in-time compiler has had its time.</summary>
    public void WarmUp()
    {
        long start = Stopwatch.GetTimestamp();
        do Burst();
        while (Stopwatch.GetElapsedTime(start) < WarmUpTime);
    }

    public void Measure() => Nanoseconds.Add(Burst());

    /// <summary>A burst that is nobody else's to count.</summary>
    /// <returns>Nanoseconds of one step.</returns>
    public double Burst()
    {
        double nanoseconds = trainer.Train(samples, first, steps, Rate);
        first = (first + steps) % samples.Batches(trainer.Batch);
        steps = (int)Math.Ceiling(BurstNanoseconds / nanoseconds);
        return nanoseconds;
    }
}
