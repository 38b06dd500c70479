using System;

namespace CnnGen.Training;

/// <summary>What a thread needs for a shard besides a network: room for what is gathered, and for the gradient that a loss of the caller's own gives.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
internal sealed class ShardMemory<T> where T : unmanaged
{
    /// <summary>Makes room where there is something to gather.</summary>
    /// <param name="shardSize">The most samples.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputs">The outputs: each has labels or a target, and has no more labels than numbers.</param>
    public ShardMemory(int shardSize, Parts inputs, Parts outputs)
    {
        if (inputs.Count > 1) Inputs = new T[shardSize * inputs.Size];
        if (outputs.Count <= 1) return;
        Targets = new T[shardSize * outputs.Size];
        Labels = new int[shardSize * outputs.Size];
    }

    public T[] Inputs { get; } = Array.Empty<T>();

    public T[] Targets { get; } = Array.Empty<T>();

    public int[] Labels { get; } = Array.Empty<int>();

    public T[] Gradient { get; private set; } = Array.Empty<T>();

    /// <summary>Makes room for a gradient, once.</summary>
    public void PrepareGradient(int shardSize, Parts outputs)
    {
        if (Gradient.Length == 0) Gradient = new T[shardSize * outputs.Size];
    }
}
