using System;
using System.Collections.Generic;
using System.Linq;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Placement;

namespace CnnGen.Orleans;

/// <summary>The silos of the cluster, and grains that are to live in a certain one of them.</summary>
internal sealed class Silos(ISiloStatusOracle oracle, IGrainFactory grains)
{
    /// <summary>This one.</summary>
    public SiloAddress Own => oracle.SiloAddress;

    /// <summary>Those that are active, as far as this one knows, in an order of their own.</summary>
    public IReadOnlyList<SiloAddress> Active => oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.OrderBy(silo => silo).ToArray();

    /// <summary>A grain whose first call makes it live in a silo; its class is placed at random, which follows the hint.</summary>
    /// <typeparam name="TGrain">Its interface.</typeparam>
    /// <typeparam name="TResult">What the call returns, a task.</typeparam>
    /// <param name="silo">The silo.</param>
    /// <param name="name">What it is called there.</param>
    /// <param name="call">The call. It is sent before this returns.</param>
    public TResult Call<TGrain, TResult>(SiloAddress silo, string name, Func<TGrain, TResult> call) where TGrain : IGrainWithStringKey
    {
        object? hint = RequestContext.Get(IPlacementDirector.PlacementHintKey);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return call(grains.GetGrain<TGrain>($"{name}@{silo.ToParsableString()}"));
        }
        finally
        {
            if (hint == null) RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            else RequestContext.Set(IPlacementDirector.PlacementHintKey, hint);
        }
    }
}
