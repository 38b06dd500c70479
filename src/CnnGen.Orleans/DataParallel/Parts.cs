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
        // Of a power of two each part is one block; otherwise blocks are small enough for the parts to be of like size.
        int least = (parts & (parts - 1)) == 0 ? parts : 4 * parts, block = 1;
        while (block < shards && ((shards - 1) / (2 * block)) + 1 >= least) block *= 2;
        int blocks = ((shards - 1) / block) + 1;
        return (int)Math.Min(shards, (long)part * blocks / parts * block);
    }
}
