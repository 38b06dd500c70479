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
    private const int RangeLength = 4_096;

    // One for each thread; the first is the caller's own.
    private readonly ITrainableNetwork<T>[] networks;
    private readonly Team team;
    private readonly GradientTree<T> tree;
    private readonly int shardSize;
    private readonly Action<int, int> computeShard, addRange;

    // Whether others are of use.
    private readonly Backoff backoff = new();
    private readonly Pace shardPace = new(), rangePace = new();
    private int ownSamples;
    private int ownRanges;

    // The batch that is being computed. Its memory is pinned until all threads are done with it.
    private int samples;
    private T* inputs;
    private T* targets;
    private int* labels;
    private T* outputs;
    private int labelsPerSample;

    // The first shard that has thrown.
    private readonly object failing = new();
    private int failedShard = int.MaxValue;
    private Exception? failure;

    // What the sum is added to, and the step behind it.
    private AlignedMemory<T>? gradients;
    private bool isStep;
    private T learningRate;

    /// <summary>Starts the threads and makes the replicas.</summary>
    public ShardRunner(ITrainableNetwork<T> network, int threads, int shardSize)
    {
        this.shardSize = shardSize;
        computeShard = ComputeShard;
        addRange = AddRange;
        team = new Team(threads);
        try
        {
            networks = new ITrainableNetwork<T>[team.Size];
            var memories = new AlignedMemory<T>[team.Size - 1];
            networks[0] = network;
            for (int i = 1; i < networks.Length; i++)
            {
                networks[i] = network.CreateReplica();
                networks[i].Training = true;
                memories[i - 1] = ((IShardTraining<T>)networks[i]).FormGradients();
            }

            tree = new GradientTree<T>(((IShardTraining<T>)network).FormGradients().Length, memories);
        }
        catch
        {
            team.Dispose();
            throw;
        }
    }

    /// <summary>The threads.</summary>
    public Team Team => team;

    /// <summary>Adds a batch's gradients to the network's, and makes a step where one is asked for.</summary>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="inputs">All of them.</param>
    /// <param name="targets">Numbers to compare the outputs with, where there are no labels.</param>
    /// <param name="labels">Classes to compare the outputs with, or none.</param>
    /// <param name="outputs">Where the outputs go, or none.</param>
    /// <param name="learningRate">That of the step, or none.</param>
    /// <returns>The mean of the loss.</returns>
    public T Run(int samples, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, Span<T> outputs, T? learningRate)
    {
        ITrainableNetwork<T> network = networks[0];
        bool wasTraining = network.Training;
        network.Training = true;
        isStep = learningRate.HasValue;
        this.learningRate = learningRate.GetValueOrDefault();
        try
        {
            fixed (T* inputsAt = inputs, targetsAt = targets, outputsAt = outputs)
            fixed (int* labelsAt = labels)
            {
                this.samples = samples;
                this.inputs = inputsAt;
                this.targets = targetsAt;
                this.labels = labelsAt;
                this.outputs = outputsAt;
                labelsPerSample = labels.Length / samples;
                double loss = samples > shardSize ? RunShards() : RunWhole();
                return Numbers.Narrow<T>(loss);
            }
        }
        finally
        {
            network.Training = wasTraining;
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => team.Dispose();

    /// <summary>One shard: what Backward leaves to Step is best made there.</summary>
    private double RunWhole()
    {
        ITrainableNetwork<T> network = networks[0];
        double loss;
        try
        {
            loss = Compute(network, 0, samples);
        }
        catch
        {
            network.ClearGradients();
            throw;
        }

        if (isStep) network.Step(learningRate);
        return loss;
    }

    private double RunShards()
    {
        var network = (IShardTraining<T>)networks[0];
        network.Pack();
        gradients = network.FormGradients();
        int shards = ((samples - 1) / shardSize) + 1;
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
        double loss = tree.End();
        gradients = null;
        if (isStep) network.AfterStep();
        return loss;
    }

    /// <summary>Adds the sum to the network's gradients, and makes a step, in one pass over the memory.</summary>
    private long AddRanges(bool isShared)
    {
        int ranges = ((tree.Whole - 1) / RangeLength) + 1;
        ownRanges = 0;
        try
        {
            Timing timing = team.Run(addRange, ranges, isShared);
            return ranges == 1 ? 0 : rangePace.Gain(ranges, ownRanges, timing);   // one range is never shared
        }
        catch (ThreadInterruptedException)
        {
            Thread.CurrentThread.Interrupt();   // for the caller's next wait: all has been done
            return 0;
        }
    }

    private void ComputeShard(int member, int shard)
    {
        if (Volatile.Read(ref failedShard) < shard) return;
        try
        {
            ITrainableNetwork<T> network = networks[member];
            var training = (IShardTraining<T>)network;
            GradientTree<T>.Node node = tree.Begin(shard);
            training.UseGradients(node.Sum.Gradients);
            int first = shard * shardSize, count = Math.Min(shardSize, samples - first);
            node.Sum.Loss += Compute(network, first, count);
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

    private double Compute(ITrainableNetwork<T> network, int first, int count)
    {
        ReadOnlySpan<T> output = network.Forward(Slice(inputs, first, count, network.InputSize));
        if (outputs != null) output.CopyTo(Slice(outputs, first, count, network.OutputSize));
        T weight = Numbers.Narrow<T>((double)count / samples);
        T loss = labels != null
            ? network.Loss((ReadOnlySpan<int>)Slice(labels, first, count, labelsPerSample), weight)
            : network.Loss((ReadOnlySpan<T>)Slice(targets, first, count, network.OutputSize), weight);
        network.Backward();
        return Numbers.Widen(loss);
    }

    private void AddRange(int member, int range)
    {
        int first = range * RangeLength, count = Math.Min(RangeLength, tree.Whole - first);
        tree.AddRange(gradients!, first, count);
        if (isStep) ((IShardTraining<T>)networks[0]).StepRange(first, count, learningRate);
        if (member == 0) ownRanges++;
    }

    /// <summary>After a failure: the network's gradients are zero, and so is all memory that others will use.</summary>
    private void Forget()
    {
        foreach (ITrainableNetwork<T> network in networks) network.ClearGradients();
        tree.Clear();
        ((IShardTraining<T>)networks[0]).UseGradients(gradients!);
        networks[0].ClearGradients();
        gradients = null;
        failure = null;
        failedShard = int.MaxValue;
    }

    private static Span<TItem> Slice<TItem>(TItem* batch, int first, int count, int size) where TItem : unmanaged => new(batch + (first * size), count * size);
}
