using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CnnGen.Benchmarks.Peers.OnnxRuntime;
using CnnGen.Benchmarks.Peers.PyTorch;
using CnnGen.Benchmarks.Reporting;
using CnnGen.Benchmarks.Subjects;

namespace CnnGen.Benchmarks.Modes;

/// <summary>
/// Networks that people run, as the tests declare them, on one thread: a sample at a time against ONNX Runtime, which reads what PyTorch exports, and steps of
/// training against PyTorch.
/// </summary>
internal static class PublishedMode
{
    public static void Run(Options options)
    {
        string directory = Path.Combine(AppContext.BaseDirectory, "Declarations");
        List<string> all = Directory.GetFiles(directory, "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal).ToList();
        IReadOnlyList<string> names = Catalogue.Choose(all, name => name.ToLowerInvariant(), options.Only);
        using PublishedPeer peer = PublishedPeer.FromEnvironment();
        OrtApi? onnxRuntime = OrtApi.FromEnvironment();
        Conditions.Write($"one thread, PyTorch {peer.Version}, {(onnxRuntime is null ? $"no ONNX Runtime ({OrtApi.Variable} is not set)" : $"ONNX Runtime {onnxRuntime.Version}")}");

        var results = new List<PublishedResult>();
        foreach (string name in names)
        {
            // One after the other: all of them together would not fit the memory of a small machine.
            using var contest = new PublishedContest(name, Path.Combine(directory, name + ".cs"), peer, onnxRuntime);
            for (int round = 0; round < options.Rounds; round++) contest.Measure();
            results.Add(contest.Result());
            Console.Error.WriteLine($"{name} done");
        }

        Write(results);
        if (options.JsonFile is not null) JsonFile.Write(options.JsonFile, results);
    }

    private static void Write(IReadOnlyList<PublishedResult> results)
    {
        var table = new Table("network", "MACs", "forward us", "x ONNX Runtime", "batch", "samples/s", "x PyTorch", "text kB");
        foreach (PublishedResult result in results)
        {
            table.Add(
                result.Network,
                $"{result.Macs:N0}",
                Numbers.Microseconds(result.ForwardNanoseconds),
                Numbers.Ratio(result.TimesOnnxRuntime),
                $"{result.Batch}",
                Numbers.Significant(result.Batch * 1e9 / result.StepNanoseconds),
                Numbers.Ratio(result.TimesTorch),
                Numbers.Significant(result.TextBytes / 1000.0));
        }

        table.Write();
        Console.WriteLine(
            $"geometric means: {Numbers.Ratio(Mean(results.Select(result => result.TimesOnnxRuntime)))} x ONNX Runtime, "
            + $"{Numbers.Ratio(Mean(results.Select(result => (double?)result.TimesTorch)))} x PyTorch");
    }

    private static double? Mean(IEnumerable<double?> ratios)
    {
        double[] known = [.. ratios.OfType<double>()];
        return known.Length == 0 ? null : Math.Exp(known.Average(Math.Log));
    }
}
