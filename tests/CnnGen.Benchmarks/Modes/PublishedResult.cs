namespace CnnGen.Benchmarks.Modes;

/// <summary>How fast a published network is.</summary>
internal sealed record PublishedResult
{
    public required string Network { get; init; }

    public required long Macs { get; init; }

    /// <summary>One sample, out of training.</summary>
    public required double ForwardNanoseconds { get; init; }

    public required double? TimesOnnxRuntime { get; init; }

    /// <summary>Samples of a step of training.</summary>
    public required int Batch { get; init; }

    public required double StepNanoseconds { get; init; }

    public required double TimesTorch { get; init; }

    /// <summary>The emitted text of the network that is trained.</summary>
    public required long TextBytes { get; init; }
}
