using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace CnnGen.Orleans.Tests;

/// <summary>However a batch is shared out, its gradients are added as a trainer adds them.</summary>
public sealed class ShardTreeTests
{
    [Fact]
    public void AnyParts_InAnyOrder_GiveTheSumOfATrainer()
    {
        var random = new Random(1);
        for (int shards = 1; shards <= 40; shards++)
        {
            float[] values = Enumerable.Range(0, shards).Select(_ => (float)Math.Exp(random.NextDouble() * 20)).ToArray();
            float expected = Sum(values);
            for (int silos = 1; silos <= 6; silos++)
            {
                var blocks = new List<Block>();
                for (int i = 0; i < silos; i++) blocks.AddRange(ShardTree.Blocks(Parts.First(i, silos, shards), Parts.First(i + 1, silos, shards), shards));
                Assert.Equal(shards, blocks.Sum(block => block.Count(shards)));
                Assert.All(blocks, block => Assert.Equal(0, block.FirstShard % (1 << block.Level)));
                var tree = new ShardTree<float>(shards, (left, right) => left + right);
                foreach (Block block in blocks.OrderBy(_ => random.Next()))
                {
                    Assert.False(tree.IsComplete);
                    tree.Add(block, Sum(values.AsSpan(block.FirstShard, block.Count(shards)).ToArray()));
                }

                Assert.Equal(expected, tree.Sum);
            }
        }
    }

    // Where shards share out evenly each silo has one gradient to send; otherwise a few, and parts are of like size all the same.
    [Theory]
    [InlineData(16, 2, 1)]
    [InlineData(16, 4, 1)]
    [InlineData(16, 3, 3)]
    [InlineData(64, 6, 4)]
    [InlineData(3, 8, 1)]
    [InlineData(9, 2, 2)]
    [InlineData(17, 2, 3)]
    [InlineData(12, 2, 2)]
    [InlineData(12, 3, 1)]
    [InlineData(5, 4, 2)]
    public void Parts_AreFewBlocks_OfLikeSize(int shards, int silos, int most)
    {
        int[] ends = Enumerable.Range(0, silos + 1).Select(i => Parts.First(i, silos, shards)).ToArray();
        Assert.Equal(0, ends[0]);
        Assert.Equal(shards, ends[^1]);
        int[] sizes = ends.Skip(1).Zip(ends, (end, first) => end - first).ToArray();
        Assert.All(sizes, size => Assert.InRange(size, shards < silos ? 0 : 1, (int)Math.Ceiling(shards * 1.5 / silos)));
        Assert.InRange(ends.Skip(1).Zip(ends, (end, first) => ShardTree.Blocks(first, end, shards).Count()).Max(), 1, most);
    }

    private static float Sum(float[] values)
    {
        if (values.Length == 1) return values[0];
        int left = 1;
        while (2 * left < values.Length) left *= 2;
        return Sum(values[..left]) + Sum(values[left..]);
    }
}
