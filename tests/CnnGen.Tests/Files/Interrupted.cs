using System;
using System.Linq;
using System.Threading;
using CnnGen.Tests.Behaviour;

namespace CnnGen.Tests.Files;

/// <summary>
/// A training that goes on from its checkpoint: samples in another order each epoch, batches that an epoch does not fill, masks, running averages, moments,
/// two threads, validation, a rate that makes it worse and worse, so that the best is kept with it.
/// </summary>
internal static class Interrupted
{
    public const int Epochs = 2_000;

    private const int Samples = 11, HeldOut = 5, CheckpointSteps = 2;

    /// <summary>Goes on from the file, if it is there; tells the steps that it has saved since.</summary>
    public static void Run(string path, int seed, Action<int> tell)
    {
        int? first = null;
        Train(path, seed, long.MaxValue, step =>
        {
            // A step is reported when it is made, and what is due behind it is saved before the next.
            first ??= step;
            if (step > first && (step - 1) % CheckpointSteps == 0) tell(step - 1);
        });
    }

    /// <summary>Trains, up to a step or to the end of all.</summary>
    /// <param name="path">The checkpoint; null: none.</param>
    /// <param name="seed">What all follows from.</param>
    /// <param name="step">Where it is cancelled.</param>
    /// <param name="tell">Is told of each step.</param>
    /// <returns>The network at that step.</returns>
    public static Stored Train(string? path, int seed, long step, Action<int>? tell = null)
    {
        var network = new Stored(seed);
        using var trainer = new Trainer<float>(network, threads: 2, shardSize: 1);
        using var source = new CancellationTokenSource();
        try
        {
            trainer.Fit(Of(Samples, 3), new()
            {
                Epochs = Epochs,
                BatchSize = Stored.Batch,
                LearningRate = Schedule.Linear(0.001, 0.5),
                Seed = seed,
                Validation = Of(HeldOut, 4),
                Checkpoint = path,
                CheckpointSteps = CheckpointSteps,
                Progress = new Reports(progress =>
                {
                    if (progress.Step >= step) source.Cancel();
                    if (progress.Result is null) tell?.Invoke((int)progress.Step);
                }),
            }, source.Token);
        }
        catch (OperationCanceledException)
        {
            // As it was to be.
        }

        return network;
    }

    private static MemorySamples<float> Of(int count, int seed) =>
        new(Data.Numbers<float>(count * Stored.InputSize, seed), Enumerable.Range(0, count).Select(sample => sample % Stored.OutputSize).ToArray());

    private sealed class Reports(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}
