using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Computes the gradients of a batch shard by shard, as many shards at once as there are threads that run.</summary>
/// <remarks>
/// The calling thread has the network itself, each other a replica; who is free begins the next shard. A network adds the gradients of a
/// shard to memory that the <see cref="GradientTree{T}"/> gives it, and the sum of all is then added to the network's own. A batch of
/// one shard runs as if there were no trainer.
/// </remarks>
/// <typeparam name="T">The network's number type.</typeparam>
internal sealed unsafe class ShardRunner<T> : IDisposable where T : unmanaged
{
    /// <summary>Gradients that a thread takes at once, to add them and to make a step; fewer are not worth a meeting of threads.</summary>
    private const int RangeLength = GradientNorm.RangeLength;

    // One for each thread; the first is the caller's own. Twice, since the runtime remembers the outcome of a cast in a table that may have
    // to grow: no batch makes one.
    private readonly ITrainableNetwork<T>[] networks;
    private readonly IShardTraining<T>[] trainings;
    private readonly Team team;
    private readonly GradientTree<T> tree;
    private readonly ShardStates<T> states;
    private readonly int shardSize;
    private readonly Parts inputParts, outputParts;
    private readonly ShardMemory<T>[] memories;   // one for each thread too
    private readonly Action<int, int> computeShard, addRange, stepRange;

    // Where the step has to know the norm of all gradients before it begins: who is told it, and the squares of each range.
    private readonly IClippedTraining<T>? clipped;
    private readonly double[] squares;

    // Whether others are of use.
    private readonly Backoff backoff = new();
    private readonly Pace shardPace = new(), rangePace = new();
    private int ownSamples;
    private int ownRanges;

    // The batch that is being computed, or the block of one. Its memory is pinned until all threads are done with it.
    private int samples;
    private int firstSample;    // its place in the batch
    private int batchSamples;   // of the whole batch
    private T* inputs;
    private T* targets;
    private int* labels;
    private T* outputs;
    private Parts targetParts, labelParts;
    private ShardLoss<T>? lossOfShard;

    // The first shard that has thrown.
    private readonly object failing = new();
    private int failedShard = int.MaxValue;
    private Exception? failure;

    // What the sum is added to, and the step behind it. A block's sum goes into the caller's memory, and a foreign sum comes from there.
    private AlignedMemory<T>? gradients;
    private T* into;
    private T* foreign;
    private bool isBlock, isForeign, isStep;
    private T learningRate;

    /// <summary>Starts the threads and makes the replicas.</summary>
    public ShardRunner(ITrainableNetwork<T> network, int threads, int shardSize, Parts inputParts, Parts outputParts)
    {
        this.shardSize = shardSize;
        this.inputParts = inputParts;
        this.outputParts = outputParts;
        computeShard = ComputeShard;
        addRange = AddRange;
        stepRange = StepRange;
        team = new Team(threads);
        try
        {
            networks = new ITrainableNetwork<T>[team.Size];
            trainings = new IShardTraining<T>[team.Size];
            memories = new ShardMemory<T>[team.Size];
            for (int i = 0; i < memories.Length; i++) memories[i] = new ShardMemory<T>(shardSize, inputParts, outputParts);
            var gradients = new AlignedMemory<T>[team.Size - 1];
            networks[0] = network;
            trainings[0] = (IShardTraining<T>)network;
            for (int i = 1; i < networks.Length; i++)
            {
                networks[i] = network.CreateReplica();
                networks[i].Training = true;
                trainings[i] = (IShardTraining<T>)networks[i];
                gradients[i - 1] = trainings[i].FormGradients();
            }

            states = new ShardStates<T>(networks);
            tree = new GradientTree<T>(trainings[0].FormGradients().Length, gradients);
            clipped = network as IClippedTraining<T>;
            squares = clipped != null ? new double[Ranges] : Array.Empty<double>();
        }
        catch
        {
            team.Dispose();
            throw;
        }
    }

    /// <summary>The threads.</summary>
    public Team Team => team;

    /// <summary>What shards have to do with each other.</summary>
    public ShardStates<T> States => states;

    /// <summary>All gradients in the network's own order, and what lies behind them up to a multiple of 16.</summary>
    public int GradientLength => tree.Whole;

    /// <summary>Adds a batch's gradients to the network's, and makes a step where one is asked for.</summary>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="inputs">All of them.</param>
    /// <param name="targets">Numbers to compare the outputs with, where there are no labels.</param>
    /// <param name="labels">Classes to compare the outputs with, or none.</param>
    /// <param name="targetParts">Of which sizes the targets are put together.</param>
    /// <param name="labelParts">Of which sizes the labels are put together.</param>
    /// <param name="lossOfShard">A loss in place of the network's own, or none.</param>
    /// <param name="outputs">Where the outputs go, or none.</param>
    /// <param name="learningRate">That of the step, or none.</param>
    /// <returns>The mean of the loss.</returns>
    public T Run(
        int samples,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<int> labels,
        Parts targetParts,
        Parts labelParts,
        ShardLoss<T>? lossOfShard,
        Span<T> outputs,
        T? learningRate)
    {
        isStep = learningRate.HasValue;
        this.learningRate = learningRate.GetValueOrDefault();
        var whole = new BatchBlock(0, samples, samples);
        double loss = Run(whole, inputs, targets, labels, targetParts, labelParts, lossOfShard, outputs, default, default);
        return Numbers.Narrow<T>(loss);
    }

