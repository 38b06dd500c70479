using System;
using System.Collections.Generic;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>Where a run is.</summary>
[GenerateSerializer]
public enum RunStatus
{
    /// <summary>Nobody has started a run of this name.</summary>
    None,

    /// <summary>It goes on.</summary>
    Running,

    /// <summary>It has made all its steps.</summary>
    Completed,

    /// <summary>Its loss is no longer a finite number; it has stopped behind that step, as <c>Fit</c> does.</summary>
    Diverged,

    /// <summary>Somebody has stopped it; started again it goes on.</summary>
    Cancelled,

    /// <summary>It cannot go on, and says why; started again it goes on from its last checkpoint.</summary>
    Failed,
}

/// <summary>How a data-parallel training is going.</summary>
[GenerateSerializer, Immutable]
public sealed record TrainingProgress
{
    /// <summary>Whether it goes on.</summary>
    [Id(0)]
    public RunStatus Status { get; init; }

    /// <summary>The steps that are made.</summary>
    [Id(1)]
    public long Step { get; init; }

    /// <summary>How many steps there are to be.</summary>
    [Id(2)]
    public long Steps { get; init; }

    /// <summary>The epoch, from 1.</summary>
    [Id(3)]
    public int Epoch { get; init; }

    /// <summary>The loss of the last step: the mean over its samples, before the step.</summary>
    [Id(4)]
    public double Loss { get; init; }

    /// <summary>The silos that compute.</summary>
    [Id(5)]
    public IReadOnlyList<string> Silos { get; init; } = Array.Empty<string>();

    /// <summary>The silo where the coordinator lives.</summary>
    [Id(15)]
    public string Coordinator { get; init; } = "";

    /// <summary>Silos that may not compute, each with the reason: their network, or its bits, are not those of the run.</summary>
    [Id(6)]
    public IReadOnlyList<string> Refused { get; init; } = Array.Empty<string>();

    /// <summary>
    /// What was computed twice, since who had it was silent or gone, or what it sent got lost; counted since the run goes on where its coordinator is now.
    /// </summary>
    [Id(7)]
    public long Reruns { get; init; }

    /// <summary>Bytes of gradients that the silos have for each other of the last step.</summary>
    [Id(8)]
    public long BytesOfStep { get; init; }

    /// <summary>Shards a second in the last twenty steps.</summary>
    [Id(9)]
    public double ShardsPerSecond { get; init; }

    /// <summary>What the last twenty steps have taken, each from the end of the one before, with what was saved in between: the median.</summary>
    [Id(10)]
    public TimeSpan MedianStep { get; init; }

    /// <summary>
    /// What of the last twenty steps the slowest silo has spent on computing and adding, the median; the rest is messages, waiting and saving.
    /// </summary>
    [Id(14)]
    public TimeSpan MedianComputing { get; init; }

    /// <summary>
    /// The longest that a step has taken since the run goes on where its coordinator is now, and what it stood still before where that was lost elsewhere.
    /// </summary>
    [Id(11)]
    public TimeSpan LongestStep { get; init; }

    /// <summary>Why it failed; otherwise null.</summary>
    [Id(12)]
    public string? Error { get; init; }

    /// <summary>SHA-256 of the parameters, in the order of the description, when the run is over; before, null.</summary>
    [Id(13)]
    public string? Hash { get; init; }

    /// <summary>Whether it is over.</summary>
    public bool IsOver => Status is not (RunStatus.Running or RunStatus.None);
}
