using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Runtime;
using CnnGen.Training;
using Xunit;

namespace CnnGen.Tests.Training;

/// <summary>The sum over shards: one tree, in whatever order shards begin and end, in as much memory as was promised.</summary>
public sealed class GradientTreeTests
{
    // Every number of threads takes the shards in their order and ends them in any: thousands of interleavings, one thread at a time.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    public void AnyInterleaving_GivesTheBitsOfTheTree(int threads)
    {
        const int length = 37;   // no multiple of the alignment
        Random random = new(threads);
        GradientTree<float> tree = new(length, [.. Enumerable.Range(1, threads - 1).Select(_ => new AlignedMemory<float>(length))]);
        foreach (int shards in (int[])[2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 255, 1_000])
        {
            float[][] terms = [.. Enumerable.Range(0, shards).Select(_ => Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f).ToArray())];
            double[] losses = [.. Enumerable.Range(0, shards).Select(_ => random.NextDouble())];
            (float[] expected, double expectedLoss) = Sum(0, shards);
            for (int attempt = 0; attempt < 10; attempt++)
            {
                int members = random.Next(2) == 0 ? 1 : threads;
                tree.Prepare(shards, members);
                List<(int Shard, GradientTree<float>.Node Node)> begun = [];
                int next = 0;

                // Some stand still for long, as a thread does that has lost its core.
                double patience = random.NextDouble();
                while (next < shards || begun.Count > 0)
                {
                    if (next < shards && begun.Count < members && (begun.Count == 0 || random.NextDouble() < 0.7))
                    {
                        begun.Add((next, tree.Begin(next)));
                        next++;
                        continue;
                    }

                    int which = random.NextDouble() < patience && next < shards ? begun.Count - 1 : random.Next(begun.Count);
                    (int shard, GradientTree<float>.Node node) = begun[which];
                    begun.RemoveAt(which);
                    for (int i = 0; i < length; i++) node.Sum.Gradients.At(i) += terms[shard][i];
                    node.Sum.Loss += losses[shard];
                    tree.End(shard, node);
                }

                AlignedMemory<float> target = new(length);
                for (int first = 0; first < tree.Whole; first += 16) tree.AddRange(target.Slice(first, 16), first);
                Assert.Equal(expected, target.Span.ToArray());
                Assert.Equal(expectedLoss, tree.End());
            }

            (float[], double) Sum(int first, int count)
            {
                if (count == 1) return (terms[first], losses[first]);
                int left = 1;
                while (2 * left < count) left *= 2;
                (float[] leftSum, double leftLoss) = Sum(first, left);
                (float[] rightSum, double rightLoss) = Sum(first + left, count - left);
                return ([.. leftSum.Zip(rightSum, (x, y) => x + y)], leftLoss + rightLoss);
            }
        }
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(1, 8, 3)]
    [InlineData(1, 1_024, 10)]
    [InlineData(2, 2, 2)]
    [InlineData(2, 1_024, 20)]
    [InlineData(16, 16, 16)]
    [InlineData(16, 1_024, 112)]
    public void Memory_GrowsWithThreadsAndTheLogarithmOfShards(int threads, int shards, int most) =>
        Assert.Equal(most, GradientTree<float>.MostSums(shards, threads));

    [Fact]
    public void AfterAFailure_NothingIsLeft()
    {
        GradientTree<double> tree = new(5, [new(5)]);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            tree.Prepare(8, 2);
            GradientTree<double>.Node first = tree.Begin(0), second = tree.Begin(1);
            first.Sum.Gradients.Span.Fill(double.NaN);
            second.Sum.Loss = double.NaN;
            tree.End(1, second);
            tree.Clear();

            tree.Prepare(8, 2);
            for (int shard = 0; shard < 8; shard++)
            {
                GradientTree<double>.Node node = tree.Begin(shard);
                node.Sum.Gradients.At(4) += 1;
                node.Sum.Loss += 2;
                tree.End(shard, node);
            }

            AlignedMemory<double> target = new(5);
            tree.AddRange(target.Slice(0, tree.Whole), 0);
            Assert.Equal([0, 0, 0, 0, 8], target.Span.ToArray());
            Assert.Equal(16, tree.End());
        }
    }
}
