using System;
using System.Collections.Generic;

namespace CnnGen.Orleans;

/// <summary>Adds the gradients of aligned blocks of shards, in whatever order they come, along the tree of a trainer.</summary>
/// <remarks>
/// Of n shards the largest power of two below n goes left, and so on down: the nodes are aligned blocks of 1, 2, 4, … shards, of which the last may be smaller.
/// A sum is made in the left block's own memory.
/// </remarks>
internal sealed class ShardTree
{
    private readonly int shards;
    private readonly Action<Numbers, Numbers> add;
    private readonly Dictionary<(int Level, int Index), (Numbers Gradient, double Loss)> waiting = new();

    /// <param name="shards">The shards of the batch.</param>
    /// <param name="add">Adds the second gradient to the first.</param>
    public ShardTree(int shards, Action<Numbers, Numbers> add)
    {
        this.shards = shards;
        this.add = add;
    }

    /// <summary>The sum over all shards, once all have come.</summary>
    public (Numbers Gradient, double Loss)? Sum { get; private set; }

    /// <summary>The aligned blocks that consecutive shards are put together of: as large ones as possible.</summary>
    public static IEnumerable<(int First, int Level, int Count)> Nodes(int first, int end, int shards)
    {
        while (first < end)
        {
            // What is missing behind the end of the batch is missing in the trainer's tree too.
            int level = 0;
            while (first % (2 << level) == 0 && first + (1 << level) < shards && (first + (2 << level) <= end || end == shards)) level++;
            int count = Math.Min(1 << level, end - first);
            yield return (first, level, count);
            first += count;
        }
    }

    /// <summary>A node has come; none twice.</summary>
    public void Add(int firstShard, int level, Numbers gradient, double loss)
    {
        int index = firstShard >> level;
        for (; (1L << level) < shards; level++, index >>= 1)
        {
            bool hasSibling = (index & 1) == 1 || (long)(index + 1) << level < shards;
            if (!hasSibling) continue;
            if (!waiting.Remove((level, index ^ 1), out (Numbers Gradient, double Loss) other))
            {
                waiting.Add((level, index), (gradient, loss));
                return;
            }

            ((Numbers left, double leftLoss), (Numbers right, double rightLoss)) = (index & 1) == 0 ? ((gradient, loss), other) : (other, (gradient, loss));
            add(left, right);
            (gradient, loss) = (left, leftLoss + rightLoss);
        }

        Sum = (gradient, loss);
    }
}
