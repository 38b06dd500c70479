using System;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using CnnGen.Orleans;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace Cluster;

/// <summary>A silo: what it listens on, how it finds the others, and what it knows of CnnGen.</summary>
/// <param name="Port">The port of the silo.</param>
/// <param name="Gateway">The port for clients.</param>
/// <param name="Primary">The port of the silo that holds the table of members, where there is no Redis.</param>
/// <param name="Redis">Where Redis is; empty: there is none.</param>
/// <param name="Name">The cluster's name.</param>
/// <param name="Seed">The seed of the networks.</param>
/// <param name="Threads">Threads that compute; 0: all cores.</param>
/// <param name="IsVerbose">Whether it says what it does.</param>
internal sealed record Silo(int Port, int Gateway, int Primary, string Redis, string Name, int Seed, int Threads, bool IsVerbose)
{
    /// <summary>The ports of a silo that has a machine to itself.</summary>
    public const int UsualPort = 11111, UsualGateway = 30000;

    /// <summary>Where others reach it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>As arguments of a process.</summary>
    public string[] Arguments => ["silo", $"{Port}", $"{Gateway}", $"{Primary}", Redis, Name, $"{Seed}", $"{Threads}", $"{IsVerbose}"];

    /// <summary>From these.</summary>
    public static Silo Read(string[] arguments) => new(
        int.Parse(arguments[1]), int.Parse(arguments[2]), int.Parse(arguments[3]), arguments[4], arguments[5], int.Parse(arguments[6]),
        int.Parse(arguments[7]), bool.Parse(arguments[8]));

    /// <summary>A host with the silo, which has yet to be started.</summary>
    public IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        Log(builder.Logging, IsVerbose);
        builder.UseOrleans(Configure);
        return builder.Build();
    }

    /// <summary>Runs until the input ends, which it does when the process that has started this one is gone.</summary>
    public async Task Run()
    {
        using IHost host = Build();
        await host.StartAsync();
        await Console.In.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await host.StopAsync(patience.Token);
    }

    /// <summary>What a silo says is of interest only where something goes wrong.</summary>
    public static void Log(ILoggingBuilder logging, bool isVerbose)
    {
        logging.ClearProviders();
        if (isVerbose) logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private void Configure(ISiloBuilder silo)
    {
        if (Redis.Length == 0)
        {
            // For development: the table of members is in the memory of one silo.
            silo.UseLocalhostClustering(Port, Gateway, new IPEndPoint(IPAddress.Loopback, Primary), Name, Name);
            silo.Services.AddGrainStorage(
                CnnGenOptions.StorageName, (services, _) => new FolderStorage(FolderOf(Name), services.GetRequiredService<Serializer>()));
        }
        else
        {
            silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));
            silo.ConfigureEndpoints(Address, Port, Gateway);
            silo.UseRedisClustering(redis => redis.ConfigurationOptions = ConfigurationOptions.Parse(Redis));
            silo.AddRedisGrainStorage(CnnGenOptions.StorageName, storage => storage.Configure<Serializer>((redis, serializer) =>
            {
                redis.ConfigurationOptions = ConfigurationOptions.Parse(Redis);
                redis.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);   // JSON would write each byte by itself
            }));
        }

        silo.AddCnnGen(options =>
        {
            options.ComputeThreads = Threads;
            foreach (Subject subject in Subject.All)
            {
                options.Network(subject.Name, () => subject.Create(Seed));
                options.Samples(subject.Name, subject.Training);
            }
        });
    }

    /// <summary>Where a cluster without Redis keeps its runs.</summary>
    public static string FolderOf(string name) => Path.Combine(Path.GetTempPath(), name);

    /// <summary>Where the images are that come with the program.</summary>
    public static string DataDirectory => Path.Combine(AppContext.BaseDirectory, "data");
}
