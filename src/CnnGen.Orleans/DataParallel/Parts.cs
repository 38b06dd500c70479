using System;

namespace CnnGen.Orleans;

/// <summary>How the shards of a batch are shared out among silos: consecutive ones to each, in blocks that take few messages.</summary>
internal static class Parts
{
    /// <summary>The first shard of a part; that of the part behind the last is the number of shards.</summary>
    /// <param name="part">The part.</param>
    /// <param name="parts">How many there are.</param>
    /// <param name="shards">The shards of the batch.</param>
    public static int First(int part, int parts, int shards)
    {
        // A block or so for each, which is one gradient, where that makes parts of like size; otherwise smaller blocks.
        int block = Block(parts, shards);
        int largest = ((Blocks(block, shards) - 1) / parts) + 1;
        if (4L * largest * block * parts > 5L * shards) block = Block(4 * parts, shards);
        return (int)Math.Min(shards, (long)part * Blocks(block, shards) / parts * block);
    }

    /// <summary>The largest block, a power of two, of which there are so many.</summary>
    private static int Block(int least, int shards)
    {
        int block = 1;
        while (block < shards && Blocks(2 * block, shards) >= least) block *= 2;
        return block;
    }

    private static int Blocks(int block, int shards) => ((shards - 1) / block) + 1;
}
