using System;
using System.Collections.Generic;
using System.Threading;
using CnnGen.Fitting;
using CnnGen.Runtime;
using CnnGen.Training;

namespace CnnGen;

/// <summary>Trains a network on several threads at once.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// <code>
/// using var trainer = new Trainer&lt;float&gt;(network);                // all cores
/// float loss = trainer.Train(images, labels, learningRate: 0.05f);   // any number of images
/// </code>
/// <para>
/// A batch may have any number of samples. It is cut into shards: consecutive pieces of <see cref="ShardSize"/> samples, of which the last
/// may be smaller. Each thread takes a shard at a time, so a batch keeps as many threads busy as it has shards: for sixteen cores and
/// batches of 128 samples, take shards of 8.
/// </para>
/// <para>
/// Each shard is a Forward, a Loss with the weight count / samples, and a Backward, in training mode. Gradients and losses of the shards are
/// added along a fixed binary tree over their numbers (of n shards, the largest power of two below n goes left, and so on down), and their
/// sum is added once to the gradients that the network has. The size of a shard therefore shows in the last bits, as every order of a sum
/// does; the number of threads never does. A loss that divides by what its labels weigh divides by what all labels of the batch weigh.
/// </para>
/// <para>
/// The calling thread computes every shard that no other has begun, so a machine that others keep busy makes a step no slower than one
/// thread would, but for a shard whose thread lost its core meanwhile; where that costs more than the threads save, they are left asleep
/// for a while.
/// </para>
/// <para>
/// The step is the network's own too: for a batch of several shards the threads share out its parameters, and a Step that a derived class
/// puts in its place is not asked.
/// </para>
/// <para>
/// Construction allocates a replica of the network (its activations and gradients) for each thread but the first, and with several threads
/// gradients once more. A batch of more shards than any before may need more gradients for sums that wait for others, at most about log₂(shards) for each
/// thread. No
/// other call allocates. Between batches the threads sleep; <see cref="Dispose"/> ends them, and so does the garbage collector where a trainer
/// is forgotten; a process that exits does not wait for them.
/// </para>
/// <para>
/// One thread at a time uses a trainer, and during a call nobody else uses its network or other replicas of it. Between calls the network is
/// the caller's to run, to evaluate, to change; spans that it returned before a call are no longer valid after it.
/// </para>
/// </remarks>
public sealed partial class Trainer<T> : IDisposable where T : unmanaged
{
    private const int MostByDefault = 32;

    private readonly ITrainableNetwork<T> network;
    private readonly IShardTraining<T> training;
    private readonly ShardRunner<T> runner;
    private readonly CallGuard guard = new();
    // The outputs: all, those that have a loss, of these those that take numbers and those that take labels.
    private readonly Parts inputParts, outputParts, targetParts, numberParts, labelParts;

    /// <summary>Makes what is needed to train a network.</summary>
    /// <param name="network">A network. It stays the caller's: it is what is trained, and it is not disposed of.</param>
    /// <param name="threads">
    /// How many threads compute, the calling one included; 0 for one on each core. More than there are cores are not started, in a browser
    /// there is one: see <see cref="Threads"/>. At 1 no thread is started.
    /// </param>
    /// <param name="shardSize">How many samples a thread takes at once, 1 to the network's Batch; by default the smaller of Batch and 32.</param>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The network is not one that CnnGen has compiled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative, or a shard has no sample, or more than the network's Batch.</exception>
    public Trainer(ITrainableNetwork<T> network, int threads = 0, int? shardSize = null) : this(network, threads, shardSize, Team.MostThreads)
    {
    }

    /// <summary>Where there are to be as many threads as on another machine.</summary>
    internal Trainer(ITrainableNetwork<T> network, int threads, int? shardSize, int mostThreads)
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        if (network is not IShardTraining<T> shards)
        {
            throw new ArgumentException($"A trainer needs a network that CnnGen has compiled; {network.GetType().Name} is none.", nameof(network));
        }

