using System;
using System.Diagnostics;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>
/// Something that is timed again and again, in turn with others. A round is the median of many short batches, so that an interrupt
/// does not count; the result is the least of the rounds, so that a slow second of the machine does not either.
/// </summary>
internal sealed class Candidate(Action<int> repeat)
{
    private const double BatchNanoseconds = 25_000;   // a reading of the clock takes about 25
    private const int LeastBatches = 3, MostBatches = 4_000;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(200), RoundTime = TimeSpan.FromMilliseconds(40);

    private readonly double[] batches = new double[MostBatches];
    private int callsInBatch = 1;

    /// <summary>Of one call.</summary>
    public double Nanoseconds { get; private set; } = double.PositiveInfinity;

    /// <summary>Runs until the just-in-time compiler has had its time.</summary>
    public void WarmUp()
    {
        long start = Stopwatch.GetTimestamp();
        do ChooseBatch();
        while (Stopwatch.GetElapsedTime(start) < WarmUpTime);
    }

    public void Measure()
    {
        ChooseBatch();
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        do batches[count++] = TimeBatch() / callsInBatch;
        while (count < LeastBatches || (count < MostBatches && Stopwatch.GetElapsedTime(start) < RoundTime));

        Array.Sort(batches, 0, count);
        Nanoseconds = Math.Min(Nanoseconds, batches[count / 2]);
    }

    private void ChooseBatch()
    {
        callsInBatch = 1;
        while (TimeBatch() < BatchNanoseconds) callsInBatch *= 2;
    }

    private double TimeBatch()
    {
        long start = Stopwatch.GetTimestamp();
        repeat(callsInBatch);
        return Clock.NanosecondsSince(start);
    }
}
