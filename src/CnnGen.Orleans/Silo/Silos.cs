using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>The silos of the cluster.</summary>
internal sealed class Silos(ISiloStatusOracle oracle, CrashDetector crashes)
{
    /// <summary>This one.</summary>
    public SiloAddress Own => oracle.SiloAddress;

    /// <summary>Those that are active, as far as this one knows, in an order of their own.</summary>
    public IReadOnlyList<SiloAddress> Active => oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.OrderBy(silo => silo).ToArray();

    /// <summary>Looks whether others have died of which the cluster does not know yet, and tells it.</summary>
    /// <returns>Whether there was any.</returns>
    public Task<bool> LookForCrashes() => crashes.Look();
}
