using System;
using System.Globalization;
using System.IO;
using System.Threading;
using CnnGen.Runtime;
using CnnGen.Sampling;

namespace CnnGen.Fitting;

/// <summary>One training, from its first step or from a checkpoint to its end.</summary>
internal sealed class Fit<T> where T : unmanaged
{
    private readonly ITrainableNetwork<T> network;
    private readonly Trainer<T> trainer;
    private readonly FitOptions<T> options;
    private readonly SampleBatch<T> batch;
    private readonly SampleOrder order;
    private readonly T[] outputs;
    private readonly int count, epochs, batchSize, patience;
    private readonly long steps;
    private readonly string settings;
    private readonly NetworkNumbers<T>? best;
    private FitState state = new();
    private double rate;   // of the last step

    public Fit(ITrainableNetwork<T> network, Trainer<T> trainer, ISampleSource<T> samples, FitOptions<T> options)
    {
        this.network = network;
        this.trainer = trainer;
        this.options = options;
        (epochs, batchSize, patience, count) = (options.Epochs, options.BatchSize, options.Patience, samples.Count);
        Check(epochs, 1, nameof(options.Epochs));
        Check(batchSize, 1, nameof(options.BatchSize));
        Check(patience, 0, nameof(options.Patience));
        Check(options.CheckpointSteps, 0, nameof(options.CheckpointSteps));
        if (options.LearningRate == null) throw new ArgumentException("LearningRate is a number or a schedule; null came.", nameof(options));
        if (patience > 0 && options.Validation == null)
        {
            throw new ArgumentException("Patience is about the loss of Validation; there is none.", nameof(options));
        }

        batch = new SampleBatch<T>(network, samples, batchSize);
        order = new SampleOrder(count, options.Seed, options.Shuffle);
        outputs = new T[batch.ReadsClasses ? Math.Min(batchSize, count) * network.OutputSize : 0];
        steps = (((count - 1) / batchSize) + 1) * (long)epochs;
        best = options.Validation != null && options.KeepBest ? new NetworkNumbers<T>(network) : null;
        settings = string.Format(
            CultureInfo.InvariantCulture,
            "{0} samples, epochs {1}, batch {2}, learning rate {3}, seed {4}, {5}, patience {6}, validation {7}",
            count, epochs, batchSize, options.LearningRate, options.Seed, options.Shuffle ? "shuffled" : "in order", patience, options.Validation?.Count ?? 0);

        static void Check(int value, int least, string name)
        {
            if (value < least) throw new ArgumentException($"{name} is at least {least}; {value} came.", nameof(options));
        }
    }

    public FitResult Run(CancellationToken cancellation)
    {
        best?.Copy();
        if (options.Checkpoint is { } path && File.Exists(path)) Resume(path);
        FitEnd end = FitEnd.Completed;
        while (state.Epoch <= epochs && !IsOutOfPatience)
        {
            if (!RunEpoch(cancellation))
            {
                end = FitEnd.Diverged;
                break;
            }
        }

        if (end == FitEnd.Completed && state.Epoch <= epochs) end = FitEnd.StoppedEarly;
        if (state.Best != null) best?.Restore();
        return new FitResult(end, state.Epochs, state.Best, state.Step);
    }

    private bool IsOutOfPatience => patience > 0 && state.Epochs.Count - (state.Best?.Epoch ?? 0) >= patience;

    /// <returns>Whether the loss is still a number.</returns>
    private bool RunEpoch(CancellationToken cancellation)
    {
        order.Begin(state.Epoch);
        while (state.Samples < count)
        {
            if (cancellation.IsCancellationRequested)
            {
                Save();
                cancellation.ThrowIfCancellationRequested();
            }

            double loss = Step();
            options.Progress?.Report(Progress(null));
            if (double.IsNaN(loss) || double.IsInfinity(loss)) return false;
            if (options.CheckpointSteps > 0 && state.Step % options.CheckpointSteps == 0 && state.Samples < count) Save();
        }

        Evaluation? validation = options.Validation == null ? null : network.Evaluate(options.Validation);
        EpochResult result = state.EndEpoch(batch.ReadsClasses, validation);
        if (state.Best == result) best?.Copy();
        Save();
        options.Progress?.Report(Progress(result));
        return true;
    }

    private double Step()
    {
        rate = options.LearningRate.RateAt(new SchedulePoint(state.Step, steps, state.Epoch));
        if (double.IsNaN(rate) || double.IsInfinity(rate))
        {
            throw new InvalidOperationException($"The schedule gives {rate} in step {state.Step}; a learning rate is a finite number.");
        }

        int first = state.Samples, size = Math.Min(batchSize, count - first);
        batch.Read(order.Order.AsSpan(first, size), order.Variants);
        T loss = trainer.Train(batch.Inputs, batch.Targets, batch.Labels, Numbers.Narrow<T>(rate), outputs);
        state.AddStep(size, Numbers.Widen(loss), Correct(size));
        return Numbers.Widen(loss);
    }

    private int Correct(int size)
    {
        if (!batch.ReadsClasses) return 0;
        int correct = 0;
        for (int i = 0; i < size; i++)
        {
            if (Metrics.ArgMaxOf<T>(outputs.AsSpan(i * network.OutputSize, network.OutputSize)) == batch.Labels[i]) correct++;
        }

        return correct;
    }

    private FitProgress Progress(EpochResult? result) => result == null
        ? new FitProgress(state.Epoch, epochs, state.Step, steps, state.Samples, count, state.Loss, batch.ReadsClasses ? state.Accuracy : null, rate, null)
        : new FitProgress(result.Epoch, epochs, state.Step, steps, count, count, result.Loss, result.Accuracy, rate, result);

    private void Save()
    {
        if (options.Checkpoint is { } path) Checkpoint.SaveWithBest(network, path, $"{settings}\n{state.Write()}", best);
    }

    private void Resume(string path)
    {
        // Before anything changes.
        string? note = Checkpoint.NoteOf(path);
        int end = note?.IndexOf('\n') ?? -1;
        if (end < 0) throw new InvalidDataException($"{path}: The checkpoint is not one of Fit's.");
        string theirs = note!.Substring(0, end);
        if (theirs != settings)
        {
            throw new InvalidDataException($"{path}: The checkpoint is of a training with other settings: {theirs}; this one has {settings}.");
        }

        FitState read = FitState.Read(note.Substring(end + 1));
        Checkpoint.LoadWithBest(network, path, best);
        state = read;
    }
}
