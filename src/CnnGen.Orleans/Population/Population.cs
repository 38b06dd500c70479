using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen.Orleans;

/// <summary>
/// A population in one process: the plain loop that a cluster shares out. <see cref="EvolutionStrategy{T}"/> and <see cref="GeneticAlgorithm{T}"/> are the two
/// kinds.
/// </summary>
/// <typeparam name="T">The network's number type, <see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract class Population<T> where T : unmanaged
{
    /// <summary>So many parameters are a part of what is to be done.</summary>
    private protected const int Block = 2048;

    private readonly PopulationOptions options;

    private protected Population(PopulationOptions options, ReadOnlySpan<T> parameters)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double)) throw new NotSupportedException($"A population of {typeof(T)} is not supported.");
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        this.options = options;
        ParameterCount = parameters.Length;
    }

    /// <summary>Candidates of a generation.</summary>
    public int Size => options.Population;

    /// <summary>Parameters of each candidate.</summary>
    public int ParameterCount { get; }

    /// <summary>Generations that have been; the number of the present one.</summary>
    public long Generation { get; private protected set; }

    /// <summary>The seed of the present generation's episodes.</summary>
    public long EpisodeSeed => unchecked((long)Noise.Key(options.Seed, Draw.Episode, Generation));

    /// <summary>Copies the parameters of a candidate of the present generation. Several threads may do so at once.</summary>
    /// <param name="candidate">Its number.</param>
    /// <param name="destination">At least <see cref="ParameterCount"/> numbers; the rest is left as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such candidate.</exception>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyCandidateTo(int candidate, Span<T> destination)
    {
        if (candidate < 0 || candidate >= Size)
        {
            throw new ArgumentOutOfRangeException(nameof(candidate), candidate, $"The candidates are 0 to {Size - 1}.");
        }

        FormCandidate(candidate, Room(destination));
    }

    /// <summary>Copies what the population has come to: an evolution strategy's centre, the best of a genetic algorithm's last generation.</summary>
    /// <param name="destination">At least <see cref="ParameterCount"/> numbers; the rest is left as it is.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyParametersTo(Span<T> destination) => Parameters.CopyTo(Room(destination));

    /// <summary>Goes on to the next generation.</summary>
    /// <param name="fitness">The fitness of each candidate of the present one.</param>
    /// <exception cref="ArgumentException">There are not as many as candidates.</exception>
    public void Advance(ReadOnlySpan<double> fitness)
    {
        int parts = BeginAdvance(fitness);
        for (int part = 0; part < parts; part++) DoPart(part);
        EndAdvance();
    }

    /// <summary>Evaluates the candidates of the present generation, one after the other, and goes on to the next.</summary>
    /// <param name="network">A network, which is given the parameters of each candidate in turn, and at the end <see cref="CopyParametersTo"/>'s.</param>
    /// <param name="fitness">What evaluates them.</param>
    /// <returns>The fitness of each.</returns>
    /// <exception cref="ArgumentException">The network has another number of parameters.</exception>
    /// <exception cref="ArgumentNullException">There is no network, or no fitness.</exception>
    public double[] Evolve(INetwork<T> network, IFitness<T> fitness)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(fitness);
        if (network.ParameterCount != ParameterCount)
        {
            throw new ArgumentException($"The candidates have {ParameterCount} parameters, the network {network.ParameterCount}.", nameof(network));
        }

        var results = new double[Size];
        var parameters = new T[ParameterCount];
        for (int candidate = 0; candidate < Size; candidate++)
        {
            FormCandidate(candidate, parameters);
            network.SetParameters(parameters);
            results[candidate] = fitness.Evaluate(network, Generation, EpisodeSeed);
        }

        Advance(results);
        network.SetParameters(Parameters);
        return results;
    }

    /// <summary>What it has come to.</summary>
    internal abstract ReadOnlySpan<T> Parameters { get; }

    /// <summary>Of all parameters that candidates are made from: equal where they have the same bits.</summary>
    internal abstract ulong Hash { get; }

    /// <summary>What it takes to go on from here.</summary>
    internal abstract PopulationSnapshot Save();

    /// <summary>Begins to go on from what was saved, and says how many parts there are to do.</summary>
    internal abstract int BeginRestore(PopulationSnapshot snapshot);

    /// <summary>Begins to go on to the next generation, and says how many parts there are to do.</summary>
    internal int BeginAdvance(ReadOnlySpan<double> fitness)
    {
        if (fitness.Length != Size) throw new ArgumentException($"There are {Size} candidates; {fitness.Length} values came.", nameof(fitness));
        return BeginNext(fitness);
    }

    /// <summary>Does a part of what was begun. Several threads may do several at once.</summary>
    internal abstract void DoPart(int part);

    /// <summary>Goes over to the next generation, when all parts have been done.</summary>
    internal abstract void EndAdvance();

    /// <summary>Goes over to the generation that was saved, when all parts have been done.</summary>
    internal abstract void EndRestore();

    private protected abstract void FormCandidate(int candidate, Span<T> destination);

    private protected abstract int BeginNext(ReadOnlySpan<double> fitness);

    /// <summary>How many parts all parameters have.</summary>
    private protected int Blocks => (ParameterCount + Block - 1) / Block;

    /// <summary>The parameters of a part.</summary>
    private protected (int First, int Count) InBlock(int block) => (block * Block, Math.Min(Block, ParameterCount - (block * Block)));

    /// <summary>A hash of the numbers of a part. Those of all parts are added, in any order.</summary>
    private protected static ulong HashOf(ReadOnlySpan<T> values, int first)
    {
        unchecked
        {
            ulong hash = 0x9E3779B97F4A7C15 * ((ulong)first + 1);
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (ulong word in words) hash = (BitOperations.RotateLeft(hash, 5) ^ word) * 0xBF58476D1CE4E5B9;
            foreach (byte rest in bytes[(words.Length * sizeof(ulong))..]) hash = (BitOperations.RotateLeft(hash, 5) ^ rest) * 0xBF58476D1CE4E5B9;
            return (hash ^ (hash >> 29)) * 0x94D049BB133111EB;
        }
    }

    private protected ulong HashOf(ReadOnlySpan<T> parameters)
    {
        ulong hash = 0;
        for (int block = 0; block < Blocks; block++)
        {
            (int first, int count) = InBlock(block);
            hash = unchecked(hash + HashOf(parameters.Slice(first, count), first));
        }

        return hash;
    }

    private protected static double Widen(T value) => typeof(T) == typeof(double) ? Unsafe.As<T, double>(ref value) : Unsafe.As<T, float>(ref value);

    private protected static T Narrow(double value)
    {
        if (typeof(T) == typeof(double)) return Unsafe.As<double, T>(ref value);
        float single = (float)value;
        return Unsafe.As<float, T>(ref single);
    }

    private Span<T> Room(Span<T> destination)
    {
        if (destination.Length < ParameterCount)
        {
            throw new ArgumentException($"There are {ParameterCount} parameters; the destination has {destination.Length} numbers.", nameof(destination));
        }

        return destination[..ParameterCount];
    }
}