        if (threads < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"The number of threads is at least 1, or 0 for one on each core; {threads} came.");
        }

        if (shardSize is < 1 || shardSize > network.Batch)
        {
            throw new ArgumentOutOfRangeException(
                nameof(shardSize), shardSize, $"A shard has 1 to {network.Batch} samples, as many as the network takes in one call; {shardSize} came.");
        }

        this.network = network;
        training = shards;
        ShardSize = shardSize ?? Math.Min(network.Batch, MostByDefault);
        NetworkDescription description = network.Description;
        inputParts = PartsOf(description.Inputs, input => input.Count);
        outputParts = PartsOf(description.Outputs, output => output.Count);
        targetParts = PartsOf(description.Outputs, output => output.Loss != null ? output.Count : 0);
        numberParts = PartsOf(description.Outputs, output => output.Loss != null && output.LabelCount == 0 ? output.Count : 0);
        labelParts = PartsOf(description.Outputs, output => output.Loss != null ? output.LabelCount : 0);
        runner = new ShardRunner<T>(network, threads == 0 ? mostThreads : Math.Min(threads, mostThreads), ShardSize, inputParts, outputParts);
    }

    /// <summary>How many threads compute, the calling one included.</summary>
    public int Threads => runner.Team.Size;

    /// <summary>How many samples a thread takes at once.</summary>
    public int ShardSize { get; }

    /// <summary>The threads.</summary>
    internal Team Team => runner.Team;

    /// <summary>Trains with a batch of labelled samples: adds its gradients, then makes a step of the network's optimizer.</summary>
    /// <param name="inputs">The samples back to back, InputSize numbers each, row-major; at least one.</param>
    /// <param name="labels">One label for each sample; on a spatial output one for each position.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <param name="outputs">Receives the outputs back to back, OutputSize numbers for each sample, as they were before the step; or nothing.</param>
    /// <returns>The loss before the step: the mean over the samples.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the outputs would overwrite the inputs. Nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The declared loss takes no labels, or another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public T Train(ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, T learningRate, Span<T> outputs = default)
    =>
        Run(inputs, default, labels, outputs, learningRate, takesLabels: true);

    /// <summary>Trains with a batch of samples and targets: adds its gradients, then makes a step of the network's optimizer.</summary>
    /// <param name="inputs">The samples back to back, InputSize numbers each, row-major; at least one.</param>
    /// <param name="targets">OutputSize numbers for each sample, without those of outputs that have no loss; class probabilities for the
    /// cross-entropies.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <param name="outputs">Receives the outputs back to back, OutputSize numbers for each sample, as they were before the step; or nothing.</param>
    /// <returns>The loss before the step: the mean over the samples.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the outputs would overwrite inputs or targets. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public T Train(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, T learningRate, Span<T> outputs = default)
    =>
        Run(inputs, targets, default, outputs, learningRate);

    /// <summary>
    /// Adds the gradients of a batch of labelled samples to the network's, and leaves the step to the caller, who may clip or inspect
    /// them first.
    /// </summary>
    /// <param name="inputs">The samples back to back, InputSize numbers each, row-major; at least one.</param>
    /// <param name="labels">One label for each sample; on a spatial output one for each position.</param>
    /// <param name="outputs">Receives the outputs back to back, OutputSize numbers for each sample; or nothing.</param>
    /// <returns>The loss: the mean over the samples.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the outputs would overwrite the inputs. Nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The declared loss takes no labels, or another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    /// <remarks>
    /// Whatever else a shard throws comes through; the network's gradients are then zero, all else is unchanged, and the trainer can be used again.
    /// </remarks>
    public T AddGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<int> labels, Span<T> outputs = default) =>
        Run(inputs, default, labels, outputs, null, takesLabels: true);

    /// <summary>
    /// Adds the gradients of a batch of samples and targets to the network's, and leaves the step to the caller, who may clip or inspect
    /// them first.
    /// </summary>
    /// <param name="inputs">The samples back to back, InputSize numbers each, row-major; at least one.</param>
    /// <param name="targets">OutputSize numbers for each sample, without those of outputs that have no loss; class probabilities for the
    /// cross-entropies.</param>
    /// <param name="outputs">Receives the outputs back to back, OutputSize numbers for each sample; or nothing.</param>
    /// <returns>The loss: the mean over the samples.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the outputs would overwrite inputs or targets. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    /// <remarks>
    /// Whatever else a shard throws comes through; the network's gradients are then zero, all else is unchanged, and the trainer can be used again.
    /// </remarks>
    public T AddGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, Span<T> outputs = default) =>
        Run(inputs, targets, default, outputs, null);

    /// <summary>
    /// Trains with a batch of a network with any number of inputs and outputs: adds its gradients, then makes a step of the network's optimizer.
    /// All spans hold input after input, or output after output: all samples of the batch of the first, then of the second.
    /// </summary>
    /// <param name="inputs">The samples, InputSize numbers each; at least one.</param>
    /// <param name="targets">The numbers for each output whose loss takes numbers; where there are no labels, for every output that has a loss: class
    /// probabilities for the cross-entropies.</param>
    /// <param name="labels">The labels for each output whose loss takes labels: one for each sample, on a spatial output one for each position.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <param name="outputs">Receives the outputs, OutputSize numbers for each sample, as they were before the step; or nothing.</param>
    /// <returns>The loss before the step: the mean over the samples, each output's times its own weight.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the outputs would overwrite inputs or targets. Nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">No loss is declared, or none that takes labels, or another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    public T Train(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, T learningRate, Span<T> outputs = default) =>
        Run(inputs, targets, labels, outputs, learningRate);

    /// <summary>
    /// Trains with a loss of the caller's own, in place of what the network declares: adds the gradients of a batch, then makes a step of the network's
    /// optimizer.
    /// </summary>
    /// <param name="inputs">The samples, InputSize numbers each, row-major; at least one. Of several inputs all samples of the first, then of the
    /// second.</param>
    /// <param name="lossOfShard">Gives the loss of each shard and the gradient of its outputs; on the trainer's threads.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <param name="outputs">Receives the outputs, OutputSize numbers for each sample, as they were before the step; or nothing.</param>
    /// <returns>The loss before the step: the mean over the samples. A shard's loss and gradient count with its share of the samples, count /
    /// samples.</returns>
    /// <exception cref="ArgumentNullException">There is no loss.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or the outputs would overwrite the inputs. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    /// <remarks>
    /// The first call allocates room for the gradients of the outputs. What the loss throws comes through; the network's gradients are then zero, all else is
    /// unchanged.
    /// </remarks>
    public T Train(ReadOnlySpan<T> inputs, ShardLoss<T> lossOfShard, T learningRate, Span<T> outputs = default) =>
        Run(inputs, lossOfShard, outputs, learningRate);

    /// <summary>Adds the gradients of a batch of a network with any number of inputs and outputs to the network's, and leaves the step to the caller.</summary>
    /// <param name="inputs">The samples, InputSize numbers each, input after input; at least one.</param>
    /// <param name="targets">The numbers for each output whose loss takes numbers, output after output; where there are no labels, for every output that
    /// has a loss.</param>
    /// <param name="labels">The labels for each output whose loss takes labels, output after output.</param>
    /// <param name="outputs">Receives the outputs, OutputSize numbers for each sample; or nothing.</param>
    /// <returns>The loss: the mean over the samples, each output's times its own weight.</returns>
    /// <exception cref="ArgumentException">A length is wrong, or the outputs would overwrite inputs or targets. Nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">No loss is declared, or none that takes labels, or another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    /// <remarks>
    /// Whatever else a shard throws comes through; the network's gradients are then zero, all else is unchanged, and the trainer can be used again.
    /// </remarks>
    public T AddGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, Span<T> outputs = default) =>
        Run(inputs, targets, labels, outputs, null);

    /// <summary>Adds the gradients that a loss of the caller's own gives for a batch to the network's, and leaves the step to the caller.</summary>
    /// <param name="inputs">The samples, InputSize numbers each, input after input; at least one.</param>
    /// <param name="lossOfShard">Gives the loss of each shard and the gradient of its outputs; on the trainer's threads.</param>
    /// <param name="outputs">Receives the outputs, OutputSize numbers for each sample; or nothing.</param>
    /// <returns>The loss: the mean over the samples.</returns>
    /// <exception cref="ArgumentNullException">There is no loss.</exception>
    /// <exception cref="ArgumentException">A length is wrong, or the outputs would overwrite the inputs. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">Another call is running. Nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    /// <remarks>
    /// Whatever the loss or a shard throws comes through; the network's gradients are then zero, all else is unchanged, and the trainer can be used again.
    /// </remarks>
    public T AddGradients(ReadOnlySpan<T> inputs, ShardLoss<T> lossOfShard, Span<T> outputs = default) =>
        Run(inputs, lossOfShard, outputs, null);

    /// <summary>
    /// Trains epoch after epoch: each in a new order, by a schedule of learning rates, with validation, early stopping and checkpoints where these are asked
    /// for.
    /// </summary>
    /// <param name="samples">What the network learns from, with labels or targets for each output that has a loss.</param>
    /// <param name="options">How; null: as <see cref="FitOptions{T}"/> says by default.</param>
    /// <param name="cancellation">Ends the training between two steps.</param>
    /// <returns>What came of it. The network has what it learned: at its best, where there is validation.</returns>
    /// <exception cref="ArgumentNullException">There are no samples.</exception>
    /// <exception cref="ArgumentException">An option is out of range, or there is no sample: nothing has changed. Or a sample does not fit the network: the
    /// steps before it are made.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">No loss is declared, another call is running, or the schedule gives what is no learning rate.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. The checkpoint, where there is one, has all steps that were made.</exception>
    /// <exception cref="System.IO.InvalidDataException">The checkpoint is not one of such a training. Nothing has changed.</exception>
    /// <exception cref="System.IO.IOException">The checkpoint cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The checkpoint may not be read or written.</exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed of.</exception>
    /// <remarks>
    /// <code>
    /// FitResult result = trainer.Fit(training, new() { Epochs = 6, LearningRate = Schedule.Linear(0.03), Validation = others });
    /// </code>
    /// All is allocated before the first step; a step allocates nothing, an epoch what its evaluation takes, and a checkpoint a copy of what it saves. A
    /// checkpoint of a training that is over gives its result at once. A step whose loss is not a number because none of its labels weighs anything counts for
    /// nothing. The same samples, options and first
    /// parameters give the same bits, on any number of threads. It is a loop over Train and nothing else: what it does not do is easily done in a loop of one's
    /// own.
    /// </remarks>
    public FitResult Fit(ISampleSource<T> samples, FitOptions<T>? options = null, CancellationToken cancellation = default)
    {
        if (samples == null) throw new ArgumentNullException(nameof(samples));
        return new Fit<T>(network, this, samples, options ?? new FitOptions<T>()).Run(cancellation);
    }

    /// <summary>Ends the threads; a call that is running on another thread ends before. The network is left as it is.</summary>
    /// <exception cref="InvalidOperationException">The call comes from within a step, which it would wait for.</exception>
    public void Dispose()
    {
        if (guard.Caller == Thread.CurrentThread || Team.HasWorker(Thread.CurrentThread))
        {
            throw new InvalidOperationException("Dispose waits for the end of the running call, and so cannot be called from within it.");
        }

        guard.End();
        runner.Dispose();
    }

    private T Run(ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, Span<T> outputs, T? learningRate, bool takesLabels = false)
    {
        guard.Enter("Trainer");
        try
        {
            int samples = SamplesOf(inputs, outputs);
            (Parts numbers, Parts classes) = CheckTargets(samples, targets, labels, takesLabels);
            CheckApart(targets, outputs);
            return runner.Run(samples, inputs, targets, labels, numbers, classes, null, outputs, learningRate);
        }
        finally
        {
            guard.Leave();
        }
    }

    /// <summary>Of which parts targets and labels are put together, if they fit.</summary>
    private (Parts Numbers, Parts Classes) CheckTargets(int samples, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, bool takesLabels)
    {
        if (!training.HasLoss) throw new InvalidOperationException($"{network.GetType().Name} declares no loss; give the trainer one of your own.");

        // Without labels the targets are class probabilities.
        takesLabels |= !labels.IsEmpty;
        if (takesLabels && labelParts.Size == 0) training.CheckLabels(labels);
        Parts numbers = takesLabels ? numberParts : targetParts, classes = takesLabels ? labelParts : default;
        CheckPerSample(labels.Length, classes.Size, samples, nameof(labels));
        CheckPerSample(targets.Length, numbers.Size, samples, nameof(targets));
        if (takesLabels) training.CheckLabels(labels);
        return (numbers, classes);
    }

    private T Run(ReadOnlySpan<T> inputs, ShardLoss<T> lossOfShard, Span<T> outputs, T? learningRate)
    {
        if (lossOfShard == null) throw new ArgumentNullException(nameof(lossOfShard));
        guard.Enter("Trainer");
        try
        {
            int samples = SamplesOf(inputs, outputs);
            return runner.Run(samples, inputs, default, default, default, default, lossOfShard, outputs, learningRate);
        }
        finally
        {
            guard.Leave();
        }
    }

    private static Parts PartsOf<TEnd>(IReadOnlyList<TEnd> ends, Func<TEnd, int> sizeOf)
    {
        var sizes = new List<int>();
        foreach (TEnd end in ends)
        {
            if (sizeOf(end) > 0) sizes.Add(sizeOf(end));
        }

        return new Parts(sizes.ToArray());
    }

    private int SamplesOf(ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputs)
    {
        int size = network.InputSize, samples = inputs.Length / size;
        if (samples == 0 || samples * size != inputs.Length)
        {
            throw new ArgumentException($"A batch is one or more samples of {size} numbers each; {inputs.Length} numbers came.", nameof(inputs));
        }

        long room = (long)samples * network.OutputSize;
        if (!outputs.IsEmpty && outputs.Length < room)
        {
            throw new ArgumentException($"{samples} samples have {room} numbers of output; the destination has room for {outputs.Length}.", nameof(outputs));
        }

        CheckApart(inputs, outputs);
        return samples;
    }

    private static void CheckPerSample(int length, int size, int samples, string name)
    {
        long expected = (long)samples * size;
        if (length != expected) throw new ArgumentException($"{name} expects {size} for each of {samples} samples: {expected}; {length} came.", name);
    }

    private static void CheckApart(ReadOnlySpan<T> read, ReadOnlySpan<T> outputs)
    {
        if (read.Overlaps(outputs))
        {
            throw new ArgumentException(
                "The outputs would overwrite inputs or targets that other shards still read: give them memory of their own.", nameof(outputs));
        }
    }
}
