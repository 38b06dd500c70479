using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CnnGen.Fitting;
using CnnGen.Runtime;
using CnnGen.Sampling;

namespace CnnGen.Orleans;

/// <summary>
/// A silo's copy of a network in training: whatever is computed of a run is computed here, on a thread of the silo's own, one call at a time.
/// </summary>
internal abstract class ShardWorker : IDisposable
{
    /// <summary>What the silo is, as far as the run is concerned.</summary>
    public abstract Credentials Credentials { get; }

    /// <summary>Follows an order; an answer without nodes where the copy is at another step.</summary>
    public abstract Answer Follow(Order order);

    /// <summary>Keeps the state for <see cref="Numbers"/>.</summary>
    public abstract StateHead Snapshot();

    /// <summary>The numbers of a state that was taken or is to be restored.</summary>
    public abstract Span<byte> Numbers { get; }

    /// <summary>Takes the copy to the state whose numbers are there; null: to the beginning.</summary>
    public abstract void Restore(StateHead? head);

    public abstract void Dispose();

    /// <summary>Makes one.</summary>
    /// <param name="options">What the silo knows.</param>
    /// <param name="run">What is trained.</param>
    /// <param name="threads">On how many threads.</param>
    /// <exception cref="RunFailedException">The silo does not know what the run names, or it does not fit.</exception>
    public static ShardWorker Create(CnnGenOptions options, DataParallel run, int threads)
    {
        Func<object> source = options.Sources.Named("source of samples", run.Samples);
        return options.Networks.Named("network", run.Network).Accept(new Factory(run, source, threads));
    }

    private sealed class Factory(DataParallel run, Func<object> source, int threads) : INetworkVisitor<ShardWorker>
    {
        public ShardWorker Visit<T>(NetworkEntry<T> network) where T : unmanaged => source() is ISampleSource<T> samples
            ? new ShardWorker<T>(network, samples, run, threads)
            : throw new RunFailedException($"The samples '{run.Samples}' are not of {typeof(T).Name}, as the network '{run.Network}' is.");
    }
}

/// <summary>A copy of a network of a known number type.</summary>
internal sealed class ShardWorker<T> : ShardWorker where T : unmanaged
{
    private readonly NetworkEntry<T> entry;
    private readonly ISampleSource<T> samples;
    private readonly ITrainableNetwork<T> network;
    private readonly Trainer<T> trainer;
    private readonly TrainingState<T> state;
    private readonly SampleBatch<T> batch;
    private readonly SampleBatch<T>? whole;   // where a loss goes by all labels of the batch
    private readonly SampleOrder order;
    private readonly Credentials credentials;
    private int epoch;

