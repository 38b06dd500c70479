using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Measuring;

namespace CnnGen.Benchmarks.Training;

/// <summary>One epoch of training: its time, and how well the network then reads what it has not seen.</summary>
internal sealed record EpochTime(string Seed, int Samples, double Seconds, double Accuracy, double? TorchSeconds, double? TorchAccuracy)
{
    public double SamplesPerSecond => Samples / Seconds;

    public double? TimesTorch => TorchSeconds / Seconds;

    /// <summary>The median time and the mean accuracy.</summary>
    public static EpochTime Of(IReadOnlyList<EpochTime> results) => new(
        "all",
        results[0].Samples,
        results.Median(result => result.Seconds),
        results.Average(result => result.Accuracy),
        results[0].TorchSeconds is null ? null : results.Median(result => result.TorchSeconds!.Value),
        results.Average(result => result.TorchAccuracy));
}
