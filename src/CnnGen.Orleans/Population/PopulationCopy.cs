using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace CnnGen.Orleans;

/// <summary>A silo's copy of a run's population, with a network and a fitness for each compute thread.</summary>
internal abstract class PopulationCopy : IDisposable
{
    /// <summary>Tells the network's architecture, for comparisons and messages.</summary>
    public abstract string Architecture { get; }

    /// <summary>Tells an architecture but for its name, which says nothing of its parameters' meaning.</summary>
    public static string Tell<T>(INetwork<T> network) where T : unmanaged =>
        $" of {typeof(T).Name} (fingerprint {network.Description.Fingerprint}, {network.ParameterCount} parameters)";

    public abstract int ParameterCount { get; }

    public abstract int NumberBytes { get; }

    public abstract long Generation { get; }

    public abstract ulong Hash { get; }

    /// <summary>Goes on to the next generation, on all threads.</summary>
    public abstract Task Advance(ReadOnlyMemory<double> fitness);

    /// <summary>Evaluates candidates of the present generation, on all threads.</summary>
    public abstract Task Evaluate(int first, double[] results, CancellationToken cancellation);

    /// <summary>A copy of its state.</summary>
    public abstract Task<PopulationSnapshot> Save();

    /// <summary>Goes on from a copy.</summary>
    public abstract Task Restore(PopulationSnapshot snapshot);

    public abstract void Dispose();
}

/// <inheritdoc/>
internal sealed class PopulationCopy<T> : PopulationCopy where T : unmanaged
{
    private readonly NetworkEntry<T> network;
    private readonly FitnessEntry<T> fitness;
    private readonly IServiceProvider services;
    private readonly ComputeThreads threads;
    private readonly Population<T> population;
    private readonly Evaluator?[] evaluators;
    private INetwork<T>? spare;   // for whoever comes first

    /// <summary>Made on a compute thread.</summary>
    public PopulationCopy(
        NetworkEntry<T> network, FitnessEntry<T> fitness, PopulationOptions options, IServiceProvider services, ComputeThreads threads)
    {
        this.network = network;
        this.fitness = fitness;
        this.services = services;
        this.threads = threads;
        spare = network.Create();
        var parameters = new T[spare.ParameterCount];
        spare.CopyParametersTo(parameters);
        population = options.Begin<T>(parameters);
        evaluators = new Evaluator?[threads.Count];
        Architecture = spare.Description.Name + Tell(spare);
    }

    public override string Architecture { get; }

    public override int ParameterCount => population.ParameterCount;

    public override int NumberBytes => Unsafe.SizeOf<T>();

    public override long Generation => population.Generation;

    public override ulong Hash => population.Hash;

    public override async Task Advance(ReadOnlyMemory<double> fitness)
    {
        int parts = population.BeginAdvance(fitness.Span);
        await threads.RunParts(parts, (_, part) => population.DoPart(part));
        population.EndAdvance();
    }

    public override Task Evaluate(int first, double[] results, CancellationToken cancellation) => threads.RunParts(
        results.Length,
        (thread, i) => results[i] = (evaluators[thread] ??= NewEvaluator()).Evaluate(population, first + i),
        cancellation);

    public override Task<PopulationSnapshot> Save() => threads.Run(population.Save);

    public override async Task Restore(PopulationSnapshot snapshot)
    {
        int parts = await threads.Run(() => population.BeginRestore(snapshot));
        await threads.RunParts(parts, (_, part) => population.DoPart(part));
        population.EndRestore();
    }

    public override void Dispose()
    {
        foreach (Evaluator? evaluator in evaluators) evaluator?.Dispose();
    }

    private Evaluator NewEvaluator()
    {
        INetwork<T> own = Interlocked.Exchange(ref spare, null) ?? network.Create();
        return new Evaluator(fitness.Name, own, fitness.Create(services), new T[own.ParameterCount]);
    }

    /// <summary>What a thread evaluates candidates with.</summary>
    private sealed class Evaluator(string name, INetwork<T> network, IFitness<T> fitness, T[] parameters) : IDisposable
    {
        public double Evaluate(Population<T> population, int candidate)
        {
            population.CopyCandidateTo(candidate, parameters);
            network.SetParameters(parameters);
            try
            {
                return fitness.Evaluate(network, population.Generation, population.EpisodeSeed);
            }
            catch (Exception exception)
            {
                throw new FitnessException(
                    $"The fitness '{name}' failed for candidate {candidate} of generation {population.Generation}: "
                    + $"{exception.GetType().Name}: {exception.Message}",
                    exception);
            }
        }

        public void Dispose() => (fitness as IDisposable)?.Dispose();
    }
}

/// <summary>A user's fitness threw.</summary>
internal sealed class FitnessException(string message, Exception inner) : Exception(message, inner);
