using System;
using System.Collections.Generic;

namespace CnnGen.Orleans;

/// <summary>What a silo knows of CnnGen: networks and what they learn from, by name. Every silo of a cluster says the same.</summary>
public sealed class CnnGenOptions
{
    /// <summary>The name of the grain storage in which runs are kept: each silo adds one of this name, in memory or, to outlive its silos, in a database.</summary>
    public const string StorageName = "cnngen";

    private int computeThreads;

    /// <summary>
    /// How many threads of the silo compute at once, whatever it is asked; 0 for one on each core. Grains only wait for them, so that a busy silo answers all
    /// the same.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int ComputeThreads
    {
        get => computeThreads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            computeThreads = value;
        }
    }

    internal Dictionary<string, NetworkEntry> Networks { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a network.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="name">How runs call it.</param>
    /// <param name="create">Makes one; each has the same parameters, as a constructor with a seed gives them.</param>
    /// <exception cref="ArgumentException">The name is empty, or another network has it.</exception>
    /// <exception cref="ArgumentNullException">There is no name, or nothing that makes a network.</exception>
    public void Network<T>(string name, Func<ITrainableNetwork<T>> create) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        if (!Networks.TryAdd(name, new NetworkEntry<T>(name, create))) throw new ArgumentException($"There is a network '{name}' already.", nameof(name));
    }
}
