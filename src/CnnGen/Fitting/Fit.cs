using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using CnnGen.Files;
using CnnGen.Runtime;
using CnnGen.Sampling;

namespace CnnGen.Fitting;

/// <summary>One training, from its first step or from a checkpoint to its end.</summary>
internal sealed class Fit<T> where T : unmanaged
{
    private const int MostEpochsInNote = 100_000;
    private const string Separator = "\t";

    private readonly ITrainableNetwork<T> network;
    private readonly Trainer<T> trainer;
    private readonly SampleBatch<T> batch;
    private readonly SampleOrder order;
    private readonly T[] outputs;
    private readonly int count, epochs, batchSize, patience, checkpointSteps;
    private readonly Schedule learningRate;
    private readonly ISampleSource<T>? validation;
    private readonly string? checkpoint;
    private readonly IProgress<FitProgress>? progress;
    private readonly long steps;
    private readonly string[] settings;
    private readonly NetworkNumbers<T>? best;
    private FitState state = new();
    private double rate;   // of the last step

    // Options are read here and nowhere else: somebody may change them later.
    public Fit(ITrainableNetwork<T> network, Trainer<T> trainer, ISampleSource<T> samples, FitOptions<T> options)
    {
        this.network = network;
        this.trainer = trainer;
        (epochs, batchSize, patience, checkpointSteps) = (options.Epochs, options.BatchSize, options.Patience, options.CheckpointSteps);
        (validation, checkpoint, progress, count) = (options.Validation, options.Checkpoint, options.Progress, samples.Count);
        Check(epochs, 1, nameof(options.Epochs));
        Check(batchSize, 1, nameof(options.BatchSize));
        Check(patience, 0, nameof(options.Patience));
        Check(checkpointSteps, 0, nameof(options.CheckpointSteps));
        learningRate = options.LearningRate ?? throw new ArgumentException("LearningRate is a number or a schedule; null came.", nameof(options));
        if (patience > 0 && validation == null) throw new ArgumentException("Patience is about the loss of Validation; there is none.", nameof(options));
        if (checkpoint != null && epochs > MostEpochsInNote)
        {
            throw new ArgumentException($"A checkpoint knows of at most {MostEpochsInNote} epochs; {epochs} came.", nameof(options));
        }

        batch = new SampleBatch<T>(network, samples, batchSize);
        order = new SampleOrder(count, options.Seed, options.Shuffle);
        outputs = new T[batch.ReadsClasses ? Math.Min(batchSize, count) * network.OutputSize : 0];
        steps = (((count - 1) / batchSize) + 1) * (long)epochs;
        best = validation != null && options.KeepBest ? new NetworkNumbers<T>(network) : null;
        NetworkDescription description = network.Description;
        settings = new FormattableString[]
        {
            $"samples {count}", $"epochs {epochs}", $"batch {batchSize}", $"learning rate {learningRate}", $"seed {options.Seed}",
            $"order {(options.Shuffle ? "random" : "their own")}", $"patience {patience}", $"samples for validation {validation?.Count ?? 0}",
            $"shards of {trainer.ShardSize}", $"optimizer {description.Optimizer}",
            $"loss {description.Loss} {string.Join(" ", description.Outputs.Select(Judged))}",
        }.Select(setting => setting.ToString(CultureInfo.InvariantCulture).Replace('\n', ' ')).ToArray();

        static string Judged(OutputDescription output) => FormattableString.Invariant($"{output.Name} {output.Loss} {output.Weight}");

        static void Check(int value, int least, string name)
        {
            if (value < least) throw new ArgumentException($"{name} is at least {least}; {value} came.", nameof(options));
        }
    }

    public FitResult Run(CancellationToken cancellation)
    {
        best?.Copy();
        if (checkpoint != null && File.Exists(checkpoint)) Resume(checkpoint);
        else Save();   // that it cannot be written is said now, and not behind the first epoch
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

            bool goesOn = Step();
            progress?.Report(Progress(null));
            if (!goesOn) return false;
            if (checkpointSteps > 0 && state.Step % checkpointSteps == 0 && state.Samples < count) Save();
        }

        EpochResult result = state.EndEpoch(validation == null ? null : network.Evaluate(validation));
        if (state.Best == result) best?.Copy();
        Save();
        progress?.Report(Progress(result));
        return true;
    }

    /// <returns>Whether the network is still one of finite numbers.</returns>
    private bool Step()
    {
        rate = learningRate.RateAt(new SchedulePoint(state.Step, steps, state.Epoch));
        T rounded = Numbers.Narrow<T>(rate);
        if (!IsFinite(Numbers.Widen(rounded)))
        {
            throw new InvalidOperationException($"The schedule gives {rate} in step {state.Step}, which is no learning rate.");
        }

        int first = state.Samples, size = Math.Min(batchSize, count - first);
        batch.Read(order.Order.AsSpan(first, size), order.Variants);
        double loss = Numbers.Widen(trainer.Train(batch.Inputs, batch.Targets, batch.Labels, rounded, outputs));
        (int counted, int correct) = Correct(size);

        // Where no label weighs anything the loss is 0 / 0, and moves no weight.
        bool hasLoss = !double.IsNaN(loss);
        state.AddStep(size, hasLoss ? loss : null, counted, correct);
        return hasLoss ? IsFinite(loss) : IsNetworkFinite();
    }

    private bool IsNetworkFinite()
    {
        var parameters = new T[network.ParameterCount];
        network.CopyParametersTo(parameters);
        return Array.TrueForAll(parameters, parameter => IsFinite(Numbers.Widen(parameter)));
    }

    private (int Counted, int Correct) Correct(int size)
    {
        int counted = 0, correct = 0;
        for (int i = 0; batch.ReadsClasses && i < size; i++)
        {
            if (!batch.Counts(i)) continue;
            counted++;
            if (Metrics.ArgMaxOf<T>(outputs.AsSpan(i * network.OutputSize, network.OutputSize)) == batch.Labels[i]) correct++;
        }

        return (counted, correct);
    }

    private static bool IsFinite(double number) => !double.IsNaN(number) && !double.IsInfinity(number);

    private FitProgress Progress(EpochResult? result) => result == null
        ? new FitProgress(state.Epoch, epochs, state.Step, steps, state.Samples, count, state.Loss, state.Accuracy, rate, null)
        : new FitProgress(result.Epoch, epochs, state.Step, steps, count, count, result.Loss, result.Accuracy, rate, result);

    private void Save()
    {
        if (checkpoint != null) Checkpoint.SaveWithBest(network, checkpoint, $"{string.Join(Separator, settings)}\n{state.Write()}", best);
    }

    private void Resume(string path)
    {
        // Before anything changes.
        string? note = Checkpoint.NoteOf(path);
        int end = note?.IndexOf('\n') ?? -1;
        if (end < 0) throw new InvalidDataException($"{path}: The checkpoint is not one of Fit's.");
        string[] theirs = note!.Substring(0, end).Split(new[] { Separator }, StringSplitOptions.None);
        for (int i = 0; i < settings.Length; i++)
        {
            if (i < theirs.Length && theirs[i] == settings[i]) continue;
            string came = i < theirs.Length ? theirs[i] : "less";
            throw new InvalidDataException(
                $"{path}: The checkpoint is of a training with other settings: it has '{FileText.Shown(came)}', this one '{settings[i]}'.");
        }

        FitState read = FitState.Read(note.Substring(end + 1), count, epochs)
            ?? throw new InvalidDataException($"{path}: The checkpoint's note is damaged.");
        Checkpoint.LoadWithBest(network, path, best);
        state = read;
    }
}
