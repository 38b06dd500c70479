namespace CnnGen.Benchmarks.Training;

/// <summary>What was seen of the training steps of one network on one thread and on two.</summary>
internal sealed record ThreadsResult
{
    public required string Network { get; init; }

    /// <summary>Samples that a thread takes at once.</summary>
    public required int Shard { get; init; }

    /// <summary>Samples of a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Of one sample's forward pass.</summary>
    public required long Macs { get; init; }

    /// <summary>A step on one thread, the median.</summary>
    public required double NanosecondsOfOne { get; init; }

    /// <summary>A step on two, the median.</summary>
    public required double NanosecondsOfTwo { get; init; }

    /// <summary>Of one thread.</summary>
    public required double PeakGflops { get; init; }

    /// <summary>The median of the rounds' ratios, of those in which two threads had two cores; null where there was none.</summary>
    public required double? TimesOne { get; init; }

    /// <summary>How many these were.</summary>
    public required int Rounds { get; init; }

    /// <summary>The median of all.</summary>
    public required double TimesOneInAll { get; init; }

    /// <summary>The median of the rounds beside a process that keeps a core busy.</summary>
    public required double TimesOneBesidesOne { get; init; }

    /// <summary>The median of the rounds beside two.</summary>
    public required double TimesOneBesidesTwo { get; init; }

    /// <summary>A step of PyTorch's on two threads, the median.</summary>
    public required double? TorchNanoseconds { get; init; }

    /// <summary>The median of the rounds' ratios to two threads.</summary>
    public required double? TimesTorch { get; init; }

    public double SamplesPerSecond => 1e9 * Batch / NanosecondsOfTwo;

    public double? TorchSamplesPerSecond => 1e9 * Batch / TorchNanoseconds;

    /// <summary>Of two threads, by three times the forward multiply-adds.</summary>
    public double Gflops => 3 * 2.0 * Macs * Batch / NanosecondsOfTwo;

    /// <summary>Of both threads' peak.</summary>
    public double FractionOfPeak => Gflops / (2 * PeakGflops);
}