    public ShardWorker(NetworkEntry<T> entry, ISampleSource<T> samples, DataParallel run, int threads)
    {
        this.entry = entry;
        this.samples = samples;
        network = entry.Create();
        trainer = new Trainer<T>(network, threads, run.ShardSize);
        try
        {
            state = new TrainingState<T>(network);
            int most = Math.Min(run.BatchSize, samples.Count);
            batch = new SampleBatch<T>(network, samples, most);
            if (!batch.HasLoss) throw new RunFailedException($"The network '{run.Network}' declares no loss.");
            if (network is IWeighsLabels && samples.HasLabels) whole = new SampleBatch<T>(network, samples, most);
            order = new SampleOrder(samples.Count, run.Seed, run.Shuffle);
            NetworkDescription description = network.Description;
            string training = Hash(Encoding.UTF8.GetBytes(description.ToString()))[..12];
            credentials = new Credentials(
                $"{description.Name} {description.Fingerprint[..12]}, layout {description.LayoutFingerprint[..12]}, training {training}",
                TrialHash(),
                -1,
                samples.Count,
                trainer.ShardSize,
                (long)trainer.GradientLength * Unsafe.SizeOf<T>(),
                (long)trainer.StatisticsLength * Unsafe.SizeOf<T>());
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The steps that the copy has made; -1: it has not been taken anywhere.</summary>
    private long Step { get; set; } = -1;

    public override Credentials Credentials => credentials with { Step = Step };

    public override Span<byte> Numbers => MemoryMarshal.AsBytes(state.Numbers);

    public override Answer Follow(Order order)
    {
        if (order.Last is { } last && Step == order.Step - 1)
        {
            trainer.Step(last.Gradient.As<T>(), last.Statistics.As<T>(), Scalars.Round<T>(last.LearningRate));
            Step++;
        }

        if (Step != order.Step) return new Answer(Step, Array.Empty<Node>());
        int shards = ((order.BatchSamples - 1) / trainer.ShardSize) + 1;
        var nodes = new List<Node>();
        foreach ((int first, int level, int count) in ShardTree.Nodes(order.FirstShard, order.EndShard, shards)) nodes.Add(Compute(order, first, level, count));
        return new Answer(Step, nodes.ToArray());
    }

    public override StateHead Snapshot()
    {
        state.Copy();
        var parameters = new T[network.ParameterCount];
        network.CopyParametersTo(parameters);
        string hash = Hash(MemoryMarshal.AsBytes(parameters.AsSpan()));
        return new StateHead(
            Step, state.StepCount, state.Seed, Numbers.Length, Hash(Numbers), hash, Array.TrueForAll(parameters, Scalars.IsFinite));
    }

    public override void Restore(StateHead? head)
    {
        if (head == null)
        {
            var initial = new TrainingState<T>(entry.Create());
            initial.Copy();
            initial.Numbers.CopyTo(state.Numbers);
            (state.StepCount, state.Seed) = (initial.StepCount, initial.Seed);
        }
        else
        {
            if (Hash(Numbers) != head.Hash) throw new WorkerLostException("What has come is not the state that was sent: somebody else has sent another one.");
            (state.StepCount, state.Seed) = (head.StepCount, head.Seed);
        }

        state.Restore();
        Step = head?.Step ?? 0;
    }

    public override void Dispose()
    {
        trainer.Dispose();
        (samples as IDisposable)?.Dispose();
    }

    private Node Compute(Order order, int firstShard, int level, int count)
    {
        if (epoch != order.Epoch) this.order.Begin(epoch = order.Epoch);
        int first = firstShard * trainer.ShardSize, samples = Math.Min(count * trainer.ShardSize, order.BatchSamples - first);
        batch.Read(this.order.Order.AsSpan(order.FirstSample + first, samples), this.order.Variants);
        double[]? weights = null;
        if (whole != null)
        {
            whole.Read(this.order.Order.AsSpan(order.FirstSample, order.BatchSamples), this.order.Variants);
            weights = trainer.WeighLabels(whole.Labels);
        }

        var gradient = Orleans.Numbers.Room<T>(trainer.GradientLength);
        var statistics = Orleans.Numbers.Room<T>(count * trainer.StatisticsLength);
        double loss = trainer.ComputeBlock(
            new BatchBlock(first, samples, order.BatchSamples, weights), batch.Inputs, batch.Targets, batch.Labels, gradient.As<T>(), statistics.As<T>());
        return new Node(firstShard, level, loss, gradient, statistics);
    }

    /// <summary>What two silos must have in common before they compute together: the parameters they begin with, and the bits of a shard.</summary>
    private string TrialHash()
    {
        // The numbers are evenly distributed and the same everywhere; as targets they are probabilities or whatever the loss takes.
        var random = new RandomNumbers(1);
        NetworkDescription description = network.Description;
        int samples = Math.Min(trainer.ShardSize, 8), targets = 0;
        foreach (OutputDescription output in description.Outputs) targets += output.Loss != null ? output.Count : 0;
        T[] inputs = Drawn(samples * network.InputSize), wanted = Drawn(samples * targets);
        var gradient = new T[trainer.GradientLength];
        trainer.ComputeBlock(new BatchBlock(0, samples, samples), inputs, wanted, default, gradient, new T[trainer.StatisticsLength]);
        state.Copy();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Numbers);
        hash.AppendData(MemoryMarshal.AsBytes(gradient.AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];

        T[] Drawn(int count)
        {
            var drawn = new T[count];
            for (int i = 0; i < count; i++) drawn[i] = Scalars.Round<T>(random.Uniform());
            return drawn;
        }
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
