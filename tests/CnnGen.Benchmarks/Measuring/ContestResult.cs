namespace CnnGen.Benchmarks.Measuring;

/// <summary>What was seen of one network.</summary>
internal sealed record ContestResult
{
    public required string Network { get; init; }

    public required long Macs { get; init; }

    public required double Nanoseconds { get; init; }

    public required double PeakGflops { get; init; }

    public required double? NaiveNanoseconds { get; init; }

    public required double? OnnxRuntimeNanoseconds { get; init; }

    public required double BytesInCall { get; init; }

    public required FreshProcess? Fresh { get; init; }

    /// <summary>The peers whose output was the same.</summary>
    public required string CheckedBy { get; init; }

    /// <summary>By the multiply-adds of direct convolution, whatever the network does instead.</summary>
    public double Gflops => 2.0 * Macs / Nanoseconds;

    public double FractionOfPeak => Gflops / PeakGflops;

    public double? TimesNaive => NaiveNanoseconds / Nanoseconds;

    public double? TimesOnnxRuntime => OnnxRuntimeNanoseconds / Nanoseconds;
}
