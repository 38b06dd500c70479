using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>The numbers of the last round of each federation that this silo or server has heard of: they come once a round, whoever needs them.</summary>
internal sealed class FederatedModels(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<string, JoinedRound> known = new(StringComparer.Ordinal);

    /// <summary>The round that runs, with its numbers; without, while it is ending. Round 0 where there is no such federation.</summary>
    public async Task<JoinedRound> Current(string federation)
    {
        known.TryGetValue(federation, out JoinedRound? kept);
        JoinedRound joined = await grains.GetGrain<IFederationGrain>(federation).Join(kept?.Round ?? 0);
        if (joined.Round == 0 || joined.IsEnding) return joined;
        if (joined.Numbers == null && kept?.Numbers != null) joined = joined with { Numbers = kept.Numbers };
        return known[federation] = joined;
    }

    /// <summary>A round, if it is known here; else the one that runs. It may have ended since: who leads knows.</summary>
    public Task<JoinedRound> Of(string federation, long round) =>
        known.TryGetValue(federation, out JoinedRound? kept) && kept.Round == round && !kept.HasEnded ? Task.FromResult(kept) : Current(federation);
}
