using System;
using System.Collections.Concurrent;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace CnnGen.Orleans;

/// <summary>Rounds as safetensors files, each made once; and updates that come as such.</summary>
internal sealed class FederatedFiles(FederatedNetworks networks)
{
    private readonly ConcurrentDictionary<string, (JoinedRound Round, Lazy<Task<byte[]>> File)> last = new(StringComparer.Ordinal);

    /// <summary>The file of a round.</summary>
    public async Task<byte[]> Of(string federation, JoinedRound round)
    {
        if (!last.TryGetValue(federation, out var kept) || kept.Round.Numbers != round.Numbers)
        {
            last[federation] = kept = (round, new(() => Save(round)));
        }

        try
        {
            return await kept.File.Value;
        }
        catch
        {
            last.TryRemove(new(federation, kept));   // the next who asks tries again
            throw;
        }
    }

    /// <summary>The numbers of a file.</summary>
    /// <exception cref="InvalidDataException">It is none, or not one of the round's network.</exception>
    public async Task<Numbers> Read(JoinedRound round, Stream file, CancellationToken cancellation)
    {
        FederatedNetwork network = await networks.Get(round.Network);
        return await networks.Run(() => network.Load(file), cancellation);
    }

    private async Task<byte[]> Save(JoinedRound round)
    {
        FederatedNetwork network = await networks.Get(round.Network);
        return await networks.Run(() => network.Save(round.Numbers!));
    }
}
