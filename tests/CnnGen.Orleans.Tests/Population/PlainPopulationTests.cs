using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace CnnGen.Orleans.Tests;

/// <summary>The loops in one process, beside naive twins that say the same formulas in another way.</summary>
public sealed class PlainPopulationTests
{
    [Fact]
    public void Ranks_ShareWhereEqual_AndWhatIsNotFiniteIsLast()
    {
        double[] fitness = [2, double.NaN, 5, 2, double.PositiveInfinity, -1e308];
        Assert.Equal(new[] { 7, 1, 10, 7, 1, 4 }, Ranks.Doubled(fitness));
        Assert.Equal(new[] { 2, 0, 3, 5, 1, 4 }, Ranks.BestFirst(fitness));
    }

    [Fact]
    public void Strategy_HasTheNumbersOfItsFormula()
    {
        var options = new EvolutionStrategyOptions { Population = 8, Seed = 5, Sigma = 0.25, LearningRate = 0.1, WeightDecay = 0.01 };
        double[] centre = Enumerable.Range(0, 5000).Select(i => Math.Sin(i)).ToArray(), m = new double[5000], v = new double[5000];
        var strategy = new EvolutionStrategy<double>(options, centre);
        for (int generation = 0; generation < 3; generation++)
        {
            double[] fitness = Enumerable.Range(0, 8).Select(i => (double)((i * 5) + generation) % 7).ToArray();
            double[][] noise = Enumerable.Range(0, 4).Select(pair => Enumerable.Range(0, 5000)
                .Select(i => Noise.Number(Noise.Key(5, Draw.Noise, (generation * 4) + pair), i) / Math.Sqrt(21845)).ToArray()).ToArray();
            var candidate = new double[5000];
            for (int i = 0; i < 8; i++)
            {
                strategy.CopyCandidateTo(i, candidate);
                Assert.Equal(centre[4321] + ((i % 2 == 0 ? 0.25 : -0.25) * noise[i / 2][4321]), candidate[4321], 1e-12);
            }

            // A candidate's rank is the mean of its places among those that are equal.
            double[] weights = fitness.Select(one => ((fitness.Count(other => other < one) + fitness.Count(other => other <= one) - 1) / 2.0 / 7) - 0.5).ToArray();
            for (int p = 0; p < 5000; p++)
            {
                double g = Enumerable.Range(0, 4).Sum(pair => (weights[2 * pair] - weights[(2 * pair) + 1]) * noise[pair][p]) / (8 * 0.25);
                m[p] = (0.9 * m[p]) + (0.1 * g);
                v[p] = (0.999 * v[p]) + (0.001 * g * g);
                double step = m[p] / (1 - Math.Pow(0.9, generation + 1)) / (Math.Sqrt(v[p] / (1 - Math.Pow(0.999, generation + 1))) + 1e-8);
                centre[p] += (0.1 * step) - (0.1 * 0.01 * centre[p]);
            }

            strategy.Advance(fitness);
            Assert.Equal(generation + 1, strategy.Generation);
        }

        var parameters = new double[5000];
        strategy.CopyParametersTo(parameters);
        for (int p = 0; p < 5000; p++) Assert.Equal(centre[p], parameters[p], 1e-9);
    }

    [Fact]
    public void LargePopulation_HasSumsThatDoNotOverflow()
    {
        // All ranks as far apart as they can be: the sums of 32 bits have to be emptied several times.
        const int Size = 20_000;
        var options = new EvolutionStrategyOptions { Population = Size };
        var strategy = new EvolutionStrategy<double>(options, new double[3]);
        double[] fitness = Enumerable.Range(0, Size).Select(i => i % 2 == 0 ? Size - i : (double)-i).ToArray();
        int[] ranks = Ranks.Doubled(fitness);
        strategy.Advance(fitness);
        var first = strategy.Save().Rest[0].As<double>().ToArray();
        for (int p = 0; p < 3; p++)
        {
            long sum = Enumerable.Range(0, Size / 2).Sum(pair => (long)(ranks[2 * pair] - ranks[(2 * pair) + 1]) * Noise.Number(Noise.Key(0, Draw.Noise, pair), p));
            double g = sum / (2.0 * (Size - 1) * Size * options.Sigma * Math.Sqrt(21845));
            Assert.Equal(0.1 * g, first[p], Math.Abs(g) * 1e-12);
        }
    }

    [Fact]
    public void FlatFitness_LeavesTheCentre()
    {
        float[] centre = [1, 2, 3];
        var strategy = new EvolutionStrategy<float>(new EvolutionStrategyOptions { Population = 6 }, centre);
        strategy.Advance([7, 7, 7, 7, 7, 7]);
        strategy.Advance([double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN]);
        var parameters = new float[3];
        strategy.CopyParametersTo(parameters);
        Assert.Equal(centre, parameters);
    }

