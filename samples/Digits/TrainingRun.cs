using System;
using System.Diagnostics;
using System.Globalization;
using CnnGen;

namespace Digits;

/// <summary>Trains the network by mini-batches, in a new random order each epoch, with a learning rate that falls to 0.</summary>
/// <remarks>Everything is allocated here once; a step allocates nothing, which <see cref="AllocatedBytes"/> shows.</remarks>
internal sealed class TrainingRun : IDisposable
{
    /// <summary>Each training image is moved by up to one pixel each way: the network then learns shapes rather than places.</summary>
    private const int MaxShift = 1;

    private readonly LeNet network;
    private readonly Trainer<float> trainer;
    private readonly Dataset images;
    private readonly Options options;
    private readonly Random random;
    private readonly int[] order;
    private readonly float[] input;
    private readonly int[] labels;
    private readonly float[] outputs;
    private readonly long stepsPerEpoch, totalSteps;

    public TrainingRun(LeNet network, Dataset images, Options options)
    {
        this.network = network;
        this.images = images;
        this.options = options;
        random = new Random(options.Seed);
        order = new int[images.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        stepsPerEpoch = ((images.Count - 1) / options.Batch) + 1;
        totalSteps = stepsPerEpoch * options.Epochs;

        int largest = Math.Min(options.Batch, images.Count);
        input = new float[largest * LeNet.InputSize];
        labels = new int[largest];
        outputs = new float[largest * LeNet.OutputSize];

        // The trainer cuts a batch into shards of LeNet.Batch images; a thread more than there are shards would have nothing to do.
        int shards = ((largest - 1) / LeNet.Batch) + 1;
        trainer = new Trainer<float>(network, Math.Min(options.Threads, shards));
    }

    public EpochStatistics Statistics { get; } = new();

    public int ImagesPerEpoch => order.Length;

    public bool EpochDone => Statistics.Images == order.Length;

    public long Steps { get; private set; }

    public int Threads => trainer.Threads;

    /// <summary>Bytes that this thread has allocated in all steps so far.</summary>
    public long AllocatedBytes { get; private set; }

    public void BeginEpoch()
    {
        Statistics.BeginEpoch();
        random.Shuffle(order);
    }

    /// <summary>Saves the checkpoint, where one is asked for.</summary>
    public void EndEpoch()
    {
        if (options.Checkpoint is { } path) StateFiles.Try(() => Checkpoint.Save(network, path, Settings));
    }

    /// <summary>Goes on behind the epochs that a checkpoint has seen: the random numbers that they took are drawn again.</summary>
    public void Resume(string checkpoint)
    {
        string? settings = StateFiles.Try(() => Checkpoint.Load(network, checkpoint));
        if (settings != Settings) throw new FailureException($"{checkpoint} is of a run with {settings ?? "unknown settings"}; this one has {Settings}");
        while (Steps < network.StepCount)
        {
            BeginEpoch();
            for (int i = 0; i < order.Length; i++) DrawShift();
            Steps += stepsPerEpoch;
        }
    }

    /// <summary>What decides, with the images, how training goes.</summary>
    private string Settings =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{images.Count} images, epochs {options.Epochs}, batch {options.Batch}, learning rate {options.LearningRate}, seed {options.Seed}");

    /// <summary>One step with the next mini-batch; the last of an epoch may be smaller.</summary>
    public void TrainBatch()
    {
        long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();

        ReadOnlySpan<int> batch = order.AsSpan(Statistics.Images);
        if (batch.Length > options.Batch) batch = batch[..options.Batch];
        LoadImages(batch);
        float loss = trainer.Train(
            input.AsSpan(0, batch.Length * LeNet.InputSize),
            labels.AsSpan(0, batch.Length),
            options.LearningRate * (1 - ((float)Steps / totalSteps)),
            outputs);
        Steps++;

        Statistics.AddStep(batch.Length, CountCorrect(batch.Length), loss, Stopwatch.GetTimestamp() - start);
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        if (!float.IsFinite(loss)) throw Diverged();
    }

    public void Dispose() => trainer.Dispose();

    private FailureException Diverged() => new(
        $"training diverged: the loss is no longer a number in step {Steps:N0}, epoch {Statistics.Epoch}; try a --learning-rate below {options.LearningRate}");

    private void LoadImages(ReadOnlySpan<int> indices)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            (int right, int down) = DrawShift();
            images.CopyShiftedTo(input.AsSpan(i * LeNet.InputSize), indices[i], right, down);
            labels[i] = images.Label(indices[i]);
        }
    }

    private (int Right, int Down) DrawShift() => (random.Next(-MaxShift, MaxShift + 1), random.Next(-MaxShift, MaxShift + 1));

    private int CountCorrect(int count)
    {
        int correct = 0;
        for (int i = 0; i < count; i++)
        {
            if (Scores.Best(outputs.AsSpan(i * LeNet.OutputSize, LeNet.OutputSize)) == labels[i]) correct++;
        }

        return correct;
    }
}
