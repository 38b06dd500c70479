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
    private static readonly ConcurrentDictionary<string, (Action<CnnGenOptions, int> Configure, KeptStorage Storage)> Configurations = new();

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
    public static async Task<Cluster> Start(int silos, Action<CnnGenOptions, int> configure)
    {
        string key = Guid.NewGuid().ToString();
        Configurations[key] = (configure, new KeptStorage());
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

    private sealed class Configurator : IHostConfigurator, ISiloConfigurator
    {
        private static int started;

        public void Configure(Microsoft.Extensions.Hosting.IHostBuilder hostBuilder)
        {
        }

        public void Configure(ISiloBuilder siloBuilder)
        {
            string key = siloBuilder.Configuration["cnngen"]!;
            int number = Interlocked.Increment(ref started);
            (Action<CnnGenOptions, int> configure, KeptStorage storage) = Configurations[key];
            storage.AddTo(siloBuilder);
            siloBuilder.AddCnnGen(options =>
            {
                options.ComputeThreads = 1;
                configure(options, number);
            });
        }
    }
}
