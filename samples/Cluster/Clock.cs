using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using CnnGen;

namespace Cluster;

/// <summary>Times the last steps of a training.</summary>
internal sealed class Clock : IProgress<FitProgress>
{
    private const int Kept = 20;

    private readonly Queue<double> seconds = new();
    private long last = Stopwatch.GetTimestamp();

    /// <summary>The median, in seconds.</summary>
    public double Median => seconds.Order().ElementAt(seconds.Count / 2);

    public void Report(FitProgress value)
    {
        if (value.Result != null) return;   // an epoch's end, not a step
        seconds.Enqueue(Stopwatch.GetElapsedTime(last).TotalSeconds);
        if (seconds.Count > Kept) seconds.Dequeue();
        last = Stopwatch.GetTimestamp();
    }
}