    /// <summary>Computes the gradients of a block of shards, and leaves the network's as they are.</summary>
    /// <returns>The block's part of the mean of the loss.</returns>
    public double RunBlock(
        BatchBlock block,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<int> labels,
        Parts targetParts,
        Parts labelParts,
        Span<T> gradient,
        Span<T> statistics)
    {
        isStep = false;
        gradient.Clear();
        fixed (T* at = gradient)
        {
            into = at;
            isBlock = true;
            try
            {
                return Run(block, inputs, targets, labels, targetParts, labelParts, null, default, block.LabelWeights, statistics);
            }
            finally
            {
                isBlock = false;
                into = null;
            }
        }
    }

    /// <summary>Adds a gradient from elsewhere to the network's, and makes a step where one is asked for.</summary>
    public void RunForeign(ReadOnlySpan<T> gradient, ReadOnlySpan<T> statistics, T? learningRate)
    {
        isStep = learningRate.HasValue;
        this.learningRate = learningRate.GetValueOrDefault();
        gradients = trainings[0].FormGradients();
        states.Take(statistics);
        fixed (T* at = gradient)
        {
            foreign = at;
            isForeign = true;
            try
            {
                AddRanges(team.Size > 1 && backoff.IsOver);
            }
            finally
            {
                isForeign = false;
                foreign = null;
                gradients = null;
            }
        }

        if (states.StatisticsOfShard > 0) states.Fold(statistics.Length / states.StatisticsOfShard);
        if (isStep) trainings[0].AfterStep();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => team.Dispose();

    private double Run(
        BatchBlock block,
        ReadOnlySpan<T> inputs,
        ReadOnlySpan<T> targets,
        ReadOnlySpan<int> labels,
        Parts targetParts,
        Parts labelParts,
        ShardLoss<T>? lossOfShard,
        Span<T> outputs,
        ReadOnlySpan<double> labelWeights,
        Span<T> statistics)
    {
        // Before anything has changed: the last shard has what the others leave.
        trainings[0].CheckShard(((block.Count - 1) % shardSize) + 1);
        if (lossOfShard != null)
        {
            foreach (ShardMemory<T> memory in memories) memory.PrepareGradient(shardSize, outputParts);
        }

        ITrainableNetwork<T> network = networks[0];
        bool wasTraining = network.Training;
        network.Training = true;
        try
        {
            fixed (T* inputsAt = inputs, targetsAt = targets, outputsAt = outputs)
            fixed (int* labelsAt = labels)
            {
                samples = block.Count;
                firstSample = block.First;
                batchSamples = block.BatchSamples;
                this.inputs = inputsAt;
                this.targets = targetsAt;
                this.labels = labelsAt;
                this.outputs = outputsAt;
                this.targetParts = targetParts;
                this.labelParts = labelParts;
                this.lossOfShard = lossOfShard;
                int shards = ((samples - 1) / shardSize) + 1;
                states.Begin(shards, labels, labelWeights);
                double loss = shards > 1 || isBlock ? RunShards(shards) : RunWhole();
                if (isBlock) states.CopyTo(statistics, shards);
                else states.Fold(shards);
                if (isStep) EndStep(shards);
                return loss;
            }
        }
        finally
        {
            states.End();
            network.Training = wasTraining;
            this.lossOfShard = null;
        }
    }

    /// <summary>One shard: what Backward leaves to Step is best made there.</summary>
    private double RunWhole()
    {
        ITrainableNetwork<T> network = networks[0];
        try
        {
            return Compute(0, 0, 0, samples);
        }
        catch
        {
            network.ClearGradients();
            throw;
        }
    }

    /// <summary>The end of a step: of one shard all of it, of several what the ranges leave.</summary>
    private void EndStep(int shards)
    {
        if (shards > 1) trainings[0].AfterStep();
        else networks[0].Step(learningRate);
    }

    private double RunShards(int shards)
    {
        IShardTraining<T> network = trainings[0];
        network.Pack();
        gradients = network.FormGradients();
        bool isShared = team.Size > 1 && backoff.IsOver;
        tree.Prepare(shards, isShared ? team.Size : 1);
        ownSamples = 0;
        Timing timing;
        try
        {
            timing = team.Run(computeShard, shards, isShared);
            if (failure != null) ExceptionDispatchInfo.Capture(failure).Throw();
        }
        catch
        {
            Forget();
            throw;
        }

        network.UseGradients(gradients);
        long gain = shardPace.Gain(samples, ownSamples, timing);
        try
        {
            gain += AddRanges(isShared);
        }
        catch
        {
            Forget();
            throw;
        }

        if (isShared) backoff.AfterSharing(gain);
        else backoff.AfterWorkingAlone(timing.All);
        gradients = null;
        return tree.End();
    }

    /// <summary>
    /// Adds the sum to the network's gradients, and makes a step: in one pass over the memory, or where their norm has to be known first, in two.
    /// </summary>
    private long AddRanges(bool isShared)
    {
        long gain = RunRanges(addRange, isShared);
        if (!isStep || clipped == null) return gain;
        double sum = 0;
        foreach (double ofRange in squares) sum += ofRange;
        clipped.Clip(sum);
        return gain + RunRanges(stepRange, isShared);
    }

    private long RunRanges(Action<int, int> work, bool isShared)
    {
        ownRanges = 0;
        try
        {
            Timing timing = team.Run(work, Ranges, isShared);
            return Ranges == 1 ? 0 : rangePace.Gain(Ranges, ownRanges, timing);   // one range is never shared
        }
        catch (ThreadInterruptedException)
        {
            Thread.CurrentThread.Interrupt();   // for the caller's next wait: all has been done
            return 0;
        }
    }

    private int Ranges => ((tree.Whole - 1) / RangeLength) + 1;

    private void ComputeShard(int member, int shard)
    {
        if (Volatile.Read(ref failedShard) < shard) return;
        try
        {
            IShardTraining<T> training = trainings[member];
            GradientTree<T>.Node node = tree.Begin(shard);
            training.UseGradients(node.Sum.Gradients);
            int first = shard * shardSize, count = Math.Min(shardSize, samples - first);
            node.Sum.Loss += Compute(member, shard, first, count);
            training.FormGradients();
            tree.End(shard, node);
            if (member == 0) ownSamples += count;
        }
        catch (Exception exception)
        {
            lock (failing)
            {
                if (shard > failedShard) return;
                failure = exception;
                Volatile.Write(ref failedShard, shard);
            }
        }
    }

    private double Compute(int member, int shard, int first, int count)
    {
        ITrainableNetwork<T> network = networks[member];
        ShardMemory<T> memory = memories[member];
        states.BeforeForward(member, firstSample + first);
        ReadOnlySpan<T> output = network.Forward(inputParts.Gather(inputs, samples, first, count, memory.Inputs));
        states.AfterForward(member, shard);
        if (outputs != null) outputParts.Scatter(output, outputs, samples, first, count);
        double share = (double)count / batchSamples;
        if (lossOfShard != null)
        {
            Span<T> gradient = memory.Gradient.AsSpan(0, output.Length);
            gradient.Clear();
            T loss = lossOfShard(first, output, gradient);

            // The mean over the batch is that of the shards' means, each weighted with its share of the samples; and so is the gradient.
            if (count < batchSamples) Numbers.Scale(gradient, share);
            network.Backward(gradient);
            return Numbers.Widen(loss) * share;
        }

        ReadOnlySpan<T> target = targetParts.Gather(targets, samples, first, count, memory.Targets);
        ReadOnlySpan<int> label = labelParts.Gather(labels, samples, first, count, memory.Labels);
        double declared = Numbers.Widen(network.Loss(target, label, Numbers.Narrow<T>(share)));
        network.Backward();
        return declared;
    }

    private void AddRange(int member, int range)
    {
        int first = range * RangeLength, count = Math.Min(RangeLength, tree.Whole - first);
        Span<T> target = isBlock ? new Span<T>(into + first, count) : gradients!.Slice(first, count);
        if (isForeign) Numbers.Add(target, new ReadOnlySpan<T>(foreign + first, count));
        else tree.AddRange(target, first);
        if (isStep && clipped != null) squares[range] = GradientNorm.OfRange<T>(gradients!.Slice(first, count));
        else if (isStep) trainings[0].StepRange(first, count, learningRate);
        if (member == 0) ownRanges++;
    }

    private void StepRange(int member, int range)
    {
        int first = range * RangeLength, count = Math.Min(RangeLength, tree.Whole - first);
        trainings[0].StepRange(first, count, learningRate);
        if (member == 0) ownRanges++;
    }

    /// <summary>After a failure: the network's gradients are zero, and so is all memory that others will use.</summary>
    private void Forget()
    {
        foreach (ITrainableNetwork<T> network in networks) network.ClearGradients();
        tree.Clear();
        trainings[0].UseGradients(gradients!);
        networks[0].ClearGradients();
        gradients = null;
        failure = null;
        failedShard = int.MaxValue;
    }
}
