using System;
using System.Collections.Generic;

namespace CnnGen.Orleans;

/// <content>What evaluates the candidates of populations.</content>
public sealed partial class CnnGenOptions
{
    internal Dictionary<string, FitnessEntry> Fitnesses { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds what evaluates the candidates of populations.</summary>
    /// <typeparam name="T">The number type of the networks that it evaluates.</typeparam>
    /// <param name="name">How runs call it.</param>
    /// <param name="create">Makes one, for one thread. One that is <see cref="IDisposable"/> is disposed of when its run has ended.</param>
    /// <exception cref="ArgumentException">The name is empty, or another one has it.</exception>
    /// <exception cref="ArgumentNullException">There is no name, or nothing that makes one.</exception>
    public void Fitness<T>(string name, Func<IFitness<T>> create) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(create);
        Fitness(name, _ => create());
    }

    /// <inheritdoc cref="Fitness{T}(string, Func{IFitness{T}})"/>
    public void Fitness<T>(string name, Func<IServiceProvider, IFitness<T>> create) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        if (!Fitnesses.TryAdd(name, new FitnessEntry<T>(name, create))) throw new ArgumentException($"There is a fitness '{name}' already.", nameof(name));
    }
}
