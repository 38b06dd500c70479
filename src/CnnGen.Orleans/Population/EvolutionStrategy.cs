using System;
using System.Collections.Generic;
using System.Threading;

namespace CnnGen.Orleans;

/// <summary>
/// An evolution strategy: a generation are pairs of candidates on both sides of a centre, which then moves along the estimate of where fitness rises.
/// </summary>
/// <typeparam name="T">The network's number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>
/// Candidates 2i and 2i + 1 are θ + σ ε and θ − σ ε, where ε, of mean 0 and deviation 1, follows from the seed, the generation, i and each parameter's number.
/// With the rank r of each of N candidates, from 0 for the worst, equal ones sharing the mean of theirs, its weight is u = r / (N − 1) − ½, and the estimate is
/// g = Σ (u₂ᵢ − u₂ᵢ₊₁) εᵢ / (N σ). The sum is one of whole numbers, exact in whatever order it is formed. Adam, in double, then makes a step uphill:
/// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − η λ θ + η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε̂); m, v and θ are kept in the network's type.
/// </para>
/// <para>
/// T. Salimans et al., Evolution strategies as a scalable alternative to reinforcement learning (2017); D. Wierstra et al., Natural evolution strategies
/// (2014); D. Kingma and J. Ba, Adam (2015), with the decay apart as in I. Loshchilov and F. Hutter (2019).
/// </para>
/// </remarks>
public sealed class EvolutionStrategy<T> : Population<T> where T : unmanaged
{
    private readonly EvolutionStrategyOptions options;
    private readonly T[] centre, first, second;
    private readonly List<(ulong Key, int Weight, bool IsLast)> pairs = new();
    private double firstPower = 1, secondPower = 1;
    private double scale, rate, correction, decay;
    private ulong hash, nextHash;

    /// <summary>Begins one.</summary>
    /// <param name="options">How it goes.</param>
    /// <param name="parameters">The centre of the first generation.</param>
    /// <exception cref="ArgumentNullException">There are no options.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public EvolutionStrategy(EvolutionStrategyOptions options, ReadOnlySpan<T> parameters) : base(options, parameters)
    {
        this.options = options;
        centre = parameters.ToArray();
        first = new T[centre.Length];
        second = new T[centre.Length];
        hash = HashOf(centre);
    }

    internal override ReadOnlySpan<T> Parameters => centre;

    internal override ulong Hash => hash;

    private protected override void FormCandidate(int candidate, Span<T> destination)
    {
        double factor = options.Sigma / Noise.Deviation;
        Noise.Add<T>(centre, destination, KeyOf(candidate / 2), candidate % 2 == 0 ? factor : -factor, 0);
    }

    private protected override int BeginNext(ReadOnlySpan<double> fitness)
    {
        int[] ranks = Ranks.Doubled(fitness);
        pairs.Clear();
        long most = 0;
        for (int pair = 0; pair < Size / 2; pair++)
        {
            int weight = ranks[2 * pair] - ranks[(2 * pair) + 1];
            if (weight == 0) continue;
            most += Math.Abs(weight) * (long)Noise.Most;
            if (most > int.MaxValue)
            {
                // Up to here a sum surely fits 32 bits.
                pairs[^1] = pairs[^1] with { IsLast = true };
                most = Math.Abs(weight) * (long)Noise.Most;
            }

            pairs.Add((KeyOf(pair), weight, false));
        }

        if (pairs.Count > 0) pairs[^1] = pairs[^1] with { IsLast = true };

        firstPower *= options.Beta1;
        secondPower *= options.Beta2;
        scale = 1 / (2.0 * (Size - 1) * Size * options.Sigma * Noise.Deviation);
        rate = options.LearningRate / (1 - firstPower);
        correction = 1 / Math.Sqrt(1 - secondPower);
        decay = options.LearningRate * options.WeightDecay;
        nextHash = 0;
        return Blocks;
    }

    internal override void DoPart(int part)
    {
        (int start, int count) = InBlock(part);
        Span<int> sums = stackalloc int[Block];
        Span<double> totals = stackalloc double[Block];
        sums = sums[..count];
        totals = totals[..count];
        sums.Clear();
        totals.Clear();
        foreach ((ulong key, int weight, bool isLast) in pairs)
        {
            Noise.Accumulate(sums, key, weight, start);
            if (!isLast) continue;
            for (int i = 0; i < sums.Length; i++) totals[i] += sums[i];
            sums.Clear();
        }

        Step(start, totals);
        Interlocked.Add(ref nextHash, HashOf(centre.AsSpan(start, count), start));
    }

    internal override void EndAdvance()
    {
        hash = nextHash;
        Generation++;
    }

    internal override PopulationSnapshot Save() => new(
        Generation,
        Numbers.Of<T>(centre),
        [Numbers.Of<T>(first), Numbers.Of<T>(second), Numbers.Of<double>([firstPower, secondPower])]);

    internal override int BeginRestore(PopulationSnapshot snapshot)
    {
        snapshot.Parameters.As<T>().CopyTo(centre);
        snapshot.Rest[0].As<T>().CopyTo(first);
        snapshot.Rest[1].As<T>().CopyTo(second);
        Span<double> powers = snapshot.Rest[2].As<double>();
        (firstPower, secondPower) = (powers[0], powers[1]);
        hash = HashOf(centre);
        Generation = snapshot.Generation;
        return 0;
    }

    internal override void EndRestore()
    {
    }

    /// <summary>Adam. Each product is rounded before it is added, on every machine.</summary>
    private void Step(int start, ReadOnlySpan<double> totals)
    {
        double beta1 = options.Beta1, beta2 = options.Beta2, way1 = 1 - beta1, way2 = 1 - beta2, epsilon = options.Epsilon;
        for (int i = 0; i < totals.Length; i++)
        {
            ref T parameter = ref centre[start + i], m = ref first[start + i], v = ref second[start + i];
            double gradient = (double)(totals[i] * scale), square = (double)(gradient * gradient);
            m = Narrow((double)(beta1 * Widen(m)) + (double)(way1 * gradient));
            v = Narrow((double)(beta2 * Widen(v)) + (double)(way2 * square));
            double root = (double)(correction * Math.Sqrt(Widen(v))), old = Widen(parameter);
            double step = (double)(rate * Widen(m)) / (root + epsilon);
            parameter = Narrow(old - (double)(decay * old) + step);
        }
    }

    private ulong KeyOf(int pair) => Noise.Key(options.Seed, Draw.Noise, (Generation * (Size / 2)) + pair);
}
