using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace CnnGen.Orleans;

/// <summary>A genetic algorithm: the best candidates of a generation are the parents of the next, in which each differs from its parent by noise.</summary>
/// <typeparam name="T">The network's number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <para>
/// A genome is a chain of links, numbers from which noise follows: θ = θ₀ + σ ε₁ + σ ε₂ + …, added one after the other, where θ₀ are the parameters that the
/// population begins with. From a generation <see cref="GeneticAlgorithmOptions.Parents"/> candidates are chosen, the best first, of equal ones that with the
/// lower number. Of the next, the first <see cref="GeneticAlgorithmOptions.Elite"/> are the best themselves; each other candidate has a parent drawn from all
/// of them alike, and one link more, which is its own number, counted from the beginning of the run. There is no crossover.
/// </para>
/// <para>
/// F. P. Such et al., Deep neuroevolution: genetic algorithms are a competitive alternative for training deep neural networks for reinforcement learning
/// (2017). There the first link chooses initial weights; here all begin with the same ones.
/// </para>
/// </remarks>
public sealed class GeneticAlgorithm<T> : Population<T> where T : unmanaged
{
    private readonly GeneticAlgorithmOptions options;
    private readonly T[] origin;
    private readonly Stack<T[]> free = new();
    private Parent[] parents, next = Array.Empty<Parent>();
    private int[] made = Array.Empty<int>();   // which of the next are new
    private bool isRestoring;
    private long nextGeneration;

    /// <summary>Begins one.</summary>
    /// <param name="options">How it goes.</param>
    /// <param name="parameters">What every genome begins with.</param>
    /// <exception cref="ArgumentNullException">There are no options.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public GeneticAlgorithm(GeneticAlgorithmOptions options, ReadOnlySpan<T> parameters) : base(options, parameters)
    {
        this.options = options;
        origin = parameters.ToArray();
        parents = [new Parent(origin, null, null) { Hash = HashOf(origin) }];
    }

    internal override ReadOnlySpan<T> Parameters => parents[0].Parameters;

    internal override ulong Hash
    {
        get
        {
            ulong hash = 0;
            foreach (Parent parent in parents) hash = unchecked((hash * 0xBF58476D1CE4E5B9) + parent.Hash);
            return hash;
        }
    }

    /// <summary>The genome of the best candidate of the last generation: its links, the first one first. None in the first generation.</summary>
    /// <returns>The links.</returns>
    public long[] Genome() => Links(parents[0].Last);

    private protected override void FormCandidate(int candidate, Span<T> destination)
    {
        (Parent parent, long? link) = Origin(candidate);
        if (link == null) parent.Parameters.CopyTo(destination);
        else Noise.Add<T>(parent.Parameters, destination, KeyOf(link.Value), Factor, 0);
    }

    private protected override int BeginNext(ReadOnlySpan<double> fitness)
    {
        isRestoring = false;
        nextGeneration = Generation + 1;
        int[] best = Ranks.BestFirst(fitness);
        var isMade = new List<int>();
        next = new Parent[options.Parents];
        for (int i = 0; i < next.Length; i++)
        {
            (Parent parent, long? link) = Origin(best[i]);
            next[i] = link == null ? parent : new Parent(Take(), parent, new Link(parent.Last, link.Value));
            if (link != null) isMade.Add(i);
        }

        made = isMade.ToArray();
        return made.Length * Blocks;
    }

    internal override void DoPart(int part)
    {
        Parent parent = next[made[part / Blocks]];
        (int start, int count) = InBlock(part % Blocks);
        Span<T> to = parent.Parameters.AsSpan(start, count);
        if (isRestoring)
        {
            origin.AsSpan(start, count).CopyTo(to);
            foreach (long link in parent.Chain) Noise.Add<T>(to, to, KeyOf(link), Factor, start);
        }
        else
        {
            Noise.Add<T>(parent.From!.Parameters.AsSpan(start, count), to, KeyOf(parent.Last!.Number), Factor, start);
        }

        Interlocked.Add(ref parent.Hash, HashOf(to, start));
    }

    internal override void EndAdvance()
    {
        // What nobody is made from any more is written over in the next generation.
        foreach (T[] old in parents.Select(parent => parent.Parameters).Except(next.Select(parent => parent.Parameters)))
        {
            if (old != origin) free.Push(old);
        }

        foreach (Parent parent in next) parent.Settle();
        parents = next;
        next = Array.Empty<Parent>();
        Generation = nextGeneration;
    }

    internal override PopulationSnapshot Save()
    {
        // The length of each genome, and then its links.
        long[] genomes = parents.SelectMany(parent => Links(parent.Last) is var links ? links.Prepend(links.Length) : []).ToArray();
        return new PopulationSnapshot(Generation, Numbers.Of<T>(parents[0].Parameters), [Numbers.Of<long>(genomes)]);
    }

    internal override int BeginRestore(PopulationSnapshot snapshot)
    {
        isRestoring = true;
        nextGeneration = snapshot.Generation;
        ReadOnlySpan<long> genomes = snapshot.Rest[0].As<long>();
        var restored = new List<Parent>();
        while (!genomes.IsEmpty)
        {
            ReadOnlySpan<long> links = genomes.Slice(1, (int)genomes[0]);
            genomes = genomes[(links.Length + 1)..];
            Link? last = null;
            foreach (long link in links) last = new Link(last, link);
            restored.Add(new Parent(links.IsEmpty ? origin : Take(), null, last) { Chain = links.ToArray(), Hash = links.IsEmpty ? HashOf(origin) : 0 });
        }

        next = restored.ToArray();
        made = Enumerable.Range(0, next.Length).Where(i => next[i].Last != null).ToArray();
        return made.Length * Blocks;
    }

    internal override void EndRestore() => EndAdvance();

    /// <summary>Whom a candidate is made from, and the link that it has more, if any.</summary>
    private (Parent Parent, long? Link) Origin(int candidate)
    {
        if (Generation > 0 && candidate < options.Elite) return (parents[candidate], null);
        long number = (Generation * Size) + candidate;
        return (parents[(int)(Noise.Key(options.Seed, Draw.Parent, number) % (ulong)parents.Length)], number);
    }

    private double Factor => options.Sigma / Noise.Deviation;

    private ulong KeyOf(long link) => Noise.Key(options.Seed, Draw.Noise, link);

    private T[] Take() => free.TryPop(out T[]? array) ? array : new T[ParameterCount];

    private static long[] Links(Link? last)
    {
        var links = new long[last?.Length ?? 0];
        for (int i = links.Length - 1; i >= 0; i--, last = last.Previous) links[i] = last!.Number;
        return links;
    }

    /// <summary>A genome is its last link; what is before belongs to others too.</summary>
    private sealed class Link(Link? previous, long number)
    {
        public Link? Previous => previous;

        public long Number => number;

        public int Length { get; } = (previous?.Length ?? 0) + 1;
    }

    private sealed class Parent(T[] parameters, Parent? from, Link? last)
    {
        public ulong Hash;   // added to by several threads

        public T[] Parameters => parameters;

        /// <summary>Its own parent, until it is made.</summary>
        public Parent? From { get; private set; } = from;

        public Link? Last => last;

        /// <summary>All links, while it is made from them.</summary>
        public long[] Chain { get; set; } = Array.Empty<long>();

        public void Settle() => (From, Chain) = (null, Array.Empty<long>());
    }
}
