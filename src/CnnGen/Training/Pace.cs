using System;

namespace CnnGen.Training;

/// <summary>How long the caller alone takes for a unit of one kind of work: the least that was seen of late.</summary>
internal sealed class Pace
{
    private const double Forgetting = 1.0 / 64;

    private double least = double.PositiveInfinity;

    /// <summary>Takes note of work, and says what it would have cost alone.</summary>
    /// <param name="all">Units of the work.</param>
    /// <param name="own">Units that the caller did itself.</param>
    /// <param name="timing">How long it took.</param>
    /// <returns>The ticks that sharing has saved; less than 0 where it has lost some; 0 where that is unknown.</returns>
    public long Gain(double all, double own, Timing timing)
    {
        if (own > 0) least = Math.Min(least * (1 + Forgetting), timing.Own / own);
        return double.IsInfinity(least) ? 0 : (long)((all * least) - timing.All);
    }
}
