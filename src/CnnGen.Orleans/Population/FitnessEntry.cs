using System;

namespace CnnGen.Orleans;

/// <summary>What evaluates candidates, by name, of whatever number type.</summary>
internal abstract class FitnessEntry(string name, Type type)
{
    /// <summary>How runs call it.</summary>
    public string Name => name;

    /// <summary>The number type of the networks that it evaluates.</summary>
    public Type Type => type;
}

/// <summary>What evaluates candidates of a known number type.</summary>
internal sealed class FitnessEntry<T>(string name, Func<IServiceProvider, IFitness<T>> create) : FitnessEntry(name, typeof(T)) where T : unmanaged
{
    /// <summary>A new one.</summary>
    /// <exception cref="InvalidOperationException">What was registered made none.</exception>
    public IFitness<T> Create(IServiceProvider services) =>
        create(services) ?? throw new InvalidOperationException($"What makes the fitness '{Name}' has made none.");
}
