using System;
using System.Linq;
using System.Threading.Tasks;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Orleans.TestingHost;
using Xunit;

namespace CnnGen.Orleans.Tests;

public sealed class PopulationDeathsTests
{
    [Fact]
    public async Task Deaths_TheCoordinatorsToo_AndJoins_LeaveTheBits()
    {
        PopulationOptions[] kinds =
        [
            new EvolutionStrategyOptions { Population = 96, Generations = 1_000_000, Seed = 6, CheckpointEvery = 5 },
            new GeneticAlgorithmOptions { Population = 96, Generations = 1_000_000, Seed = 6, CheckpointEvery = 5 },
        ];
        TestCluster cluster = await PopulationCluster.Start<PopulationCluster.Outliving>(3);
        try
        {
            // The first silo holds the table of a test's cluster, so it is not the one to die.
            SiloAddress coordinator = cluster.Silos[1].SiloAddress;
            PopulationRun[] runs = kinds.Select(options => cluster.Client.GetPopulation(options.GetType().Name)).ToArray();
            foreach ((PopulationRun run, PopulationOptions options) in runs.Zip(kinds))
            {
                RequestContext.Set(IPlacementDirector.PlacementHintKey, coordinator);
                await run.Start("small", "slow", options);
                RequestContext.Clear();
                Assert.Equal(coordinator, await cluster.Coordinator(run));
            }

            await Until(now => now.Generation >= 5 && now.Silos == 3);
            await cluster.KillSiloAsync(cluster.Silos[2]);
            await Until(now => now.Silos == 2);
            await cluster.StartAdditionalSiloAsync();
            long joined = await Until(now => now.Silos == 3);
            await cluster.KillSiloAsync(cluster.Silos.Single(silo => silo.SiloAddress.Equals(coordinator)));
            await Until(now => now.Generation > joined + 10 && now.Silos == 2);
            foreach ((PopulationRun run, PopulationOptions options) in runs.Zip(kinds))
            {
                await run.Cancel();
                PopulationProgress end = await run.Progress();
                Assert.Equal((PopulationStatus.Cancelled, ""), (end.Status, end.Failure));
                PopulationOptions asFar = options with { Generations = end.Generation };
                Assert.Equal(PopulationCluster.Plain(asFar, new Small(), new Hill()).Parameters, await run.Parameters(new Small()));
            }

            // Both runs; how far they are.
            async Task<long> Until(Func<PopulationProgress, bool> holds)
            {
                long generation = 0;
                foreach (PopulationRun run in runs) generation = Math.Max(generation, (await run.Until(holds)).Generation);
                return generation;
            }
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }
}
