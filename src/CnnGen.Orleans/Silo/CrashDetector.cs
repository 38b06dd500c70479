using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
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
/// was seen open, and refuses now, three times, is declared dead, as Orleans' own agent for Kubernetes declares silos dead whose pods are gone. A machine that
/// is cut off refuses nothing: of that the probes tell. Where most ports are closed the fault may be this silo's: that, too, is left to the probes.
/// </remarks>
internal sealed class CrashDetector(
    IClusterMembershipService membership, SiloAddress own, IOptions<CnnGenOptions> options, ILogger<CrashDetector> logger) : BackgroundService
{
    // Of a large cluster each silo looks at those that come behind it in the order of addresses: others look at the others.
    private const int Most = 8, Tries = 3;

    // Windows tries for a second or two before it says that a port refuses.
    private static readonly TimeSpan
        Patience = TimeSpan.FromSeconds(3),
        BetweenTries = TimeSpan.FromMilliseconds(100),
        Declaring = TimeSpan.FromSeconds(1),
        Poll = TimeSpan.FromMilliseconds(10);

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

    /// <summary>How many silos have open ports, as far as is known.</summary>
    public int Seen => seen.Count;

    /// <summary>Looks at other silos, and declares those dead whose ports are closed.</summary>
    /// <returns>Whether any is dead now that was not.</returns>
    public Task<bool> Look()
    {
        if (!options.Value.DetectCrashes) return Task.FromResult(false);
        lock (gate)
        {
            // Not in a turn of the grain that asks: others wait for the same.
            if (looking.IsCompleted) looking = Task.Run(LookAround);
            return looking;
        }
    }

    /// <summary>Sees the port of each silo that comes.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.DetectCrashes) return;
        await foreach (ClusterMembershipSnapshot snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            foreach (SiloAddress silo in seen.Keys.Where(silo => snapshot.GetSiloStatus(silo) != SiloStatus.Active)) seen.TryRemove(silo, out _);
            SeeOthers();
        }
    }

    private void SeeOthers()
    {
        foreach (ClusterMember member in membership.CurrentSnapshot.Members.Values)
        {
            SiloAddress silo = member.SiloAddress;
            if (member.Status == SiloStatus.Active && !silo.Equals(own) && !seen.ContainsKey(silo)) _ = See(silo);
        }
    }

    private async Task See(SiloAddress silo)
    {
        if (await Try(silo) == Port.Open && IsActive(silo)) seen.TryAdd(silo, true);
    }

    private bool IsActive(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active;

    private async Task<bool> LookAround()
    {
        try
        {
            SeeOthers();
            SiloAddress[] known = seen.Keys.Where(IsActive).Order().ToArray();
            IEnumerable<SiloAddress> watched = known.Where(silo => silo.CompareTo(own) > 0).Concat(known.Where(silo => silo.CompareTo(own) < 0)).Take(Most);
            SiloAddress[] closed = await Closed(watched);
            for (int again = 1; again < Tries && closed.Length > 0; again++)
            {
                await Task.Delay(BetweenTries);   // a port that is overrun refuses too, but not for long
                closed = await Closed(closed);
            }

            if (closed.Length == 0) return false;
            if (closed.Length >= 3 && 2 * closed.Length > Math.Min(known.Length, Most))
            {
                SiloLog.MostAreClosed(logger, closed.Length);
                return false;
            }

            return (await Task.WhenAll(closed.Select(Declare))).Contains(true);
        }
        catch (Exception exception)
        {
            SiloLog.NotDeclared(logger, exception);
            return false;
        }
    }

    private static async Task<SiloAddress[]> Closed(IEnumerable<SiloAddress> silos) =>
        (await Task.WhenAll(silos.Select(async silo => (Silo: silo, Port: await Try(silo)))))
        .Where(one => one.Port == Port.Closed).Select(one => one.Silo).ToArray();

    /// <returns>Whether the cluster knows it now; where others have written at the same time the next look tries again.</returns>
    private async Task<bool> Declare(SiloAddress silo)
    {
        if (!IsActive(silo)) return false;
        SiloLog.Crashed(logger, silo);
        await membership.TryKill(silo);
        long until = Environment.TickCount64 + (long)Declaring.TotalMilliseconds;
        while (IsActive(silo) && Environment.TickCount64 < until) await Task.Delay(Poll);
        return !IsActive(silo);
    }

    private static async Task<Port> Try(SiloAddress silo)
    {
        try
        {
            using var socket = new Socket(silo.Endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            using var patience = new CancellationTokenSource(Patience);
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
