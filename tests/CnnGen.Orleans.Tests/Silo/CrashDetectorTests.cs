using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Xunit;

namespace CnnGen.Orleans.Tests;

/// <summary>Silos are ports here, which are open or closed. (A silo that is killed in a test's own process says itself that it is dead.)</summary>
public sealed class CrashDetectorTests
{
    [Fact]
    public async Task PortThatIsClosed_IsADeath_ToldOnce()
    {
        using Port dies = new(), lives = new();
        using var membership = new Membership(dies.Silo, lives.Silo);
        using CrashDetector detector = await membership.Watched();
        Assert.False(await detector.Look());
        Assert.Empty(membership.Killed);

        dies.Dispose();
        Assert.True(await detector.Look());
        Assert.Equal(dies.Silo, Assert.Single(membership.Killed));
        Assert.False(await detector.Look());
        Assert.Single(membership.Killed);
    }

    // Silos that reach each other through memory listen on no port.
    [Fact]
    public async Task PortThatWasNeverOpen_IsNoDeath()
    {
        using Port closed = new(), open = new();
        closed.Dispose();
        using var membership = new Membership(closed.Silo, open.Silo);
        using CrashDetector detector = await membership.Watched(known: 1);
        Assert.False(await detector.Look());
        Assert.Empty(membership.Killed);
    }

    // Then something may be wrong with whoever looks.
    [Fact]
    public async Task MostPortsClosed_IsLeftToProbes()
    {
        Port[] ports = [new(), new(), new(), new()];
        using var membership = new Membership(Array.ConvertAll(ports, port => port.Silo));
        using CrashDetector detector = await membership.Watched();
        foreach (Port port in ports[1..]) port.Dispose();
        Assert.False(await detector.Look());
        Assert.Empty(membership.Killed);
        ports[0].Dispose();
    }

    // The table of members refuses a write where another one came first.
    [Fact]
    public async Task DeathThatWasNotWritten_IsToldAgain()
    {
        using Port dies = new();
        using var membership = new Membership(dies.Silo) { Refusals = 1 };
        using CrashDetector detector = await membership.Watched();
        dies.Dispose();
        Assert.False(await detector.Look());
        Assert.True(await detector.Look());
        Assert.Equal([dies.Silo, dies.Silo], membership.Killed);
    }

    [Fact]
    public async Task SwitchedOff_ItLeavesDeathsToProbes()
    {
        using Port dies = new();
        using var membership = new Membership(dies.Silo);
        using CrashDetector detector = await membership.Watched(known: 0, isOn: false);
        dies.Dispose();
        Assert.False(await detector.Look());
        Assert.Empty(membership.Killed);
    }

    private sealed class Port : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public Port()
        {
            listener.Start();
            Silo = SiloAddress.New((IPEndPoint)listener.LocalEndpoint, 1);
        }

        public SiloAddress Silo { get; }

        public void Dispose() => listener.Stop();
    }

    /// <summary>A cluster of one silo that watches, and others.</summary>
    private sealed class Membership : IClusterMembershipService, IDisposable
    {
        private readonly CancellationTokenSource over = new();
        private readonly ConcurrentDictionary<SiloAddress, SiloStatus> statuses = new();

        public Membership(params SiloAddress[] others)
        {
            foreach (SiloAddress silo in others) statuses[silo] = SiloStatus.Active;
        }

        public List<SiloAddress> Killed { get; } = new();

        /// <summary>How many declarations come to nothing.</summary>
        public int Refusals { get; set; }

        public ClusterMembershipSnapshot CurrentSnapshot
        {
            get
            {
                var members = ImmutableDictionary.CreateBuilder<SiloAddress, ClusterMember>();
                foreach ((SiloAddress silo, SiloStatus status) in statuses) members.Add(silo, new ClusterMember(silo, status, silo.ToString()));
                return new ClusterMembershipSnapshot(members.ToImmutable(), new MembershipVersion(1));
            }
        }

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => Updates(default);

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => default;

        public Task<bool> TryKill(SiloAddress siloAddress)
        {
            Killed.Add(siloAddress);
            if (Refusals-- <= 0) statuses[siloAddress] = SiloStatus.Dead;
            return Task.FromResult(true);
        }

        /// <summary>A detector that has seen so many open ports; all, by default.</summary>
        public async Task<CrashDetector> Watched(int? known = null, bool isOn = true)
        {
            SiloAddress own = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);
            var detector = new CrashDetector(
                this, own, Options.Create(new CnnGenOptions { DetectCrashes = isOn }), NullLogger<CrashDetector>.Instance);
            await detector.StartAsync(over.Token);
            while (detector.Seen < (known ?? statuses.Count)) await Task.Delay(10);
            return detector;
        }

        public void Dispose() => over.Cancel();

        private async IAsyncEnumerable<ClusterMembershipSnapshot> Updates([EnumeratorCancellation] CancellationToken cancellation)
        {
            yield return CurrentSnapshot;
            await Task.Delay(Timeout.Infinite, cancellation);
        }
    }
}
