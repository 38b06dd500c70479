using System;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>
/// What shards have to do with each other beyond gradients: whose samples they are, by which masks are drawn; what the labels of all of them weigh, by
/// which each loss is divided; and their statistics, which are folded in in their order.
/// </summary>
/// <remarks>Neither threads nor who has computed a shard show in any. A network that has nothing of the kind costs nothing.</remarks>
/// <typeparam name="T">The network's number type.</typeparam>
internal sealed class ShardStates<T> where T : unmanaged
{
    // One for each thread, as the networks are, and the first is the caller's own; none where the networks have nothing of the kind.
    private readonly IDrawsMasks[] drawing = Array.Empty<IDrawsMasks>();
    private readonly IKeepsStatistics<T>[] keeping = Array.Empty<IKeepsStatistics<T>>();
    private readonly IWeighsLabels[] weighing = Array.Empty<IWeighsLabels>();
    private readonly double[] labelWeights = Array.Empty<double>();   // of the batch's labels
    private readonly int count;
    private T[] statistics = Array.Empty<T>();   // of each shard as many as there are buffers

    // The caller's network, as it was before the batch.
    private int firstSample;
    private bool keptStatistics;

    /// <summary>The states of shards that some networks compute.</summary>
    /// <param name="networks">The caller's own network, then its replicas.</param>
    public ShardStates(ITrainableNetwork<T>[] networks)
    {
        if (networks[0] is IDrawsMasks) drawing = Array.ConvertAll(networks, network => (IDrawsMasks)network);
        if (networks[0] is IWeighsLabels { WeighingLosses: var losses })
        {
            weighing = Array.ConvertAll(networks, network => (IWeighsLabels)network);
            labelWeights = new double[losses];
        }

        if (networks[0] is not IKeepsStatistics<T>) return;
        keeping = Array.ConvertAll(networks, network => (IKeepsStatistics<T>)network);
        count = networks[0].BufferCount;
    }

    /// <summary>A batch begins. Only one of more shards than ever before allocates.</summary>
    /// <param name="shards">Its shards.</param>
    /// <param name="labels">All of its labels, or none.</param>
    /// <param name="given">What they weigh, where they are a part of the batch's only.</param>
    public void Begin(int shards, ReadOnlySpan<int> labels, ReadOnlySpan<double> given = default)
    {
        if (drawing.Length > 0) firstSample = drawing[0].FirstSample;
        if (weighing.Length > 0 && !labels.IsEmpty)
        {
            if (given.IsEmpty) weighing[0].Weigh(labels, labelWeights);
            else given.CopyTo(labelWeights);
            foreach (IWeighsLabels network in weighing) network.LabelWeights = labelWeights;
        }

        if (keeping.Length == 0) return;
        if (statistics.Length < shards * count) statistics = new T[shards * count];
        keptStatistics = keeping[0].KeepsStatistics;
        keeping[0].KeepsStatistics = true;
    }

    /// <summary>A network is about to compute a shard.</summary>
    /// <param name="member">The number of the network.</param>
    /// <param name="first">The shard's first sample.</param>
    public void BeforeForward(int member, int first)
    {
        if (drawing.Length > 0) drawing[member].FirstSample = first;
    }

    /// <summary>A network has computed a shard.</summary>
    /// <param name="member">The number of the network.</param>
    /// <param name="shard">The shard.</param>
    public void AfterForward(int member, int shard)
    {
        if (keeping.Length > 0) keeping[member].Statistics.CopyTo(statistics.AsSpan(shard * count, count));
    }

    /// <summary>How many losses go by what the labels of a batch weigh.</summary>
    public int WeighingLosses => labelWeights.Length;

    /// <summary>How many numbers of statistics a shard has.</summary>
    public int StatisticsOfShard => count;

    /// <summary>What a label of a batch weighs on average, for each loss that goes by it.</summary>
    public void Weigh(ReadOnlySpan<int> labels, Span<double> means)
    {
        if (weighing.Length == 0) return;
        weighing[0].Weigh(labels, labelWeights);
        labelWeights.CopyTo(means);
    }

    /// <summary>All shards are computed: gives their statistics away, shard after shard.</summary>
    public void CopyTo(Span<T> destination, int shards) => statistics.AsSpan(0, shards * count).CopyTo(destination);

    /// <summary>Takes statistics from elsewhere, for <see cref="Fold"/>.</summary>
    public void Take(ReadOnlySpan<T> all)
    {
        if (statistics.Length < all.Length) statistics = new T[all.Length];
        all.CopyTo(statistics);
    }

    /// <summary>All shards are computed: folds their statistics into the network's running averages, shard after shard.</summary>
    /// <param name="shards">How many.</param>
    public void Fold(int shards)
    {
        if (keeping.Length == 0) return;
        for (int shard = 0; shard < shards; shard++) keeping[0].FoldStatistics(statistics.AsSpan(shard * count, count));
    }

    /// <summary>The batch ends, whether it has succeeded or not: the network is as it was.</summary>
    public void End()
    {
        if (drawing.Length > 0) drawing[0].FirstSample = firstSample;
        foreach (IWeighsLabels network in weighing) network.LabelWeights = null;
        if (keeping.Length > 0) keeping[0].KeepsStatistics = keptStatistics;
    }
}
