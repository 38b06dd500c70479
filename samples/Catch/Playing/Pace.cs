using System;
using System.Diagnostics;
using System.Threading;
using Catch.Lockstep;

namespace Catch.Playing;

/// <summary>Sixty frames a second.</summary>
internal sealed class Pace
{
    private static readonly long Interval = Stopwatch.Frequency / Match.FramesPerSecond;

    private long due = Stopwatch.GetTimestamp();

    /// <summary>Waits until the next frame is due; where it is long overdue, those in between are left out.</summary>
    public void Wait()
    {
        long now = Stopwatch.GetTimestamp();
        due = Math.Max(due + Interval, now - Interval);
        if (due > now) Thread.Sleep(Stopwatch.GetElapsedTime(now, due));
    }
}
