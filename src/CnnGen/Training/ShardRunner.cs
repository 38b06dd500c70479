using System;
using System.Threading;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Computes the gradients of a batch shard by shard, as many shards at once as there are threads.</summary>
/// <remarks>
/// <para>
/// The shards go in rounds of one for each thread. The first shard of a round runs on the network itself, whose Backward adds its gradient
/// to those of the rounds before; the others run on replicas, each from zero, and are then added to the network's in their order. So every
/// gradient is the same sum in the same order, whatever the number of threads: that of the shards one after the other on the network.
/// </para>
/// <para>A replica that nobody but the trainer sees may be left as it is when something throws: it clears its gradients before each shard.</para>
/// </remarks>
/// <typeparam name="T">The network's number type.</typeparam>
internal sealed unsafe class ShardRunner<T> : IDisposable where T : unmanaged
{
    /// <summary>Below so many gradients for each thread, neither adding them nor a step is worth a meeting of threads.</summary>
    private const int LeastGradients = 2_048;

    /// <summary>Threads share out gradients in blocks, so that they never write to one cache line, and vectors fit.</summary>
    private const int Block = 16;

    // One of each for each thread; the first network is the caller's own.
    private readonly ITrainableNetwork<T>[] networks;
    private readonly AlignedMemory<T>[] gradients;
    private readonly double[] losses;
    private readonly Team team;
    private readonly Action<int> computeShard, addGradients, stepRange;

    // The batch that is being computed. Its memory is pinned until all threads are done with it.
    private int samples;
    private T* inputs;
    private T* targets;
    private int* labels;
    private T* outputs;
    private int labelsPerSample;

    // The round.
    private int firstShard;
    private int shardsAtOnce;
    private int adders;

    // The step.
    private int steppers;
    private T learningRate;

    /// <summary>Makes the replicas and starts the threads.</summary>
    public ShardRunner(ITrainableNetwork<T> network, int threads)
    {
        networks = new ITrainableNetwork<T>[threads];
        networks[0] = network;
        for (int i = 1; i < threads; i++)
        {
            networks[i] = network.CreateReplica();
            networks[i].Training = true;
        }

        gradients = new AlignedMemory<T>[threads];
        losses = new double[threads];
        computeShard = ComputeShard;
        addGradients = AddGradients;
        stepRange = StepRange;
        team = new Team(threads);
    }

    /// <summary>Threads, the caller's included.</summary>
    public int Threads => team.Size;

    /// <summary>Adds a batch's gradients to the network's.</summary>
    /// <param name="samples">The samples of the batch.</param>
    /// <param name="inputs">All of them.</param>
    /// <param name="targets">Numbers to compare the outputs with, where there are no labels.</param>
    /// <param name="labels">Classes to compare the outputs with, or none.</param>
    /// <param name="outputs">Where the outputs go, or none.</param>
    /// <returns>The mean of the loss.</returns>
    public T Run(int samples, ReadOnlySpan<T> inputs, ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, Span<T> outputs)
    {
        ITrainableNetwork<T> network = networks[0];
        bool wasTraining = network.Training;
        network.Training = true;
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
                return Numbers.Narrow<T>(RunRounds());
            }
        }
        catch
        {
            network.ClearGradients();   // those of some shards are in them
            throw;
        }
        finally
        {
            network.Training = wasTraining;
        }
    }

    /// <summary>Makes a step of the network's optimizer behind <see cref="Run"/>. If there was more than one shard, the threads share out the parameters.</summary>
    /// <param name="learningRate">The learning rate.</param>
    public void Step(T learningRate)
    {
        ITrainableNetwork<T> network = networks[0];
        if (networks.Length > 1 && samples > network.Batch)
        {
            gradients[0] = ((IShardTraining<T>)network).FormGradients();
            steppers = Math.Min(networks.Length, MostSharing);
        }
        else
        {
            steppers = 1;   // what Backward has left to Step is best made there
        }

        if (steppers == 1)
        {
            network.Step(learningRate);
            return;
        }

        this.learningRate = learningRate;
        try
        {
            team.Run(stepRange, steppers);
        }
        catch (ThreadInterruptedException)
        {
            Thread.CurrentThread.Interrupt();   // for the caller's next wait: the step has been made
        }

        ((IShardTraining<T>)network).AfterStep();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => team.Dispose();

    /// <summary>How many threads may share out the gradients.</summary>
    private int MostSharing => Math.Max(1, gradients[0].Length / LeastGradients);

    private double RunRounds()
    {
        ((IShardTraining<T>)networks[0]).Pack();
        int shards = ((samples - 1) / networks[0].Batch) + 1;
        double loss = 0;
        for (firstShard = 0; firstShard < shards; firstShard += shardsAtOnce)
        {
            shardsAtOnce = Math.Min(networks.Length, shards - firstShard);
            team.Run(computeShard, shardsAtOnce);
            for (int i = 0; i < shardsAtOnce; i++) loss += losses[i];
            if (shardsAtOnce == 1) continue;
            adders = Math.Min(shardsAtOnce, MostSharing);
            team.Run(addGradients, adders);
        }

        return loss;
    }

    private void ComputeShard(int part)
    {
        ITrainableNetwork<T> network = networks[part];
        int first = (firstShard + part) * network.Batch, count = Math.Min(network.Batch, samples - first);
        if (part > 0) network.ClearGradients();

        ReadOnlySpan<T> output = network.Forward(Slice(inputs, first, count, network.InputSize));
        if (outputs != null) output.CopyTo(Slice(outputs, first, count, network.OutputSize));
        T weight = Numbers.Narrow<T>((double)count / samples);
        T loss = labels != null
            ? network.Loss((ReadOnlySpan<int>)Slice(labels, first, count, labelsPerSample), weight)
            : network.Loss((ReadOnlySpan<T>)Slice(targets, first, count, network.OutputSize), weight);
        network.Backward();

        losses[part] = Numbers.Widen(loss);
        if (shardsAtOnce > 1) gradients[part] = ((IShardTraining<T>)network).FormGradients();
    }

    private void AddGradients(int part)
    {
        int first = First(part, adders), count = First(part + 1, adders) - first;
        for (int i = 1; i < shardsAtOnce; i++) Numbers.Add(gradients[0].Slice(first, count), gradients[i].Slice(first, count));
    }

    private void StepRange(int part)
    {
        int first = First(part, steppers);
        ((IShardTraining<T>)networks[0]).StepRange(first, First(part + 1, steppers) - first, learningRate);
    }

    /// <summary>Where a part of the gradients begins. The last block may reach past the last gradient, into elements that belong to nobody.</summary>
    private int First(int part, int parts)
    {
        int blocks = (gradients[0].Length + Block - 1) / Block;
        return (int)((long)blocks * part / parts) * Block;
    }

    private static Span<TItem> Slice<TItem>(TItem* batch, int first, int count, int size) where TItem : unmanaged => new(batch + (first * size), count * size);
}
