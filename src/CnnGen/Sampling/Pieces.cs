using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Sampling;

/// <summary>What samples have of one thing, which may come in pieces: in a batch all samples' first pieces, then their second.</summary>
internal sealed class Pieces<TItem>
{
    private readonly int[] sizes;
    private readonly TItem[] sample, batch;

    /// <param name="sizes">How much one sample has of each piece.</param>
    /// <param name="most">The most samples of a batch.</param>
    public Pieces(IEnumerable<int> sizes, int most)
    {
        this.sizes = sizes.Where(size => size > 0).ToArray();
        Each = this.sizes.Sum();
        sample = new TItem[Each];
        batch = new TItem[checked(Each * most)];
    }

    /// <summary>How much one sample has of all.</summary>
    public int Each { get; }

    /// <summary>Room for one sample.</summary>
    public Span<TItem> Sample => sample;

    /// <summary>A batch of some samples.</summary>
    public ReadOnlySpan<TItem> Of(int count) => batch.AsSpan(0, count * Each);

    /// <summary>Puts the sample into a batch.</summary>
    /// <param name="place">Which one it is there.</param>
    /// <param name="count">How many the batch has.</param>
    public void Put(int place, int count)
    {
        ReadOnlySpan<TItem> rest = sample;
        int start = 0;
        foreach (int size in sizes)
        {
            rest.Slice(0, size).CopyTo(batch.AsSpan(start + (place * size)));
            rest = rest.Slice(size);
            start += count * size;
        }
    }
}
