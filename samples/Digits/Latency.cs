using System;
using System.Diagnostics;
using CnnGen;

namespace Digits;

/// <summary>How long a network takes for one image.</summary>
internal static class Latency
{
    public const int Runs = 2_000;

    /// <summary>The median time.</summary>
    /// <param name="network">The network.</param>
    /// <param name="image">The image.</param>
    /// <param name="together">How many runs are timed at once, where the clock is too coarse for one.</param>
    public static TimeSpan Median(INetwork<float> network, ReadOnlySpan<float> image, int together = 1)
    {
        int count = Runs / together;
        var times = new long[count];
        for (int i = -count; i < count; i++)   // the first half until all is compiled
        {
            long start = Stopwatch.GetTimestamp();
            for (int k = 0; k < together; k++) network.Forward(image);
            times[Math.Abs(i) % count] = Stopwatch.GetTimestamp() - start;
        }

        Array.Sort(times);
        return Stopwatch.GetElapsedTime(0, times[count / 2]) / together;
    }
}
