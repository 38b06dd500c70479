using System;
using System.Diagnostics;

namespace CnnGen.Training;

/// <summary>Leaves the workers asleep for a while where they cost more time than they save, as on a machine that others keep busy.</summary>
/// <remarks>
/// A worker that loses its core in the middle of a shard is waited for, some milliseconds mostly, where a step may take a tenth of one.
/// What was lost is paid back by working alone so many times as long, so that losses stay a small part of all time, whatever the
/// operating system does. Who works never shows in a bit.
/// </remarks>
internal sealed class Backoff
{
    private const int Repayment = 20;

    private static readonly long MostCredit = Stopwatch.Frequency / 100, LongestPause = Stopwatch.Frequency;

    private long balance;
    private long resumesAt;

    /// <summary>Whether the workers may be asked.</summary>
    /// <param name="now">The stopwatch.</param>
    /// <returns>False while a loss is paid back.</returns>
    public bool IsOver(long now) => resumesAt == 0 || now - resumesAt >= 0;

    /// <summary>Keeps account of work that was shared.</summary>
    /// <param name="gain">Ticks that it saved, or less than 0.</param>
    /// <param name="now">The stopwatch.</param>
    public void Add(long gain, long now)
    {
        balance = Math.Min(balance + gain, MostCredit);
        if (balance >= 0) return;
        resumesAt = now + Math.Min(-balance * Repayment, LongestPause);
        balance = 0;
    }
}
