using System;
using System.Linq;
using System.Threading.Tasks;
using Orleans.Runtime;
using Orleans.TestingHost;
using Xunit;

namespace CnnGen.Orleans.Tests;

public sealed class PopulationRunTests(PopulationRunTests.TwoSilos silos) : IClassFixture<PopulationRunTests.TwoSilos>
{
    private static readonly EvolutionStrategyOptions Options = new() { Population = 16, Generations = 8, Seed = 4 };

    private readonly TestCluster cluster = silos.Cluster;

    [Fact]
    public async Task Cancelled_GoesOnWhereItWas_ToTheSameBits()
    {
        foreach (PopulationOptions options in new PopulationOptions[]
        {
            Options with { Population = 64, Generations = 12 }, new GeneticAlgorithmOptions { Population = 64, Generations = 12, Seed = 4 },
        })
        {
            PopulationRun run = cluster.Client.GetPopulation($"cancelled {options.GetType().Name}");
            await run.Start("small", "slow", options);
            await run.Start("small", "slow", options);   // it runs already
            while ((await run.Progress()).Generation < 2) await Task.Delay(5);
            await run.Cancel();
            PopulationProgress cancelled = await run.Progress();
            Assert.Equal(PopulationStatus.Cancelled, cancelled.Status);
            Assert.InRange(cancelled.Generation, 2, 11);
            Assert.Equal(cancelled.Generation, await run.CopyParametersTo(new Small()));
            Assert.Equal(Plain(options with { Generations = cancelled.Generation }), await run.Parameters(new Small()));

            await run.Start("small", "slow", options);
            Assert.Equal((PopulationStatus.Done, 12L), await Ended(run));
            Assert.Equal(Plain(options), await run.Parameters(new Small()));

            // It has ended: more generations are further ones.
            await run.Start("small", "slow", options with { Generations = 15 });
            Assert.Equal((PopulationStatus.Done, 15L), await Ended(run));
            Assert.Equal(Plain(options with { Generations = 15 }), await run.Parameters(new Small()));
        }
    }

    [Fact]
    public async Task FitnessThatThrows_EndsTheRun_WithItsMessage()
    {
        PopulationRun run = cluster.Client.GetPopulation("thrower");
        await run.Start("small", "thrower", Options);
        PopulationProgress end = await run.End();
        Assert.Equal((PopulationStatus.Failed, 2L), (end.Status, end.Generation));
        Assert.Matches("^The fitness 'thrower' failed for candidate \\d+ of generation 2: InvalidOperationException: the walker fell through the floor$", end.Failure);
        Assert.Equal(Plain(Options with { Generations = 2 }), await run.Parameters(new Small()));
    }

    [Fact]
    public async Task BadInput_IsRefused_WithItsReason_AndTheNameIsFreeStill()
    {
        PopulationRun run = cluster.Client.GetPopulation("bad");
        Assert.Contains("There is no network 'smal' in CnnGenOptions; there is 'large', 'odd', 'small', 'swap'.", await Refusal("smal", "hill", Options));
        Assert.Contains("There is no fitness 'hil' in CnnGenOptions; there is 'fickle', 'hill'", await Refusal("small", "hil", Options));
        Assert.Contains("The network 'small' is of Single, the fitness 'wide' of Double.", await Refusal("small", "wide", Options));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => run.Start("small", "hill", Options with { Population = 7 }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.End());   // nobody has started it
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.CopyParametersTo(new Small()));

        await run.Start("small", "hill", Options);
        Assert.Equal((PopulationStatus.Done, 8L), await Ended(run));
        Assert.Contains("Start it under another run's name", await Refusal("small", "hill", Options with { Seed = 5 }));
        Assert.Contains("Start it under another run's name", await Refusal("large", "hill", Options));
        Assert.Contains("is of Small of Single", (await Assert.ThrowsAsync<ArgumentException>(() => run.CopyParametersTo(new Other()))).Message);
        Assert.Throws<ArgumentException>(() => cluster.Client.GetPopulation(" "));

