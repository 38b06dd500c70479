using System;
using System.Diagnostics;

namespace CnnGen.Training;

/// <summary>Leaves the workers asleep for a while where they cost more time than they save, as on a machine that others keep busy.</summary>
/// <remarks>
/// A worker that loses its core in the middle of a shard is waited for, some milliseconds mostly, where a step may take a tenth of one.
/// What was lost is paid back by working alone so many times as long, so that losses stay a small part of all time, whatever the
/// operating system does; twice as long when the next attempt loses too. Who works never shows in a bit.
/// </remarks>
internal sealed class Backoff
{
    private const int LeastRepayment = 20, MostRepayment = 1_280;

    private static readonly long MostCredit = Stopwatch.Frequency / 100, LongestPause = 4 * Stopwatch.Frequency;

    private long balance;
    private long debt;
    private int repayment = LeastRepayment;

    /// <summary>Whether the workers may be asked; not while a loss is paid back.</summary>
    public bool IsOver => debt <= 0;

    /// <summary>Keeps account of work that was shared.</summary>
    /// <param name="gain">Ticks that it saved, or less than 0.</param>
    public void AfterSharing(long gain)
    {
        balance = Math.Min(balance + gain, MostCredit);
        if (balance >= 0)
        {
            if (gain > 0) repayment = LeastRepayment;
            return;
        }

        debt = Math.Min(-balance * repayment, LongestPause);
        repayment = Math.Min(2 * repayment, MostRepayment);
        balance = 0;
    }

    /// <summary>Keeps account of work that the caller did alone.</summary>
    /// <param name="ticks">How long it took.</param>
    public void AfterWorkingAlone(long ticks) => debt -= ticks;
}
