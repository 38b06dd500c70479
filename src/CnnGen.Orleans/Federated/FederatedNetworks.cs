using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Options;

namespace CnnGen.Orleans;

/// <summary>The networks that this silo or server knows, each made when it is first needed.</summary>
internal sealed class FederatedNetworks(IOptions<CnnGenOptions> options, ComputeThreads threads) : INetworkVisitor<FederatedNetwork>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<FederatedNetwork>>> made = new(StringComparer.Ordinal);

    /// <summary>A network.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message names those that there are.</exception>
    public async Task<FederatedNetwork> Get(string name)
    {
        if (!options.Value.Networks.TryGetValue(name, out NetworkEntry? entry))
        {
            throw new ArgumentException(Registry.Unknown("network", name, options.Value.Networks.Keys));
        }

        Lazy<Task<FederatedNetwork>> making = made.GetOrAdd(name, _ => new(() => threads.Run(() => entry.Accept(this))));
        try
        {
            return await making.Value;
        }
        catch
        {
            made.TryRemove(new(name, making));   // the next who asks tries again
            throw;
        }
    }

    /// <summary>Does something with a network that only one may use at a time.</summary>
    public Task<TResult> Run<TResult>(Func<TResult> work, CancellationToken cancellation = default) => threads.Run(work, cancellation);

    FederatedNetwork INetworkVisitor<FederatedNetwork>.Visit<T>(NetworkEntry<T> network) => new FederatedNetwork<T>(network);
}
