using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;
using Xunit;

namespace CnnGen.Orleans.Tests.Federated;

/// <summary>Several silos.</summary>
public sealed class FederatedClusterTests
{
    private const int Clients = 60;

    private static readonly KeptStorage Storage = new();

    // Long enough for a busy machine, and of those who wait for the dead not many have to.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task TwoSilos_OneOfWhichDies_HaveTheBitsOfAPlainLoop()
    {
        var builder = new TestClusterBuilder(2);
        builder.AddSiloBuilderConfigurator<Silo>();
        builder.AddClientBuilderConfigurator<Client>();
        await using TestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        Federation federation = cluster.Client.GetFederation("cluster");
        var how = new FederatedAveraging("small") { Minimum = Clients, Maximum = Clients, RoundTimeout = TimeSpan.FromDays(1) };
        await Tried(async () =>
        {
            await federation.Start(how);
            return true;
        });
        float[] begun = Updates.Numbers(new Small(seed: 1));
        string[] names = Enumerable.Range(0, Clients).Select(i => $"client-{i}").ToArray();
        FederatedRound<float> round = await Tried(() => federation.Join(new Small()));
        await Task.WhenAll(names[..(Clients / 2)].Select(Submit));
        Task rest = Task.WhenAll(names[(Clients / 2)..].Select(Submit));
        await cluster.KillSiloAsync(cluster.SecondarySilos[0]);
        await rest;

        var network = new Small();
        while ((round = await Tried(() => federation.Join(network))).Number == 1) await Task.Delay(50);
        Assert.Equal(2, round.Number);
        Assert.Equal(Updates.Mean(begun, names, name => Updates.Trained(begun, name), Updates.Samples), Updates.Numbers(network));

        async Task Submit(string name)
        {
            var network = new Small();
            network.SetParameters(Updates.Trained(begun, name));
            FederatedReply reply = await Tried(() => round.Submit(name, network, Updates.Samples(name)));
            Assert.Contains(reply.Answer, new[] { FederatedAnswer.Accepted, FederatedAnswer.Duplicate, FederatedAnswer.Stale });
        }
    }

    /// <summary>Calls on their way to a silo that dies fail, and are made again.</summary>
    private static async Task<T> Tried<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception e) when (Gone.Is(e) || e is InconsistentStateException)
            {
                await Task.Delay(20);
            }
        }
    }

    private sealed class Silo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder silo)
        {
            silo.AddCnnGen(options => options.Network("small", () => new Small(seed: 1)));
            Storage.AddTo(silo);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Patience);
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = options.MinProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
                options.NumMissedProbesLimit = 2;
            });
        }
    }

    private sealed class Client : IClientBuilderConfigurator
    {
        public void Configure(IConfiguration configuration, IClientBuilder client) =>
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Patience);
    }
}
