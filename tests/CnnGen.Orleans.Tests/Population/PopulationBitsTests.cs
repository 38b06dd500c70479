using System.Linq;
using System.Threading.Tasks;
using Orleans.TestingHost;
using Xunit;

namespace CnnGen.Orleans.Tests;

public sealed class PopulationBitsTests
{
    [Fact]
    public async Task OneTwoAndFourSilos_HaveTheBitsOfThePlainLoop()
    {
        PopulationOptions[] kinds =
        [
            new EvolutionStrategyOptions { Generations = 6, Seed = 1, LearningRate = 0.03 }, new GeneticAlgorithmOptions { Generations = 6, Seed = 2, Elite = 3 },
        ];
        var plain = kinds.Select(options => PopulationCluster.Plain(options, new Small(), new Hill())).ToArray();
        Assert.All(kinds, options => Assert.Equal(256, options.Population));
        TestCluster cluster = await PopulationCluster.Start<PopulationCluster.InMemory>(1);
        try
        {
            foreach (int silos in new[] { 1, 2, 4 })
            {
                await cluster.StartAdditionalSilosAsync(silos - cluster.Silos.Count);
                foreach ((PopulationOptions options, var expected) in kinds.Zip(plain))
                {
                    PopulationRun run = cluster.Client.GetPopulation($"{options.GetType().Name}-{silos}");
                    await run.Start("small", "hill", options);
                    PopulationProgress end = await run.End();
                    Assert.Equal((PopulationStatus.Done, "", 6L, silos), (end.Status, end.Failure, end.Generation, end.Silos));
                    Assert.Equal(expected.Parameters, await run.Parameters(new Small()));
                    double[] last = expected.Fitness[^1];
                    Assert.Equal((last.Max(), last.Sum() / last.Length, 0), (end.Best, end.Mean, end.NotFinite));
                }
            }

            // What messages hold knows nothing of parameters: 174 and 132,160 of them.
            PopulationProgress small = await Evolve("small"), large = await Evolve("large");
            Assert.InRange(small.Bytes, 4 * 64 * 8, 12_000);
            Assert.InRange(large.Bytes, small.Bytes / 2, small.Bytes * 2);

            async Task<PopulationProgress> Evolve(string network)
            {
                PopulationRun run = cluster.Client.GetPopulation(network);
                await run.Start(network, "lazy", new EvolutionStrategyOptions { Population = 64, Generations = 4 });
                PopulationProgress end = await run.End();
                Assert.Equal((PopulationStatus.Done, 4), (end.Status, end.Silos));
                return end;
            }
        }
        finally
        {
            await cluster.DisposeAsync();
        }
    }
}
