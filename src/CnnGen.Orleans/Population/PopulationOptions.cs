using System;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>How a population is evolved: what an evolution strategy and a genetic algorithm have in common.</summary>
[GenerateSerializer]
public abstract record PopulationOptions
{
    private protected PopulationOptions()
    {
    }

    /// <summary>Candidates of a generation, 256.</summary>
    [Id(0)]
    public int Population { get; init; } = 256;

    /// <summary>How many generations there are to be, 100. A run that has ended goes on when it is started again with more.</summary>
    [Id(1)]
    public long Generations { get; init; } = 100;

    /// <summary>From this follows all that is random.</summary>
    [Id(2)]
    public long Seed { get; init; }

    /// <summary>The noise's deviation, 1/32.</summary>
    [Id(3)]
    public double Sigma { get; init; } = 1.0 / 32;

    /// <summary>
    /// After how many generations a cluster keeps what it needs to go on from there, 10; it does so at the end too, and where a run is cancelled or fails.
    /// </summary>
    [Id(4)]
    public int CheckpointEvery { get; init; } = 10;

    /// <summary>
    /// After how many times the usual time a cluster asks other silos too for what has not come, 3. Whoever answers first gives the same bits, and the usual
    /// time is taken for no less than 100 ms.
    /// </summary>
    [Id(5)]
    public double HedgeAfter { get; init; } = 3;

    /// <summary>Begins a population.</summary>
    internal abstract Population<T> Begin<T>(ReadOnlySpan<T> parameters) where T : unmanaged;

    /// <summary>The most bytes that a copy of the whole state has, but for the genomes of a genetic algorithm.</summary>
    internal abstract long StateBytes(long parameters, int numberBytes);

    /// <summary>The same numbers come of both, as far as both go.</summary>
    internal bool AgreesWith(PopulationOptions other) =>
        this == other with { Generations = Generations, CheckpointEvery = CheckpointEvery, HedgeAfter = HedgeAfter };

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal virtual void Check()
    {
        Require(Population is >= 2 and <= 1_000_000, Population, nameof(Population), "from 2 to 1,000,000");
        Require(Generations >= 0, Generations, nameof(Generations), "not negative");
        Require(Sigma > 0 && double.IsFinite(Sigma), Sigma, nameof(Sigma), "positive and finite");
        Require(CheckpointEvery >= 1, CheckpointEvery, nameof(CheckpointEvery), "at least 1");
        Require(HedgeAfter >= 1 && double.IsFinite(HedgeAfter), HedgeAfter, nameof(HedgeAfter), "at least 1 and finite");
    }

    private protected static void Require(bool holds, object value, string name, string expected)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} has to be {expected}; it is {value}."));
    }
}

/// <summary>How an evolution strategy goes: see <see cref="EvolutionStrategy{T}"/>.</summary>
[GenerateSerializer]
public sealed record EvolutionStrategyOptions : PopulationOptions
{
    /// <summary>The learning rate of Adam, 0.01.</summary>
    [Id(0)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Adam's first decay, 0.9.</summary>
    [Id(1)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam's second decay, 0.999.</summary>
    [Id(2)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What Adam adds to its denominator, 1e-8.</summary>
    [Id(3)]
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The share of each parameter, times the learning rate, that it loses in a generation, 0.</summary>
    [Id(4)]
    public double WeightDecay { get; init; }

    internal override Population<T> Begin<T>(ReadOnlySpan<T> parameters) => new EvolutionStrategy<T>(this, parameters);

    internal override long StateBytes(long parameters, int numberBytes) => 3 * parameters * numberBytes;

    internal override void Check()
    {
        base.Check();
        Require(Population % 2 == 0, Population, nameof(Population), "even, since candidates come in pairs");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), LearningRate, nameof(LearningRate), "positive and finite");
        Require(Beta1 is >= 0 and < 1, Beta1, nameof(Beta1), "at least 0 and below 1");
        Require(Beta2 is >= 0 and < 1, Beta2, nameof(Beta2), "at least 0 and below 1");
        Require(Epsilon > 0 && double.IsFinite(Epsilon), Epsilon, nameof(Epsilon), "positive and finite");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), WeightDecay, nameof(WeightDecay), "not negative, and finite");
    }
}

/// <summary>How a genetic algorithm goes: see <see cref="GeneticAlgorithm{T}"/>.</summary>
[GenerateSerializer]
public sealed record GeneticAlgorithmOptions : PopulationOptions
{
    /// <summary>How many of the best are parents of the next generation, 20.</summary>
    [Id(0)]
    public int Parents { get; init; } = 20;

    /// <summary>How many of them belong to it themselves, unchanged, 1.</summary>
    [Id(1)]
    public int Elite { get; init; } = 1;

    internal override Population<T> Begin<T>(ReadOnlySpan<T> parameters) => new GeneticAlgorithm<T>(this, parameters);

    internal override long StateBytes(long parameters, int numberBytes) => parameters * numberBytes;

    internal override void Check()
    {
        base.Check();
        Require(Parents >= 1 && Parents <= Population, Parents, nameof(Parents), $"from 1 to the population, {Population}");
        Require(Elite >= 0 && Elite <= Parents, Elite, nameof(Elite), $"from 0 to the parents, {Parents}");
    }
}
