using System;
using System.Diagnostics;

namespace Digits;

/// <summary>Trains the network by mini-batches, in a new random order each epoch, with a learning rate that falls to 0.</summary>
/// <remarks>Everything is allocated here once; a step allocates nothing, which <see cref="AllocatedBytes"/> proves.</remarks>
internal sealed class Trainer
{
    /// <summary>Each training image is moved by up to one pixel each way: the network then learns shapes rather than places.</summary>
    private const int MaxShift = 1;

    private readonly LeNet network;
    private readonly Dataset images;
    private readonly Options options;
    private readonly Random random;
    private readonly int[] order;
    private readonly float[] input = new float[LeNet.Batch * LeNet.InputSize];
    private readonly int[] labels = new int[LeNet.Batch];
    private readonly long totalSteps;

    public Trainer(LeNet network, Dataset images, Options options)
    {
        this.network = network;
        this.images = images;
        this.options = options;
        random = new Random(options.Seed);
        order = new int[images.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        long stepsPerEpoch = ((images.Count - 1) / options.Batch) + 1;
        totalSteps = stepsPerEpoch * options.Epochs;
        network.Training = true;
    }

    public EpochStatistics Statistics { get; } = new();

    public int ImagesPerEpoch => order.Length;

    public bool EpochDone => Statistics.Images == order.Length;

    public long Steps { get; private set; }

    /// <summary>Bytes allocated by all steps so far.</summary>
    public long AllocatedBytes { get; private set; }

    public void BeginEpoch()
    {
        Statistics.BeginEpoch();
        random.Shuffle(order);
    }

    /// <summary>One step with the next mini-batch; the last of an epoch may be smaller.</summary>
    public void TrainBatch()
    {
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();

        ReadOnlySpan<int> batch = order.AsSpan(Statistics.Images);
        if (batch.Length > options.Batch) batch = batch[..options.Batch];
        float loss = 0;
        int correct = 0;

        // A call takes up to LeNet.Batch images. Larger mini-batches gather their gradient over several calls, each weighted by its share.
        for (int first = 0; first < batch.Length; first += LeNet.Batch)
        {
            int count = Math.Min(LeNet.Batch, batch.Length - first);
            LoadImages(batch.Slice(first, count));
            ReadOnlySpan<float> outputs = network.Forward(input.AsSpan(0, count * LeNet.InputSize));
            correct += CountCorrect(outputs, count);
            loss += network.Loss(labels.AsSpan(0, count), (float)count / batch.Length);
            network.Backward();
        }

        network.Step(options.LearningRate * (1 - ((float)Steps / totalSteps)));
        Steps++;

        Statistics.AddStep(batch.Length, correct, loss, Stopwatch.GetTimestamp() - start);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        if (!float.IsFinite(loss)) throw Diverged();
    }

    private FailureException Diverged() => new(
        $"training diverged: the loss is no longer a number in step {Steps:N0}, epoch {Statistics.Epoch}; try a --learning-rate below {options.LearningRate}");

    private void LoadImages(ReadOnlySpan<int> indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            int right = random.Next(-MaxShift, MaxShift + 1), down = random.Next(-MaxShift, MaxShift + 1);
            images.CopyShiftedTo(input.AsSpan(i * LeNet.InputSize), indices[i], right, down);
            labels[i] = images.Label(indices[i]);
        }
    }

    private int CountCorrect(ReadOnlySpan<float> outputs, int count)
    {
        int correct = 0;
        for (int i = 0; i < count; i++)
        {
            if (Scores.Best(outputs.Slice(i * LeNet.OutputSize, LeNet.OutputSize)) == labels[i]) correct++;
        }

        return correct;
    }
}
