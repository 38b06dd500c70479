using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Benchmarks.Measuring;
using CnnGen.Benchmarks.Peers.OnnxRuntime;

namespace CnnGen.Benchmarks.Reporting;

/// <summary>What is printed around and after the measurements.</summary>
internal static class ContestReport
{
    public static void WriteConditions(OrtApi? onnxRuntime)
    {
        string peer = onnxRuntime is null ? $"no ONNX Runtime ({OrtApi.Variable} is not set)" : $"ONNX Runtime {onnxRuntime.Version}";
        Conditions.Write($"one thread, batch 1, {peer}");
    }

    /// <summary>Columns that no result has a value for are left out.</summary>
    public static void Write(IReadOnlyList<ContestResult> results)
    {
        List<(string Heading, Func<ContestResult, string> Cell)> columns =
        [
            ("network", result => result.Network),
            ("MACs", result => $"{result.Macs:N0}"),
            ("µs", result => Numbers.Microseconds(result.Nanoseconds)),
            ("GFLOP/s", result => Numbers.Significant(result.Gflops)),
            ("% peak", result => Numbers.Percent(result.FractionOfPeak)),
        ];
        if (results.Any(result => result.NaiveNanoseconds is not null)) columns.Add(("× naive", result => Numbers.Ratio(result.TimesNaive)));
        if (results.Any(result => result.OnnxRuntimeNanoseconds is not null))
        {
            columns.Add(("ORT µs", result => Numbers.Ratio(result.OnnxRuntimeNanoseconds / 1000)));
            columns.Add(("× ORT", result => Numbers.Ratio(result.TimesOnnxRuntime)));
        }

        columns.Add(("B/call", result => $"{result.BytesInCall:0.##}"));
        if (results.Any(result => result.Fresh is not null))
        {
            columns.Add(("new µs", result => Numbers.Ratio(result.Fresh?.Construction)));
            columns.Add(("call 1 µs", result => Numbers.Ratio(result.Fresh?.FirstCall)));
            columns.Add(("call 100 µs", result => Numbers.Ratio(result.Fresh?.HundredthCall)));
        }

        columns.Add(("same output", result => result.CheckedBy));

        Table.Of(columns, results).Write();
    }
}
