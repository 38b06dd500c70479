using System;
using System.Collections.Generic;

namespace CnnGen.Orleans;

/// <summary>Adds what aligned blocks of shards have, in whatever order they come, along the tree of a trainer.</summary>
/// <remarks>
/// Of n shards the largest power of two below n goes left, and so on down: the nodes are aligned blocks of 1, 2, 4, … shards, of which the last may be smaller.
/// </remarks>
/// <typeparam name="T">What is added.</typeparam>
internal sealed class ShardTree<T>
{
    private readonly int shards;
    private readonly Func<T, T, T> add;
    private readonly Dictionary<(int Level, int Index), T> waiting = new();
    private T? sum;

    /// <param name="shards">The shards of the batch.</param>
    /// <param name="add">The sum of what the left and the right half of a block have.</param>
    public ShardTree(int shards, Func<T, T, T> add)
    {
        this.shards = shards;
        this.add = add;
    }

    /// <summary>Whether all have come.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The sum over all shards, once all have come.</summary>
    public T Sum => IsComplete ? sum! : throw new InvalidOperationException("Some blocks have not come yet.");

    /// <summary>A block has come; none twice.</summary>
    public void Add(Block block, T term)
    {
        int index = block.FirstShard >> block.Level;
        for (int level = block.Level; (1L << level) < shards; level++, index >>= 1)
        {
            bool hasSibling = (index & 1) == 1 || (long)(index + 1) << level < shards;
            if (!hasSibling) continue;
            if (!waiting.Remove((level, index ^ 1), out T? other))
            {
                waiting.Add((level, index), term);
                return;
            }

            term = (index & 1) == 0 ? add(term, other) : add(other, term);
        }

        (sum, IsComplete) = (term, true);
    }
}

/// <summary>Of which blocks consecutive shards are put together.</summary>
internal static class ShardTree
{
    /// <summary>Aligned ones, as large as possible.</summary>
    public static IEnumerable<Block> Blocks(int first, int end, int shards)
    {
        while (first < end)
        {
            // What is missing behind the end of the batch is missing in the trainer's tree too.
            int level = 0;
            while (first % (2 << level) == 0 && first + (1 << level) < shards && (first + (2 << level) <= end || end == shards)) level++;
            var block = new Block(first, level);
            yield return block;
            first += block.Count(shards);
        }
    }
}
