using System;
using System.Threading.Tasks;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>A round that a client has joined.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
public sealed class FederatedRound<T> where T : unmanaged
{
    private readonly IGrainFactory grains;
    private readonly string federation;

    internal FederatedRound(IGrainFactory grains, string federation, long number, bool hasEnded)
    {
        this.grains = grains;
        this.federation = federation;
        Number = number;
        HasEnded = hasEnded;
    }

    /// <summary>Its number.</summary>
    public long Number { get; }

    /// <summary>Whether the federation has ended: the network has its last numbers, and no update is taken.</summary>
    public bool HasEnded { get; }

    /// <summary>Sends what came of a client's training: all parameters and buffers.</summary>
    /// <param name="client">The client's name: 1 to 100 letters and digits of ASCII, dots, dashes and underscores.</param>
    /// <param name="network">The network.</param>
    /// <param name="samples">On how many samples it was trained; at least 1.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no samples.</exception>
    public Task<FederatedReply> Submit(string client, INetwork<T> network, int samples)
    {
        ArgumentNullException.ThrowIfNull(network);
        FederatedNames.Check(client, nameof(client));
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        var update = new SentUpdate(Number, samples, network.Description.Fingerprint, FederatedNumbers.Of(network));
        return grains.GetUpdate(federation, client).Submit(update);
    }
}
