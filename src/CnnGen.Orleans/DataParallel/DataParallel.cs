using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>A training of one network on all silos of a cluster: what <c>Trainer.Fit</c> does, with its bits.</summary>
/// <remarks>
/// Each step's batch is cut into the shards that <see cref="Trainer{T}"/> cuts it into; silos compute blocks of them, and each makes the step on its own copy.
/// The order of the samples follows from the seed as in <c>Trainer.Fit</c> with the same options.
/// </remarks>
[GenerateSerializer, Immutable]
public sealed record DataParallel
{
    /// <summary>The name of the network, as silos know it: <see cref="CnnGenOptions.Network{T}"/>.</summary>
    [Id(0)]
    public required string Network { get; init; }

    /// <summary>The name of the samples, as silos know them: <see cref="CnnGenOptions.Samples{T}"/>.</summary>
    [Id(1)]
    public required string Samples { get; init; }

    /// <summary>Passes over the samples; at least 1.</summary>
    [Id(2)]
    public int Epochs { get; init; } = 1;

    /// <summary>Samples of each step, at least 1; the last step of an epoch has what is left.</summary>
    [Id(3)]
    public int BatchSize { get; init; } = 32;

    /// <summary>The learning rate of every step, unless there is a <see cref="Schedule"/>.</summary>
    [Id(4)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The name of a schedule of learning rates, as silos know it: <see cref="CnnGenOptions.Schedule"/>; null: none.</summary>
    [Id(5)]
    public string? Schedule { get; init; }

    /// <summary>From which the order of the samples and their variants follow. (What the network starts from is its own.)</summary>
    [Id(6)]
    public int Seed { get; init; }

    /// <summary>Whether the samples come in a new random order each epoch; otherwise in their own.</summary>
    [Id(7)]
    public bool Shuffle { get; init; } = true;

    /// <summary>Samples of a shard, 1 to the network's Batch; null: the smaller of Batch and 32, as for a trainer.</summary>
    [Id(8)]
    public int? ShardSize { get; init; }

    /// <summary>After how many steps all that is needed to go on is put into the grain storage; 0: when the training ends only.</summary>
    [Id(9)]
    public int CheckpointSteps { get; init; } = 100;

    /// <summary>
    /// How long a silo may take for its part of a step until another one is asked for it too. Both answers have the same bits: the first one counts. It is at
    /// least ten times what a step takes.
    /// </summary>
    [Id(10)]
    public TimeSpan HedgeAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The steps of all epochs.</summary>
    internal long StepsOf(int samples) => (((samples - 1L) / BatchSize) + 1) * Epochs;

    /// <summary>What is wrong with it; null: nothing.</summary>
    internal string? Problem() =>
        string.IsNullOrWhiteSpace(Network) ? "Network names a network; nothing came."
        : string.IsNullOrWhiteSpace(Samples) ? "Samples names a source of samples; nothing came."
        : Epochs < 1 ? $"Epochs is at least 1; {Epochs} came."
        : BatchSize < 1 ? $"BatchSize is at least 1; {BatchSize} came."
        : !double.IsFinite(LearningRate) || LearningRate < 0 ? $"LearningRate is a finite number of at least 0; {LearningRate} came."
        : ShardSize < 1 ? $"ShardSize is at least 1; {ShardSize} came."
        : CheckpointSteps < 0 ? $"CheckpointSteps is at least 0; {CheckpointSteps} came."
        : HedgeAfter <= TimeSpan.Zero ? $"HedgeAfter is longer than nothing; {HedgeAfter} came."
        : null;
}
