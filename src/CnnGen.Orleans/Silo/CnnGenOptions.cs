using System;
using System.Collections.Generic;

namespace CnnGen.Orleans;

/// <summary>What a silo knows of CnnGen: networks and what they learn from, by name. Every silo of a cluster says the same.</summary>
public sealed partial class CnnGenOptions
{
    /// <summary>
    /// The name of the grain storage in which runs are kept: each silo adds one of this name, in memory or, to outlive its silos, in a database.
    /// </summary>
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

    /// <summary>
    /// Whether a silo that is missed, whose port was open and now refuses connections, is declared dead at once; otherwise Orleans finds out by missed probes,
    /// after 11 to 20 seconds as they are set by default. Off where something between silos refuses connections in their name.
    /// </summary>
    public bool DetectCrashes { get; set; } = true;

    internal Dictionary<string, NetworkEntry> Networks { get; } = new(StringComparer.Ordinal);

    // Of whatever number type.
    internal Dictionary<string, Func<object>> Sources { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, Schedule> Schedules { get; } = new(StringComparer.Ordinal);

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

    /// <summary>Adds samples, which a silo reads where it is: they never travel.</summary>
    /// <typeparam name="T">The number type of the networks that learn from them.</typeparam>
    /// <param name="name">How runs call them.</param>
    /// <param name="create">Makes or opens them; each has the same samples in the same order. It is called once for each run of a silo.</param>
    /// <exception cref="ArgumentException">The name is empty, or other samples have it.</exception>
    /// <exception cref="ArgumentNullException">There is no name, or nothing that makes samples.</exception>
    public void Samples<T>(string name, Func<ISampleSource<T>> create) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        if (!Sources.TryAdd(name, create)) throw new ArgumentException($"There are samples '{name}' already.", nameof(name));
    }

    /// <summary>Adds a schedule of learning rates.</summary>
    /// <param name="name">How runs call it.</param>
    /// <param name="schedule">The schedule.</param>
    /// <exception cref="ArgumentException">The name is empty, or another schedule has it.</exception>
    /// <exception cref="ArgumentNullException">There is no name, or no schedule.</exception>
    public void Schedule(string name, Schedule schedule)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(schedule);
        if (!Schedules.TryAdd(name, schedule)) throw new ArgumentException($"There is a schedule '{name}' already.", nameof(name));
    }
}
