using System;

namespace CnnGen.Training;

/// <summary>
/// What inputs, outputs, targets or labels are put together of: in a batch all samples of the first part, then of the second, and in a shard
/// likewise, so that a shard of several parts is gathered from as many places.
/// </summary>
internal readonly unsafe struct Parts
{
    private readonly int[]? sizes;

    /// <summary>Parts of these sizes.</summary>
    /// <param name="sizes">How much of each one sample has.</param>
    public Parts(params int[] sizes)
    {
        this.sizes = sizes;
        Size = 0;
        foreach (int size in sizes) Size += size;
    }

    /// <summary>How much one sample has of all.</summary>
    public int Size { get; }

    /// <summary>How many there are.</summary>
    public int Count => sizes?.Length ?? 0;

    /// <summary>Some samples of a batch, as they are or gathered.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="samples">Its samples.</param>
    /// <param name="first">The first of those that are wanted.</param>
    /// <param name="count">How many.</param>
    /// <param name="memory">Where they are gathered, where there are several parts.</param>
    public ReadOnlySpan<TItem> Gather<TItem>(TItem* batch, int samples, int first, int count, TItem[] memory) where TItem : unmanaged
    {
        if (Count == 0) return default;
        if (Count == 1) return new ReadOnlySpan<TItem>(batch + ((long)first * Size), count * Size);
        Span<TItem> rest = memory.AsSpan(0, count * Size);
        TItem* part = batch;
        foreach (int size in sizes!)
        {
            new ReadOnlySpan<TItem>(part + ((long)first * size), count * size).CopyTo(rest);
            rest = rest.Slice(count * size);
            part += (long)samples * size;
        }

        return memory.AsSpan(0, count * Size);
    }

    /// <summary>Puts some samples into a batch.</summary>
    /// <param name="shard">The samples.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="samples">Its samples.</param>
    /// <param name="first">The first of those that are given.</param>
    /// <param name="count">How many.</param>
    public void Scatter<TItem>(ReadOnlySpan<TItem> shard, TItem* batch, int samples, int first, int count) where TItem : unmanaged
    {
        TItem* part = batch;
        foreach (int size in sizes!)
        {
            shard.Slice(0, count * size).CopyTo(new Span<TItem>(part + ((long)first * size), count * size));
            shard = shard.Slice(count * size);
            part += (long)samples * size;
        }
    }
}
