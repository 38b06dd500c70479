using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
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

    /// <summary>The steps that the copy has made; -1: it has not been taken anywhere.</summary>
    public long Step { get; protected set; } = -1;

    /// <summary>What it has lately taken to compute a shard.</summary>
    public TimeSpan ShardTime { get; protected set; }

    /// <summary>The shards of a batch.</summary>
    public int ShardsOf(Batch batch) => ((batch.Samples - 1) / Credentials.ShardSize) + 1;

    /// <summary>Follows an order; without a gradient where the copy is at another step.</summary>
    /// <param name="order">The order.</param>
    /// <param name="terms">What is there of the gradients of the last step; sums are made in those that are not shared.</param>
    public abstract (Answer Answer, BlockGradient[] Made) Follow(Order order, IReadOnlyDictionary<Block, Term> terms);

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

    public override Credentials Credentials => credentials with { Step = Step };

    public override Span<byte> Numbers => MemoryMarshal.AsBytes(state.Numbers);

    public override (Answer Answer, BlockGradient[] Made) Follow(Order order, IReadOnlyDictionary<Block, Term> terms)
    {
        int recomputed = order.Last is { } last && Step == last.Batch.Step ? MakeStep(last, terms) : 0;
        if (Step != order.Batch.Step) return (new Answer(Step, []), []);
        (BlockGradient Gradient, double Loss)[] made = ShardTree.Blocks(order.FirstShard, order.EndShard, ShardsOf(order.Batch))
            .Select(block => Compute(order.Batch, block)).ToArray();
        BlockLoss[] losses = Array.ConvertAll(made, one => new BlockLoss(one.Gradient.Block, one.Loss));
        return (new Answer(Step, losses) { Recomputed = recomputed }, Array.ConvertAll(made, one => one.Gradient));
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

    /// <summary>Makes a step; what has not come of its gradients is computed, since the copy is where those were that have not sent it.</summary>
    /// <returns>How many blocks were computed.</returns>
    private int MakeStep(StepToMake step, IReadOnlyDictionary<Block, Term> terms)
    {
        int shards = ShardsOf(step.Batch);
        var tree = new ShardTree<Term>(shards, Add);
        var statistics = new T[shards * trainer.StatisticsLength];
        int computed = 0;
        foreach (Block block in step.Blocks)
        {
            if (!terms.TryGetValue(block, out Term? term))
            {
                computed++;
                BlockGradient own = Compute(step.Batch, block).Gradient;
                term = new Term(own.Gradient, own.Statistics, IsShared: false);
            }

            term.Statistics.As<T>().CopyTo(statistics.AsSpan(block.FirstShard * trainer.StatisticsLength));
            tree.Add(block, term);
        }

        trainer.Step(tree.Sum.Gradient.As<T>(), statistics, Scalars.Round<T>(step.LearningRate));
        Step++;
        return computed;
    }

    /// <summary>The sum is made in the left term, unless others read that; the order of the two shows in what is not a number.</summary>
    private static Term Add(Term left, Term right)
    {
        Term sum = left.IsShared ? left with { Gradient = Orleans.Numbers.Of<byte>(left.Gradient.Bytes), IsShared = false } : left;
        BatchBlock.Add<T>(sum.Gradient.As<T>(), right.Gradient.As<T>());
        return sum;
    }

    private (BlockGradient Gradient, double Loss) Compute(Batch of, Block block)
    {
        long begun = Stopwatch.GetTimestamp();
        if (epoch != of.Epoch) order.Begin(epoch = of.Epoch);
        int count = block.Count(ShardsOf(of)), first = block.FirstShard * trainer.ShardSize, samples = Math.Min(count * trainer.ShardSize, of.Samples - first);
        batch.Read(order.Order.AsSpan(of.FirstSample + first, samples), order.Variants);
        double[]? weights = null;
        if (whole != null)
        {
            whole.Read(order.Order.AsSpan(of.FirstSample, of.Samples), order.Variants);
            weights = trainer.WeighLabels(whole.Labels);
        }

        var gradient = Orleans.Numbers.Room<T>(trainer.GradientLength);
        var statistics = Orleans.Numbers.Room<T>(count * trainer.StatisticsLength);
        double loss = trainer.ComputeBlock(
            new BatchBlock(first, samples, of.Samples, weights), batch.Inputs, batch.Targets, batch.Labels, gradient.As<T>(), statistics.As<T>());
        ShardTime = Stopwatch.GetElapsedTime(begun) / count;
        return (new BlockGradient(of.Step, block, gradient, statistics), loss);
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