    [Fact]
    public void Algorithm_HasGenomesThatMakeItsParameters()
    {
        var options = new GeneticAlgorithmOptions { Population = 10, Parents = 4, Elite = 2, Seed = 9, Sigma = 0.5 };
        float[] origin = Enumerable.Range(0, 3000).Select(i => i / 100f).ToArray(), parameters = new float[3000], candidate = new float[3000];
        var algorithm = new GeneticAlgorithm<float>(options, origin);
        var lengths = new List<int>();
        for (int generation = 0; generation < 6; generation++)
        {
            var fitness = new double[10];
            for (int i = 0; i < 10; i++)
            {
                algorithm.CopyCandidateTo(i, candidate);
                fitness[i] = -Math.Abs(candidate[2999] - 20) - Math.Abs(candidate[0] - 5);
            }

            int best = Ranks.BestFirst(fitness)[0];
            algorithm.CopyCandidateTo(best, candidate);
            algorithm.Advance(fitness);
            algorithm.CopyParametersTo(parameters);
            Assert.Equal(candidate, parameters);
            algorithm.CopyCandidateTo(0, candidate);
            Assert.Equal(parameters, candidate);   // of the elite

            float[] rebuilt = origin.ToArray();
            foreach (long link in algorithm.Genome())
            {
                for (int p = 0; p < 3000; p++) rebuilt[p] += (float)((float)(0.5 / Math.Sqrt(21845)) * Noise.Number(Noise.Key(9, Draw.Noise, link), p));
            }

            Assert.Equal(rebuilt, parameters);
            lengths.Add(algorithm.Genome().Length);
        }

        Assert.True(lengths[^1] > 1, "The best of the last generation is a mutation of a mutation.");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Restored_GoesOnToTheSameBits(PopulationOptions options)
    {
        float[] origin = Enumerable.Range(0, 5000).Select(i => (float)Math.Cos(i)).ToArray();
        Population<float> one = options.Begin<float>(origin), other = options.Begin<float>(origin);
        for (int generation = 0; generation < 5; generation++) one.Advance(Fitness(one));
        int parts = other.BeginRestore(one.Save());
        for (int part = parts - 1; part >= 0; part--) other.DoPart(part);
        other.EndRestore();
        Assert.Equal(5, other.Generation);
        Assert.Equal(one.Hash, other.Hash);
        for (int generation = 0; generation < 3; generation++)
        {
            one.Advance(Fitness(one));
            other.Advance(Fitness(other));
            Assert.Equal(one.Hash, other.Hash);
        }

        Assert.True(one.Parameters.SequenceEqual(other.Parameters));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void BothKinds_ClimbAHill(PopulationOptions options)
    {
        var network = new Small();
        var parameters = new float[Small.ParameterCount];
        network.CopyParametersTo(parameters);
        Population<float> population = (options with { Population = 32, Sigma = 0.1 }).Begin<float>(parameters);
        var hill = new Hill { Seed = 1 };
        double before = hill.Evaluate(network, 0, 0);
        for (int generation = 0; generation < 100; generation++) population.Evolve(network, hill);
        double after = hill.Evaluate(network, 0, 0);
        Assert.True(after > before + (0.15 * Math.Abs(before)), FormattableString.Invariant($"From {before} to {after}."));
    }

    /// <summary>Accepted hashes: what any machine has to come to again.</summary>
    [Fact]
    public void Bits_AreTheseOnEveryMachine()
    {
        Assert.Equal(3987009045834828864ul, HashAfter(new EvolutionStrategyOptions { Population = 12, Seed = 3, WeightDecay = 0.01 }));
        Assert.Equal(13890392349214057315ul, HashAfter(new GeneticAlgorithmOptions { Population = 12, Parents = 5, Elite = 2, Seed = 3 }));

        ulong HashAfter(PopulationOptions options)
        {
            Population<float> population = options.Begin<float>(Enumerable.Range(0, 5000).Select(i => i / 128f).ToArray());
            for (int generation = 0; generation < 5; generation++) population.Advance(Fitness(population));
            return population.Hash;
        }
    }

    [Fact]
    public void BadInput_IsRefused_WithWhatCame()
    {
        void Refuses(string name, Func<PopulationOptions> options) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => options().Check()).ParamName);
        Refuses("Population", () => new EvolutionStrategyOptions { Population = 3 });
        Refuses("Population", () => new EvolutionStrategyOptions { Population = 0 });
        Refuses("Population", () => new GeneticAlgorithmOptions { Population = 1 });
        Refuses("Sigma", () => new EvolutionStrategyOptions { Sigma = 0 });
        Refuses("Sigma", () => new GeneticAlgorithmOptions { Sigma = double.NaN });
        Refuses("LearningRate", () => new EvolutionStrategyOptions { LearningRate = -1 });
        Refuses("Beta1", () => new EvolutionStrategyOptions { Beta1 = 1 });
        Refuses("Parents", () => new GeneticAlgorithmOptions { Population = 4, Parents = 5 });
        Refuses("Elite", () => new GeneticAlgorithmOptions { Parents = 4, Elite = 5 });
        Refuses("Generations", () => new GeneticAlgorithmOptions { Generations = -1 });
        Refuses("CheckpointEvery", () => new GeneticAlgorithmOptions { CheckpointEvery = 0 });
        Refuses("HedgeAfter", () => new GeneticAlgorithmOptions { HedgeAfter = 0.5 });
        var strategy = new EvolutionStrategy<float>(new EvolutionStrategyOptions { Population = 4 }, new float[3]);
        Assert.Contains("3 values came", Assert.Throws<ArgumentException>(() => strategy.Advance([1, 2, 3])).Message);
        Assert.Throws<ArgumentException>(() => strategy.CopyCandidateTo(0, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => strategy.CopyCandidateTo(4, new float[3]));
        Assert.Throws<ArgumentException>(() => strategy.Evolve(new Small(), new Hill()));
        Assert.Equal(0, strategy.Generation);
    }

    public static TheoryData<PopulationOptions> Kinds => new(
        new EvolutionStrategyOptions { Population = 12, Seed = 3, LearningRate = 0.03 }, new GeneticAlgorithmOptions { Population = 12, Parents = 5, Elite = 2, Seed = 3 });

    private static double[] Fitness(Population<float> population)
    {
        var candidate = new float[population.ParameterCount];
        return Enumerable.Range(0, population.Size).Select(i =>
        {
            population.CopyCandidateTo(i, candidate);
            return (double)candidate[17] + candidate[4999];
        }).ToArray();
    }
}
