using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>How far a federation is.</summary>
/// <param name="Round">The round that runs, from 1 on; behind the end one more than were made.</param>
/// <param name="Accepted">Updates of it that are stored.</param>
/// <param name="Minimum">How many it needs.</param>
/// <param name="Deadline">When it ends, if it has them by then.</param>
/// <param name="HasEnded">Whether the federation has ended.</param>
/// <param name="Last">The round before; null where there is none.</param>
[GenerateSerializer, Immutable]
public sealed record FederationProgress(
    [property: Id(0)] long Round,
    [property: Id(1)] int Accepted,
    [property: Id(2)] int Minimum,
    [property: Id(3)] DateTimeOffset Deadline,
    [property: Id(4)] bool HasEnded,
    [property: Id(5)] FederatedRoundResult? Last);

/// <summary>What came of a round.</summary>
/// <param name="Round">Its number.</param>
/// <param name="Clients">Whose updates were averaged.</param>
/// <param name="Samples">As how many samples they counted, all together.</param>
/// <param name="Clipped">How many changes were scaled down.</param>
/// <param name="Change">The L2 norm of the mean change, before noise.</param>
/// <param name="Took">From the round's beginning to its end.</param>
[GenerateSerializer, Immutable]
public sealed record FederatedRoundResult(
    [property: Id(0)] long Round,
    [property: Id(1)] int Clients,
    [property: Id(2)] long Samples,
    [property: Id(3)] int Clipped,
    [property: Id(4)] double Change,
    [property: Id(5)] TimeSpan Took);
