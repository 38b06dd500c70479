using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>What a federation's leader keeps, but for names and numbers.</summary>
[GenerateSerializer, Immutable]
internal sealed record FederationState
{
    /// <summary>Null where it was never started.</summary>
    [Id(0)]
    public FederatedAveraging? Options { get; init; }

    [Id(1)]
    public string Fingerprint { get; init; } = "";

    /// <summary>Bytes of all numbers.</summary>
    [Id(2)]
    public int Length { get; init; }

    [Id(3)]
    public long Round { get; init; }

    [Id(4)]
    public DateTimeOffset Began { get; init; }

    [Id(5)]
    public bool HasEnded { get; init; }

    [Id(6)]
    public FederatedRoundResult? Last { get; init; }
}

/// <summary>The numbers that a round begins with.</summary>
[GenerateSerializer, Immutable]
internal sealed class StoredModel
{
    [Id(0)]
    public long Round { get; set; }

    [Id(1)]
    public Numbers? Numbers { get; set; }
}