        async Task<string> Refusal(string network, string fitness, PopulationOptions options) =>
            (await Assert.ThrowsAsync<InvalidOperationException>(() => run.Start(network, fitness, options))).Message;
    }

    [Fact]
    public async Task CheckpointOfAnotherArchitecture_OrOtherBeginnings_IsRefusedByName()
    {
        var options = new GeneticAlgorithmOptions { Population = 8, Parents = 4, Generations = 3 };
        PopulationRun run = cluster.Client.GetPopulation("swapped");
        await run.Start("swap", "hill", options);
        Assert.Equal((PopulationStatus.Done, 3L), await Ended(run));
        PopulationCluster.Swapped = () => new Other();
        string refusal = (await Assert.ThrowsAsync<InvalidOperationException>(() => run.Start("swap", "hill", options with { Generations = 5 }))).Message;
        Assert.StartsWith("The checkpoint of run 'swapped' is of Small of Single (fingerprint ", refusal);
        Assert.Contains("; the network 'swap' here is Other of Single (fingerprint ", refusal);
        PopulationCluster.Swapped = () => new Small(77);
        refusal = (await Assert.ThrowsAsync<InvalidOperationException>(() => run.Start("swap", "hill", options with { Generations = 5 }))).Message;
        Assert.Contains("The checkpoint of run 'swapped' comes to other parameters here", refusal);
        PopulationCluster.Swapped = () => new Small();
        await run.Start("swap", "hill", options with { Generations = 5 });
        Assert.Equal((PopulationStatus.Done, 5L), await Ended(run));
        Assert.Equal(Plain(options with { Generations = 5 }), await run.Parameters(new Small()));
    }

    [Fact]
    public async Task SiloThatComesToOtherNumbers_IsRefusedByName_AndTheOthersGoOn()
    {
        foreach ((string network, string fitness, string reason) in new[]
        {
            ("odd", "hill", "begins with other parameters"), ("small", "fickle", "the fitness is not deterministic"),
        })
        {
            PopulationRun run = cluster.Client.GetPopulation($"{network} {fitness}");
            await run.Start(network, fitness, Options);
            PopulationProgress end = await run.End();
            Assert.Equal((PopulationStatus.Done, 1), (end.Status, end.Silos));
            string refused = Assert.Single(end.Refused);
            Assert.Contains(reason, refused);
            Assert.Contains(cluster.Silos, silo => refused.StartsWith($"Silo {silo.SiloAddress} is refused: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task SiloWhoseParametersGoAstray_IsRefusedByName_AndTheBitsStay()
    {
        PopulationOptions options = Options with { Generations = 1_000_000 };
        PopulationRun run = cluster.Client.GetPopulation("tampered");
        await run.Start("small", "slow", options);
        await run.Until(now => now.Silos == 2 && now.Generation > 2);
        SiloAddress coordinator = await cluster.Coordinator(run);
        PopulationCluster.Tampered = cluster.Silos.Single(silo => !silo.SiloAddress.Equals(coordinator)).SiloAddress;
        PopulationProgress refused = await run.Until(now => now.Silos == 1);
        Assert.Matches(
            $"^Silo {PopulationCluster.Tampered} is refused: its parameters of generation \\d+ are not those of silo {coordinator}\\.$", Assert.Single(refused.Refused));
        await run.Until(now => now.Generation > refused.Generation + 3);
        await run.Cancel();
        PopulationProgress end = await run.Progress();
        Assert.Equal((PopulationStatus.Cancelled, "", 1), (end.Status, end.Failure, end.Silos));
        Assert.Equal(Plain(options with { Generations = end.Generation }), await run.Parameters(new Small()));
    }

    [Fact]
    public async Task SiloThatDoesNotAnswer_IsNotWaitedFor_AndTakesPartAgainWhenItDoes()
    {
        PopulationOptions options = Options with { Generations = 1_000_000 };
        PopulationRun run = cluster.Client.GetPopulation("stuck");
        await run.Start("small", "stuck", options);
        await run.Until(now => now.Silos == 2 && now.Generation > 2);
        SiloAddress coordinator = await cluster.Coordinator(run);
        Stuck.Silo = cluster.Silos.Single(silo => !silo.SiloAddress.Equals(coordinator)).SiloAddress;
        long bytes;
        try
        {
            long now = (await run.Until(now => now.Reruns > 0)).Generation;
            bytes = (await run.Until(later => later.Generation > now + 10)).Bytes;   // of one silo
        }
        finally
        {
            Stuck.Silo = null;
        }

        await run.Until(now => now.Bytes > bytes);
        await run.Cancel();
        PopulationProgress end = await run.Progress();
        Assert.Equal((PopulationStatus.Cancelled, ""), (end.Status, end.Failure));
        Assert.Equal(Plain(options with { Generations = end.Generation }), await run.Parameters(new Small()));
    }

    private static async Task<(PopulationStatus Status, long Generation)> Ended(PopulationRun run)
    {
        PopulationProgress end = await run.End();
        Assert.Equal("", end.Failure);
        return (end.Status, end.Generation);
    }

    private static float[] Plain(PopulationOptions options) => PopulationCluster.Plain(options, new Small(), new Hill()).Parameters;

    public sealed class TwoSilos : IAsyncLifetime
    {
        internal TestCluster Cluster { get; private set; } = null!;

        public async Task InitializeAsync() => Cluster = await PopulationCluster.Start<PopulationCluster.InMemory>(2);

        public async Task DisposeAsync() => await Cluster.DisposeAsync();
    }
}
