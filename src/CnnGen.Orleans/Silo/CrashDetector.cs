using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace CnnGen.Orleans;

/// <summary>Tells the cluster of silos whose processes have ended.</summary>
/// <remarks>
/// Orleans learns of a death by missed probes, by default after 11 to 20 seconds; until then calls to the dead silo wait, and so do calls to grains of which it
/// held the place in the directory. But the port of a process that has ended refuses connections at once. So whoever misses something looks: a silo whose port
/// was seen open, and refuses now, twice, is declared dead, as Orleans' own agent for Kubernetes declares silos dead whose pods are gone. A machine that is cut
/// off refuses nothing: of that the probes tell.
/// </remarks>
internal sealed class CrashDetector(
    IClusterMembershipService membership, ISiloStatusOracle oracle, IOptions<CnnGenOptions> options, ILogger<CrashDetector> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500), BetweenTries = TimeSpan.FromMilliseconds(50);

    // Silos of a test may have no ports at all: only what was seen open can be closed.
    private readonly ConcurrentDictionary<SiloAddress, bool> seen = new();
    private readonly object gate = new();
    private Task<bool> looking = Task.FromResult(false);

    private enum Port
    {
        Open,
        Closed,
        Silent,
    }

    /// <summary>Looks at all other silos, and declares those dead whose ports are closed.</summary>
    /// <returns>Whether there was any.</returns>
    public Task<bool> Look()
    {
        if (!options.Value.DetectCrashes) return Task.FromResult(false);
        lock (gate)
        {
            // Not in a turn of the grain that asks: others wait for the same.
            if (looking.IsCompleted) looking = Task.Run(LookAtAll);
            return looking;
        }
    }

    /// <summary>Sees the port of each silo that comes.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.DetectCrashes) return;
        await foreach (ClusterMembershipSnapshot snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            foreach (ClusterMember member in snapshot.Members.Values)
            {
                if (member.Status != SiloStatus.Active) seen.TryRemove(member.SiloAddress, out _);
                else if (!member.SiloAddress.Equals(oracle.SiloAddress) && !seen.ContainsKey(member.SiloAddress)) _ = See(member.SiloAddress);
            }
        }
    }

    private async Task See(SiloAddress silo)
    {
        if (await Try(silo) == Port.Open) seen.TryAdd(silo, true);
    }

    private async Task<bool> LookAtAll()
    {
        bool[] found = await Task.WhenAll(seen.Keys.Select(IsDead));
        return found.Contains(true);
    }

    private async Task<bool> IsDead(SiloAddress silo)
    {
        if (await Try(silo) != Port.Closed) return false;
        await Task.Delay(BetweenTries);
        if (await Try(silo) != Port.Closed || !seen.TryRemove(silo, out _)) return false;
        SiloLog.Crashed(logger, silo);
        await membership.TryKill(silo);

        // What is called next is not to be sent there.
        long until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (membership.CurrentSnapshot.GetSiloStatus(silo) != SiloStatus.Dead && Environment.TickCount64 < until) await Task.Delay(10);
        return true;
    }

    private static async Task<Port> Try(SiloAddress silo)
    {
        using var socket = new Socket(silo.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(silo.Endpoint, patience.Token);
            return Port.Open;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return Port.Closed;
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return Port.Silent;
        }
    }
}
