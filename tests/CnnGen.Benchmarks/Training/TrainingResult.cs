namespace CnnGen.Benchmarks.Training;

/// <summary>What was seen of the training steps of one network.</summary>
internal sealed record TrainingResult
{
    public required string Network { get; init; }

    /// <summary>Samples of a step.</summary>
    public required int Batch { get; init; }

    /// <summary>Of one sample's forward pass.</summary>
    public required long Macs { get; init; }

    /// <summary>Of one step, the median of the bursts.</summary>
    public required double Nanoseconds { get; init; }

    public required double PeakGflops { get; init; }

    public required double? TorchNanoseconds { get; init; }

    /// <summary>The median of the rounds' ratios, not the ratio of the medians: both bursts of a round meet the same machine.</summary>
    public required double? TimesTorch { get; init; }

    public required double BytesInStep { get; init; }

    /// <summary>Activations and gradients.</summary>
    public required long InstanceBytes { get; init; }

    /// <summary>Parameters and the optimizer's state.</summary>
    public required long SharedBytes { get; init; }

    /// <summary>After the steps that are compared.</summary>
    public required double Loss { get; init; }

    public required double? TorchLoss { get; init; }

    /// <summary>How far the parameters are from PyTorch's after these steps, by how far PyTorch's have moved.</summary>
    public required double? Distance { get; init; }

    public double SamplesPerSecond => 1e9 * Batch / Nanoseconds;

    public double? TorchSamplesPerSecond => 1e9 * Batch / TorchNanoseconds;

    /// <summary>By three times the forward multiply-adds: of the backward pass, one for the weights and one for the inputs.</summary>
    public double Gflops => 3 * 2.0 * Macs * Batch / Nanoseconds;

    public double FractionOfPeak => Gflops / PeakGflops;
}
