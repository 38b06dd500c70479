using System;
using System.Diagnostics;

namespace Catch.Playing;

/// <summary>How many steps of practice fit into some milliseconds, after what the last ones took.</summary>
internal sealed class Budget(double milliseconds)
{
    // What a slow frame took is forgotten over some frames, in which moves and steps of learning come by, that take the longest.
    private const double Memory = 0.9;

    private readonly double ticks = milliseconds * Stopwatch.Frequency / 1000;
    private double slowest;

    /// <summary>At least one: else nobody would know how long one takes.</summary>
    public int Steps { get; private set; } = 1;

    /// <summary>Steps were made, and took so many ticks of the stopwatch.</summary>
    public void Spent(int steps, long took)
    {
        if (steps == 0) return;
        slowest = Math.Max((double)took / steps, Memory * slowest);
        Steps = (int)Math.Clamp(ticks / slowest, 1, ushort.MaxValue);
    }
}
