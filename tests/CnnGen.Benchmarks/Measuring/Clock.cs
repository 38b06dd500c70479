using System.Diagnostics;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>Time in nanoseconds; a TimeSpan counts in hundreds of them.</summary>
internal static class Clock
{
    public static double NanosecondsSince(long timestamp) => (Stopwatch.GetTimestamp() - timestamp) * (1e9 / Stopwatch.Frequency);
}
