using System;
using System.Collections.Generic;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Training;

namespace CnnGen.Benchmarks.Reporting;

/// <summary>The tables of the training modes.</summary>
internal static class TrainingReport
{
    public static void WriteCores(TwoCores cores) =>
        Console.WriteLine($"two threads had two cores in {cores.Found} of {cores.Probes} rounds\n");

    /// <summary>PyTorch's columns are left out when it is not there.</summary>
    public static void Write(IReadOnlyList<TrainingResult> results, bool withTorch)
    {
        List<(string Heading, Func<TrainingResult, string> Cell)> columns =
        [
            ("network", result => result.Network),
            ("batch", result => $"{result.Batch}"),
            ("µs/step", result => Numbers.Microseconds(result.Nanoseconds)),
            ("samples/s", result => Numbers.Significant(result.SamplesPerSecond)),
            ("GFLOP/s", result => Numbers.Significant(result.Gflops)),
            ("% peak", result => Numbers.Percent(result.FractionOfPeak)),
        ];
        if (withTorch)
        {
            columns.Add(("PyTorch samples/s", result => Numbers.Ratio(result.TorchSamplesPerSecond)));
            columns.Add(("× PyTorch", result => Numbers.Ratio(result.TimesTorch)));
        }

        columns.Add(("B/step", result => $"{result.BytesInStep:0.##}"));
        columns.Add(("own kB", result => $"{result.InstanceBytes / 1000.0:N0}"));
        columns.Add(("shared kB", result => $"{result.SharedBytes / 1000.0:N0}"));
        columns.Add(("loss", result => $"{result.Loss:F5}"));
        if (withTorch)
        {
            columns.Add(("PyTorch's loss", result => $"{result.TorchLoss:F5}"));
            columns.Add(("apart", result => $"{result.Distance:0.0e+0}"));
        }

        Table.Of(columns, results).Write();
    }

    /// <summary>A row for each network and shard.</summary>
    public static void Write(IReadOnlyList<ThreadsResult> results, bool withTorch)
    {
        List<(string Heading, Func<ThreadsResult, string> Cell)> columns =
        [
            ("network", result => result.Network),
            ("shard", result => $"{result.Shard}"),
            ("batch", result => $"{result.Batch}"),
            ("one thread, µs/step", result => Numbers.Microseconds(result.NanosecondsOfOne)),
            ("two threads", result => Numbers.Microseconds(result.NanosecondsOfTwo)),
            ("samples/s", result => Numbers.Significant(result.SamplesPerSecond)),
            ("GFLOP/s", result => Numbers.Significant(result.Gflops)),
            ("% of both peaks", result => Numbers.Percent(result.FractionOfPeak)),
            ("× one", result => Numbers.Ratio(result.TimesOne)),
            ("rounds", result => $"{result.Rounds}"),
            ("× one, all rounds", result => Numbers.Ratio(result.TimesOneInAll)),
            ("beside 1 busy", result => Numbers.Ratio(result.TimesOneBesidesOne)),
            ("beside 2 busy", result => Numbers.Ratio(result.TimesOneBesidesTwo)),
        ];
        if (withTorch)
        {
            columns.Add(("PyTorch samples/s", result => Numbers.Ratio(result.TorchSamplesPerSecond)));
            columns.Add(("× PyTorch", result => Numbers.Ratio(result.TimesTorch)));
        }

        Table.Of(columns, results).Write();
    }

    /// <summary>A row for each seed, and one for them all: the median time, the mean accuracy.</summary>
    public static void Write(IReadOnlyList<EpochTime> results, bool withTorch)
    {
        List<(string Heading, Func<EpochTime, string> Cell)> columns =
        [
            ("seed", result => result.Seed),
            ("s", result => $"{result.Seconds:F3}"),
            ("samples/s", result => Numbers.Significant(result.SamplesPerSecond)),
            ("accuracy", result => $"{result.Accuracy:F4}"),
        ];
        if (withTorch)
        {
            columns.Add(("PyTorch s", result => $"{result.TorchSeconds:F3}"));
            columns.Add(("× PyTorch", result => Numbers.Ratio(result.TimesTorch)));
            columns.Add(("PyTorch's accuracy", result => $"{result.TorchAccuracy:F4}"));
        }

        Table.Of(columns, results).Write();
    }
}
