using System;
using CnnGen.Training;

namespace CnnGen;

/// <content>Batches of which others compute a part.</content>
public sealed partial class Trainer<T>
{
    /// <summary>
    /// Numbers of a gradient in the network's own order: those of the parameters that are trained, and what lies between and behind them, a multiple of 16.
    /// </summary>
    public int GradientLength => runner.GradientLength;

    /// <summary>Numbers that each shard leaves for running averages: BufferCount where layers keep such averages, and otherwise 0.</summary>
    public int StatisticsLength => runner.States.StatisticsOfShard;

    /// <summary>
    /// Computes the gradient of a block of a batch, of which others compute the rest: here, in another process or on another machine. The network is left as it
    /// is.
    /// </summary>
    /// <param name="block">Which samples of which batch; as <see cref="BatchBlock.Cut"/> makes it.</param>
    /// <param name="inputs">The block's samples, InputSize numbers each, input after input.</param>
    /// <param name="targets">The block's numbers for each output whose loss takes numbers, as for Train.</param>
    /// <param name="labels">The block's labels for each output whose loss takes labels, as for Train.</param>
    /// <param name="gradient">Receives the gradient, <see cref="GradientLength"/> numbers in the network's own order.</param>
    /// <param name="statistics">Receives what each shard has seen, <see cref="StatisticsLength"/> numbers; for <see cref="Step"/>.</param>
    /// <returns>The block's part of the loss: the losses of all blocks of a batch add up to the batch's mean.</returns>
    /// <exception cref="ArgumentException">
    /// A length is wrong, the block is not one of whole shards, or its labels' weights are missing. Nothing has changed.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">No loss is declared, or none that takes labels, or another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    /// <remarks>
    /// Only a block of more shards than any before allocates. The step that all blocks together make has the bits of <c>Train</c> with the whole batch: the
    /// step count, which dropout's masks go by, the parameters and the shards' size are the same wherever a block is computed.
    /// </remarks>
    public double ComputeBlock(
        BatchBlock block, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, Span<T> gradient, Span<T> statistics = default)
    {
        guard.Enter("Trainer");
        try
        {
            int samples = SamplesOf(inputs, default), last = block.First + block.Count;
            if (samples != block.Count) throw new ArgumentException($"The block has {block.Count} samples; {samples} came.", nameof(inputs));
            if (block.First % ShardSize != 0 || (block.Count % ShardSize != 0 && last != block.BatchSamples))
            {
                throw new ArgumentException($"A block is made of whole shards of {ShardSize} samples; {block} came.", nameof(block));
            }

            int weights = block.LabelWeights?.Length ?? 0;
            if (!labels.IsEmpty && weights != runner.States.WeighingLosses)
            {
                throw new ArgumentException(
                    $"{network.GetType().Name} has {runner.States.WeighingLosses} losses that go by what all labels of the batch weigh, as WeighLabels says; " +
                    $"a block with {weights} such weights came.",
                    nameof(block));
            }

            int shards = ((samples - 1) / ShardSize) + 1;
            CheckExchange(gradient.Length, statistics.Length, shards);
            (Parts numbers, Parts classes) = CheckTargets(samples, targets, labels, takesLabels: false);
            return runner.RunBlock(block, inputs, targets, labels, numbers, classes, gradient, statistics);
        }
        finally
        {
            guard.Leave();
        }
    }

    /// <summary>Weighs the labels of a whole batch, for the blocks of a network whose loss divides by what they weigh.</summary>
    /// <param name="labels">All labels of the batch, output after output.</param>
    /// <returns>What a label weighs on average, for each such loss; null where there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">The declared loss takes no labels, or another call is running.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public double[]? WeighLabels(ReadOnlySpan<int> labels)
    {
        guard.Enter("Trainer");
        try
        {
            if (runner.States.WeighingLosses == 0) return null;
            training.CheckLabels(labels);
            var means = new double[runner.States.WeighingLosses];
            runner.States.Weigh(labels, means);
            return means;
        }
        finally
        {
            guard.Leave();
        }
    }

    /// <summary>Adds the gradient of a batch that was computed elsewhere to the network's, and leaves the step to the caller.</summary>
    /// <param name="gradient">The sum over all blocks, <see cref="GradientLength"/> numbers.</param>
    /// <param name="statistics">What the blocks have left for running averages, block after block; or nothing.</param>
    /// <exception cref="ArgumentException">A length is wrong. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public void AddForeign(ReadOnlySpan<T> gradient, ReadOnlySpan<T> statistics) => RunForeign(gradient, statistics, null);

    /// <summary>
    /// Adds the gradient of a batch that was computed elsewhere to the network's, then makes a step of the network's optimizer, on all threads: what Train does
    /// behind the gradients.
    /// </summary>
    /// <param name="gradient">The sum over all blocks, <see cref="GradientLength"/> numbers: <see cref="BatchBlock.Sum"/>.</param>
    /// <param name="statistics">What the blocks have left for running averages, block after block; or nothing.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <exception cref="ArgumentException">A length is wrong. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public void Step(ReadOnlySpan<T> gradient, ReadOnlySpan<T> statistics, T learningRate) => RunForeign(gradient, statistics, learningRate);

    private void RunForeign(ReadOnlySpan<T> gradient, ReadOnlySpan<T> statistics, T? learningRate)
    {
        guard.Enter("Trainer");
        try
        {
            CheckExchange(gradient.Length, statistics.Length, shards: null);
            runner.RunForeign(gradient, statistics, learningRate);
        }
        finally
        {
            guard.Leave();
        }
    }

    private void CheckExchange(int gradient, int statistics, int? shards)
    {
        if (gradient != GradientLength) throw new ArgumentException($"A gradient has {GradientLength} numbers; {gradient} came.", nameof(gradient));
        if (StatisticsLength == 0 ? statistics > 0 : statistics % StatisticsLength != 0 || (shards is { } all && statistics != all * StatisticsLength))
        {
            throw new ArgumentException(
                $"There are {StatisticsLength} numbers of statistics for each{(shards is { } each ? $" of {each} shards" : " shard")}; {statistics} came.",
                nameof(statistics));
        }
    }
}
