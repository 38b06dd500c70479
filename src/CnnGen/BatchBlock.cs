using System;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>Consecutive samples of a batch that are computed together, wherever that is: a block of a <see cref="Trainer{T}"/>'s shards.</summary>
/// <remarks>
/// <code>
/// BatchBlock[] blocks = BatchBlock.Cut(samples: 512, trainer.ShardSize, pieces: 4);   // 0 to 127, 128 to 255, …
/// double loss = trainer.ComputeBlock(blocks[1], inputs, default, labels, gradient);    // on any machine
/// </code>
/// A trainer adds the gradients of shards along a binary tree, whose nodes are aligned blocks of 1, 2, 4, 8, … shards. A block that <see cref="Cut"/> makes is
/// such a node; <see cref="Sum"/> adds those of a whole batch as the trainer would, so that neither the pieces nor their machines show in a bit.
/// </remarks>
public readonly struct BatchBlock : IEquatable<BatchBlock>
{
    /// <summary>Some samples of a batch.</summary>
    /// <param name="first">The number of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="batchSamples">How many the whole batch has.</param>
    /// <param name="labelWeights">What <see cref="Trainer{T}.WeighLabels"/> says of all labels of the batch, where a loss goes by it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample, or one that is not of the batch.</exception>
    public BatchBlock(int first, int count, int batchSamples, double[]? labelWeights = null)
    {
        if (first < 0 || count < 1 || (long)first + count > batchSamples)
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), first, $"A block has one sample or more of a batch of {batchSamples}; {count} from number {first} on came.");
        }

        First = first;
        Count = count;
        BatchSamples = batchSamples;
        LabelWeights = labelWeights;
    }

    /// <summary>The number of the first sample.</summary>
    public int First { get; }

    /// <summary>How many samples.</summary>
    public int Count { get; }

    /// <summary>How many the whole batch has.</summary>
    public int BatchSamples { get; }

    /// <summary>What the labels of the whole batch weigh, where a loss goes by that.</summary>
    public double[]? LabelWeights { get; }

    /// <summary>Cuts a batch into aligned blocks of equal size, of which the last may be smaller.</summary>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="shardSize">Those of a shard.</param>
    /// <param name="pieces">How many there are to be at least; of fewer shards than that each is a block.</param>
    /// <returns>The blocks in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">One of the numbers is not positive.</exception>
    public static BatchBlock[] Cut(int samples, int shardSize, int pieces)
    {
        CheckPositive(samples, nameof(samples));
        CheckPositive(shardSize, nameof(shardSize));
        CheckPositive(pieces, nameof(pieces));
        long shards = ((samples - 1) / shardSize) + 1, each = 1;
        while (((shards - 1) / (2 * each)) + 1 >= pieces && each < shards) each *= 2;
        int size = (int)Math.Min(samples, each * shardSize);
        var blocks = new BatchBlock[((samples - 1) / size) + 1];
        for (int i = 0; i < blocks.Length; i++) blocks[i] = new BatchBlock(i * size, Math.Min(size, samples - (i * size)), samples);
        return blocks;
    }

    /// <summary>
    /// Adds the gradients of all blocks that <see cref="Cut"/> has made, in the trainer's order. The first has the sum then, others sums of parts.
    /// </summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="gradients">Those of each block, in order, <see cref="Trainer{T}.GradientLength"/> numbers each.</param>
    /// <param name="losses">The loss of each block, which are added likewise.</param>
    /// <returns>The loss of the batch, which a trainer rounds to the network's type.</returns>
    /// <exception cref="ArgumentNullException">There are no gradients, or no losses.</exception>
    /// <exception cref="ArgumentException">There is none, or they differ in number or length.</exception>
    public static double Sum<T>(Memory<T>[] gradients, double[] losses) where T : unmanaged
    {
        if (gradients == null) throw new ArgumentNullException(nameof(gradients));
        if (losses == null) throw new ArgumentNullException(nameof(losses));
        if (gradients.Length == 0 || losses.Length != gradients.Length)
        {
            throw new ArgumentException($"There is one block or more, each with a loss; {gradients.Length} and {losses.Length} losses came.", nameof(losses));
        }

        foreach (Memory<T> gradient in gradients) CheckSameLength(gradients[0].Length, gradient.Length);
        for (int step = 1; step < gradients.Length; step *= 2)
        {
            for (int left = 0; left + step < gradients.Length; left += 2 * step)
            {
                Numbers.Add<T>(gradients[left].Span, gradients[left + step].Span);
                losses[left] += losses[left + step];
            }
        }

        return losses[0];
    }

    /// <summary>Adds the gradient of a block to that of the one before it, of the same size.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="sum">The gradient of the block before, <see cref="Trainer{T}.GradientLength"/> numbers; then that of both.</param>
    /// <param name="term">That of the block behind it.</param>
    /// <exception cref="ArgumentException">They differ in length.</exception>
    public static void Add<T>(Span<T> sum, ReadOnlySpan<T> term) where T : unmanaged
    {
        CheckSameLength(sum.Length, term.Length);
        Numbers.Add(sum, term);
    }

    /// <inheritdoc/>
    public bool Equals(BatchBlock other) => First == other.First && Count == other.Count && BatchSamples == other.BatchSamples;

    /// <inheritdoc/>
    public override bool Equals(object? other) => other is BatchBlock block && Equals(block);

    /// <inheritdoc/>
    public override int GetHashCode() => (First, Count, BatchSamples).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"samples {First} to {First + Count - 1} of {BatchSamples}";

    /// <summary>Whether two blocks are the same samples of batches of the same size.</summary>
    /// <param name="left">A block.</param>
    /// <param name="right">Another.</param>
    /// <returns>True where they are.</returns>
    public static bool operator ==(BatchBlock left, BatchBlock right) => left.Equals(right);

    /// <summary>Whether two blocks are not the same.</summary>
    /// <param name="left">A block.</param>
    /// <param name="right">Another.</param>
    /// <returns>True where they are not.</returns>
    public static bool operator !=(BatchBlock left, BatchBlock right) => !left.Equals(right);

    private static void CheckPositive(int value, string name)
    {
        if (value < 1) throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 1; {value} came.");
    }

    private static void CheckSameLength(int expected, int came)
    {
        if (expected != came || expected % 16 != 0)
        {
            throw new ArgumentException($"Gradients are as long as the trainer's GradientLength says, a multiple of 16; {expected} and {came} numbers came.");
        }
    }
}
