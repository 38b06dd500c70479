using System;
using CnnGen.Runtime;
using CnnGen.Sampling;

namespace CnnGen;

/// <summary>Evaluates networks.</summary>
public static class NetworkEvaluation
{
    /// <summary>Runs a network on samples, out of training, and compares its outputs with their labels or targets.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="network">The network. It computes on the calling thread, and is then in the mode that it was in.</param>
    /// <param name="samples">The samples.</param>
    /// <returns>Loss, accuracy and what was read as what.</returns>
    /// <exception cref="ArgumentNullException">There is no network, or no samples.</exception>
    /// <exception cref="ArgumentException">There is not one sample, or the samples do not fit the network.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public static Evaluation Evaluate<T>(this INetwork<T> network, ISampleSource<T> samples) where T : unmanaged
    {
        if (network == null) throw new ArgumentNullException(nameof(network));
        if (samples == null) throw new ArgumentNullException(nameof(samples));
        var batch = new SampleBatch<T>(network, samples, network.Batch);
        bool isSmall = network.OutputSize <= ConfusionMatrix.MostClasses;
        ConfusionMatrix? confusion = batch.ReadsClasses && isSmall ? new ConfusionMatrix(network.OutputSize) : null;
        int counted = 0, correct = 0;
        var trained = network as ITrainableNetwork<T>;
        ITrainableNetwork<T>? judged = batch.HasLoss ? trained : null;
        bool wasTraining = trained is { Training: true };
        if (trained != null) trained.Training = false;
        var weighing = judged as IWeighsLabels;
        double loss = 0;
        try
        {
            if (weighing != null) weighing.LabelWeights = batch.WeighAll();
            for (int first = 0; first < samples.Count; first += network.Batch)
            {
                batch.Read(first, Math.Min(network.Batch, samples.Count - first));
                ReadOnlySpan<T> outputs = network.Forward(batch.Inputs);
                if (judged != null) loss += (double)(Numbers.Widen(judged.Loss(batch.Targets, batch.Labels, Numbers.Narrow<T>(1))) * batch.Count);
                for (int i = 0; batch.ReadsClasses && i < batch.Count; i++)
                {
                    if (!batch.Counts(i)) continue;
                    int label = batch.Labels[i], read = Metrics.ArgMaxOf(outputs.Slice(i * network.OutputSize, network.OutputSize));
                    confusion?.Add(label, read);
                    counted++;
                    if (label == read) correct++;
                }
            }
        }
        finally
        {
            if (weighing != null) weighing.LabelWeights = null;
            if (trained != null) trained.Training = wasTraining;
        }

        return new Evaluation(samples.Count, judged == null ? null : loss / samples.Count, counted == 0 ? null : (double)correct / counted, confusion);
    }
}
