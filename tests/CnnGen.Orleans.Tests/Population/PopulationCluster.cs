using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace CnnGen.Orleans.Tests;

/// <summary>Clusters in the process of the tests, whose silos know the tests' networks and fitnesses.</summary>
internal static class PopulationCluster
{
    /// <summary>What the network called <c>swap</c> is; only one test uses it.</summary>
    public static Func<ITrainableNetwork<float>> Swapped { get; set; } = () => new Small();

    /// <summary>The silo whose parameters, in the run of this name, are said to be others than they are.</summary>
    public static SiloAddress? Tampered { get; set; }

    public static async Task<TestCluster> Start<TStorage>(int silos) where TStorage : ISiloConfigurator, new()
    {
        var builder = new TestClusterBuilder((short)silos) { Options = { ConnectionTransport = ConnectionTransportType.TcpSocket } };
        builder.AddSiloBuilderConfigurator<Configurator>();
        builder.AddSiloBuilderConfigurator<TStorage>();
        TestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private sealed class Configurator : ISiloConfigurator
    {
        private static int made;

        public void Configure(ISiloBuilder silo)
        {
            int number = Interlocked.Increment(ref made);
            silo.AddIncomingGrainCallFilter(async call =>
            {
                await call.Invoke();
                if (call.Result is not EvaluateAnswer { Outcome: Outcome.Done } answer || Tampered == null) return;
                bool isMeant = call.Request.GetArgument(0) is "tampered" && call.TargetId.Key.ToString() == Tampered.ToParsableString();
                if (isMeant) call.Result = answer with { Hash = answer.Hash ^ 1 };
            });
            silo.AddCnnGen(options =>
            {
                options.ComputeThreads = 2;
                options.Network("small", () => new Small());
                options.Network("large", () => new Large());
                options.Network("odd", () => new Small(number));
                options.Network("swap", () => Swapped());
                options.Fitness("hill", () => new Hill());
                options.Fitness("slow", () => new Slow());
                options.Fitness("thrower", _ => new Thrower());
                options.Fitness("fickle", () => new Fickle());
                options.Fitness("stuck", services => new Stuck(services.GetRequiredService<ILocalSiloDetails>().SiloAddress));
                options.Fitness("wide", () => new WideFitness());
                options.Fitness("lazy", () => new Lazy());
            });
        }
    }

    /// <summary>Storage in the silos' memory.</summary>
    public sealed class InMemory : ISiloConfigurator
    {
        public void Configure(ISiloBuilder silo) => silo.AddMemoryGrainStorage(CnnGenOptions.StorageName);
    }

    /// <summary>Storage that outlives silos, as a database does.</summary>
    public sealed class Outliving : ISiloConfigurator
    {
        private static readonly KeptStorage Storage = new();

        public void Configure(ISiloBuilder silo) => Storage.AddTo(silo);
    }

    /// <summary>The same in one loop: parameters, and the fitness of every candidate of each generation.</summary>
    public static (float[] Parameters, List<double[]> Fitness) Plain(PopulationOptions options, ITrainableNetwork<float> network, IFitness<float> fitness)
    {
        var parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        Population<float> population = options.Begin<float>(parameters);
        var all = new List<double[]>();
        while (population.Generation < options.Generations) all.Add(population.Evolve(network, fitness));
        population.CopyParametersTo(parameters);
        return (parameters, all);
    }

    /// <summary>How a run ended.</summary>
    public static async Task<PopulationProgress> End(this PopulationRun run)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        run.PollEvery = TimeSpan.FromMilliseconds(20);
        PopulationProgress last = new();
        await foreach (PopulationProgress now in run.Watch(limit.Token)) last = now;
        return last;
    }

    /// <summary>Where a run is coordinated.</summary>
    public static async Task<SiloAddress> Coordinator(this TestCluster cluster, PopulationRun run) =>
        await cluster.Client.GetGrain<IManagementGrain>(0).GetActivationAddress(cluster.Client.GetGrain<IPopulationRunGrain>(run.Name))
            ?? throw new InvalidOperationException("It lives nowhere.");

    /// <summary>Waits until a run that goes on is as far as that.</summary>
    public static async Task<PopulationProgress> Until(this PopulationRun run, Func<PopulationProgress, bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        run.PollEvery = TimeSpan.FromMilliseconds(20);
        await foreach (PopulationProgress now in run.Watch(limit.Token))
        {
            if (holds(now)) return now;
            if (now.Status != PopulationStatus.Running) throw new InvalidOperationException($"It is {now.Status}. {now.Failure}");
        }

        throw new InvalidOperationException("It has ended.");
    }

    public static async Task<float[]> Parameters(this PopulationRun run, ITrainableNetwork<float> network)
    {
        await run.CopyParametersTo(network);
        var parameters = new float[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return parameters;
    }
}
