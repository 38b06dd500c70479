using System;

namespace CnnGen.Sampling;

/// <summary>Copies samples, and says where they do not fit the network.</summary>
internal static class Sample
{
    public static void CheckIndex(int index, int count)
    {
        if ((uint)index < (uint)count) return;
        throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {count} samples, from 0 on; number {index} was asked for.");
    }

    /// <summary>Copies what one sample has of an array that holds as much for each.</summary>
    public static void Copy<TItem>(ReadOnlySpan<TItem> all, int index, int count, Span<TItem> destination, string name)
    {
        int each = all.Length / count;
        CheckLength(each, destination.Length, name);
        all.Slice(index * each, each).CopyTo(destination);
    }

    /// <summary>Compares what a sample has with what the network takes.</summary>
    public static void CheckLength(int has, int takes, string name)
    {
        if (has != takes) throw new ArgumentException($"The network takes {takes} {name} for each sample; these samples have {has}.", name);
    }
}
