using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Runtime;

namespace CnnGen.Sampling;

/// <summary>Gathers samples as a network takes them: of several inputs all samples of the first, then of the second, and so targets and labels.</summary>
internal sealed class SampleBatch<T> where T : unmanaged
{
    private readonly ISampleSource<T> samples;
    private readonly int most;
    private readonly Pieces<T> inputs, targets;
    private readonly Pieces<int> labels;
    private readonly IWeighsLabels? weighing;
    private readonly double[] weights;

    /// <param name="network">What they are for.</param>
    /// <param name="samples">Where they come from.</param>
    /// <param name="most">How many there are at once at most.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public SampleBatch(INetwork<T> network, ISampleSource<T> samples, int most)
    {
        if (samples.Count < 1) throw new ArgumentException($"There is at least one sample; {samples.Count} came.", nameof(samples));
        this.samples = samples;
        this.most = most = Math.Min(most, samples.Count);
        NetworkDescription description = network.Description;
        OutputDescription[] judged = description.Outputs.Where(output => output.Loss != null).ToArray();
        HasLoss = network is ITrainableNetwork<T> && judged.Length > 0;
        inputs = new Pieces<T>(description.Inputs.Select(input => input.Count), most);
        targets = new Pieces<T>(judged.Where(output => !samples.HasLabels || output.LabelCount == 0).Select(output => output.Count), most);

        // Without a loss, labels tell whether the outputs are right all the same.
        bool isRow = description.Outputs is { Count: 1 } && description.OutputShape.Count == 1;
        IEnumerable<int> labelled = judged.Length > 0 ? judged.Select(output => output.LabelCount) : new[] { isRow ? 1 : 0 };
        labels = new Pieces<int>(samples.HasLabels ? labelled : Array.Empty<int>(), most);
        ReadsClasses = isRow && labels.Each == 1 && network.OutputSize > 1;
        weighing = HasLoss ? network as IWeighsLabels : null;
        weights = new double[weighing?.WeighingLosses ?? 0];
    }

    /// <summary>Whether the network has a loss that the samples are for.</summary>
    public bool HasLoss { get; }

    /// <summary>Whether each sample has a label, which is one of the network's outputs.</summary>
    public bool ReadsClasses { get; }

    /// <summary>How many samples were read last.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<T> Inputs => inputs.Of(Count);

    public ReadOnlySpan<T> Targets => targets.Of(Count);

    public ReadOnlySpan<int> Labels => labels.Of(Count);

    /// <summary>Reads samples one behind the other, as they are.</summary>
    public void Read(int first, int count)
    {
        Count = count;
        for (int i = 0; i < count; i++) Read(i, first + i, variant: 0);
    }

    /// <summary>Reads the samples of an order.</summary>
    /// <param name="order">Their numbers.</param>
    /// <param name="variants">For each sample of the source its variant.</param>
    public void Read(ReadOnlySpan<int> order, ReadOnlySpan<int> variants)
    {
        Count = order.Length;
        for (int i = 0; i < order.Length; i++) Read(i, order[i], variants[order[i]]);
    }

    /// <summary>Whether a sample's label weighs anything in the loss: one that is to be ignored is neither right nor wrong.</summary>
    public bool Counts(int place)
    {
        if (weighing == null) return true;
        weighing.Weigh(Labels.Slice(place, 1), weights);
        return weights[0] > 0;
    }

    /// <summary>What a label weighs on average in all samples, for each loss that goes by it; null where none does.</summary>
    public double[]? WeighAll()
    {
        if (weighing == null) return null;
        var means = new double[weights.Length];
        for (int first = 0; first < samples.Count; first += most)
        {
            Read(first, Math.Min(most, samples.Count - first));
            weighing.Weigh(Labels, weights);
            for (int i = 0; i < means.Length; i++) means[i] += (double)(weights[i] * Count / samples.Count);
        }

        return means;
    }

    private void Read(int place, int index, int variant)
    {
        // A source may set what is not zero alone.
        inputs.Sample.Clear();
        targets.Sample.Clear();
        labels.Sample.Clear();
        samples.CopyTo(index, variant, inputs.Sample, targets.Sample, labels.Sample);
        inputs.Put(place, Count);
        targets.Put(place, Count);
        labels.Put(place, Count);
    }
}
