using System;
using System.Collections.Generic;
using System.Diagnostics;
using CnnGen;
using Spectre.Console;

namespace Digits;

/// <summary>Shows how the training goes: a bar for each epoch in a terminal, else a line for each. Between two reports it measures the step.</summary>
internal sealed class TrainingProgress : IProgress<FitProgress>
{
    /// <summary>Telling the bar about every step would cost more than the step.</summary>
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(50);

    private ProgressContext? context;
    private ProgressTask? bar;
    private long shown, left, epochTicks, allocatedBefore;
    private int samples;
    private double lossSum, correct;

    /// <summary>The steps that were made here, not before a checkpoint.</summary>
    public long Steps { get; private set; }

    /// <summary>Bytes that the training thread has allocated in all of them.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>How many epochs there are.</summary>
    public int Epochs { get; private set; }

    /// <summary>The loss of each step.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>The part of each step's images that was read right, in per cent.</summary>
    public List<double> Accuracies { get; } = [];

    /// <summary>Runs a training.</summary>
    public FitResult Show(Func<FitResult> fit)
    {
        if (!Terminal.IsLive) return fit();

        // The bars hide the cursor; Ctrl+C must not leave it hidden.
        Console.CancelKeyPress += (_, _) => AnsiConsole.Cursor.Show();
        return AnsiConsole.Progress()
            .Columns(new ProgressBarColumn { Width = 16 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(started =>
            {
                context = started;
                return fit();
            });
    }

    public void Report(FitProgress now)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        if (now.Result is null)
        {
            Steps++;
            if (left > 0)
            {
                AllocatedBytes += allocated;
                epochTicks += Stopwatch.GetTimestamp() - left;
            }
        }

        Note(now);
        Draw(now);
        if (now.Result is not null) (bar, epochTicks) = (null, 0);
        allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        left = Stopwatch.GetTimestamp();
    }

    /// <summary>Progress tells the means of the epoch so far; of two of them follows what the step in between had.</summary>
    private void Note(FitProgress now)
    {
        Epochs = now.Epochs;
        if (now.Result is not null)
        {
            (samples, lossSum, correct) = (0, 0, 0);
            return;
        }

        double sum = now.Loss * now.Samples, right = now.Accuracy!.Value * now.Samples;
        int step = now.Samples - samples;
        Losses.Add((sum - lossSum) / step);
        Accuracies.Add(100 * (right - correct) / step);
        (samples, lossSum, correct) = (now.Samples, sum, right);
    }

    private void Draw(FitProgress now)
    {
        if (context is null)
        {
            if (now.Result is not null) Console.WriteLine(Describe(now));
            return;
        }

        if (now.Result is null && Stopwatch.GetElapsedTime(shown) < UpdateInterval) return;
        shown = Stopwatch.GetTimestamp();
        bar ??= context.AddTask("", maxValue: now.EpochSamples);
        bar.Description = Describe(now);
        bar.Value = now.Samples;
    }

    private string Describe(FitProgress now) =>
        $"epoch {now.Epoch}/{now.Epochs}  loss {now.Loss:F4}  accuracy {100 * now.Accuracy,6:F2} %  " +
        $"{now.Samples / Stopwatch.GetElapsedTime(0, epochTicks).TotalSeconds,7:N0} images/s";
}
