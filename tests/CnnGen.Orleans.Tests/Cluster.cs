using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace CnnGen.Orleans.Tests;

/// <summary>Silos in this process, with a storage that outlives them.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Configuration> Configurations = new();

    private readonly TestCluster cluster;
    private readonly string key;

    private Cluster(TestCluster cluster, string key)
    {
        this.cluster = cluster;
        this.key = key;
    }

    public TestCluster Test => cluster;

    public global::Orleans.IGrainFactory Grains => cluster.GrainFactory;

    /// <summary>Starts some.</summary>
    /// <param name="silos">How many.</param>
    /// <param name="configure">What each knows, given its number.</param>
    /// <param name="alter">What else is to be done with each.</param>
    /// <param name="withCnnGen">How many of them, the first ones, have CnnGen; null for all.</param>
    public static async Task<Cluster> Start(
        int silos, Action<CnnGenOptions, int> configure, Action<ISiloBuilder>? alter = null, int? withCnnGen = null)
    {
        string key = Guid.NewGuid().ToString();
        Configurations[key] = new Configuration(configure, alter ?? (_ => { }), withCnnGen ?? int.MaxValue, new KeptStorage());
        var builder = new TestClusterBuilder((short)silos);
        builder.Properties["cnngen"] = key;
        builder.Options.ConnectionTransport = ConnectionTransportType.TcpSocket;
        builder.AddSiloBuilderConfigurator<Configurator>();
        TestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return new Cluster(cluster, key);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
        Configurations.TryRemove(key, out _);
    }

    private sealed record Configuration(Action<CnnGenOptions, int> Configure, Action<ISiloBuilder> Alter, int WithCnnGen, KeptStorage Storage)
    {
        private int started;

        public int Next() => Interlocked.Increment(ref started);
    }

    private sealed class Configurator : IHostConfigurator, ISiloConfigurator
    {
        public void Configure(Microsoft.Extensions.Hosting.IHostBuilder hostBuilder)
        {
        }

        public void Configure(ISiloBuilder siloBuilder)
        {
            Configuration configuration = Configurations[siloBuilder.Configuration["cnngen"]!];
            int number = configuration.Next();
            configuration.Storage.AddTo(siloBuilder);
            configuration.Alter(siloBuilder);
            if (number > configuration.WithCnnGen) return;
            siloBuilder.AddCnnGen(options =>
            {
                options.ComputeThreads = 1;
                configuration.Configure(options, number);
            });
        }
    }
}
