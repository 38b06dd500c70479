using System.Collections.Generic;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>How a run stands.</summary>
public enum PopulationStatus
{
    /// <summary>Nobody has started it.</summary>
    NotStarted,

    /// <summary>It goes on.</summary>
    Running,

    /// <summary>All generations have been.</summary>
    Done,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>It could not go on.</summary>
    Failed,
}

/// <summary>How far a run has come.</summary>
[GenerateSerializer, Immutable]
public sealed record PopulationProgress
{
    /// <summary>The run's name.</summary>
    [Id(0)]
    public string Run { get; init; } = "";

    /// <summary>How it stands.</summary>
    [Id(1)]
    public PopulationStatus Status { get; init; }

    /// <summary>Generations that have been.</summary>
    [Id(2)]
    public long Generation { get; init; }

    /// <summary>Generations that there are to be.</summary>
    [Id(3)]
    public long Generations { get; init; }

    /// <summary>The best fitness of the last generation; not a number where none was finite.</summary>
    [Id(4)]
    public double Best { get; init; } = double.NaN;

    /// <summary>The mean of those of the last generation that were finite, added in the order of the candidates; not a number where none was.</summary>
    [Id(5)]
    public double Mean { get; init; } = double.NaN;

    /// <summary>How many of the last generation were not finite.</summary>
    [Id(6)]
    public int NotFinite { get; init; }

    /// <summary>Silos that take part.</summary>
    [Id(7)]
    public int Silos { get; init; }

    /// <summary>Ranges of candidates that were asked of other silos too, since their own had died or was slow.</summary>
    [Id(8)]
    public long Reruns { get; init; }

    /// <summary>Bytes that orders and answers of the last generation held, without what Orleans puts around them.</summary>
    [Id(9)]
    public long Bytes { get; init; }

    /// <summary>Seconds that the last generation took.</summary>
    [Id(10)]
    public double Seconds { get; init; }

    /// <summary>Silos that may not take part, each with the reason.</summary>
    [Id(11)]
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Why the run could not go on; empty unless it has failed.</summary>
    [Id(12)]
    public string Failure { get; init; } = "";
}
