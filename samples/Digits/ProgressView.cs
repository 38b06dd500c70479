using System;
using System.Diagnostics;
using Spectre.Console;

namespace Digits;

/// <summary>Runs the training and shows how it goes: a bar for each epoch in a terminal, else a line for each.</summary>
internal static class ProgressView
{
    /// <summary>Telling the bar about every step would cost more than the step.</summary>
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(50);

    public static void Run(TrainingRun run, int epochs)
    {
        if (Terminal.IsLive) RunWithBars(run, epochs);
        else RunWithLines(run, epochs);
    }

    private static void RunWithLines(TrainingRun run, int epochs)
    {
        while (run.Statistics.Epoch < epochs)
        {
            run.BeginEpoch();
            while (!run.EpochDone) run.TrainBatch();
            run.EndEpoch();
            Console.WriteLine(Describe(run.Statistics, epochs));
        }
    }

    private static void RunWithBars(TrainingRun run, int epochs)
    {
        // The bars hide the cursor; Ctrl+C must not leave it hidden.
        Console.CancelKeyPress += (_, _) => AnsiConsole.Cursor.Show();
        AnsiConsole.Progress()
            .Columns(new ProgressBarColumn { Width = 16 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                while (run.Statistics.Epoch < epochs)
                {
                    run.BeginEpoch();
                    ProgressTask bar = context.AddTask($"epoch {run.Statistics.Epoch}/{epochs}", maxValue: run.ImagesPerEpoch);
                    long shown = 0;
                    while (!run.EpochDone)
                    {
                        run.TrainBatch();
                        if (Stopwatch.GetElapsedTime(shown) < UpdateInterval && !run.EpochDone) continue;
                        shown = Stopwatch.GetTimestamp();
                        bar.Description = Describe(run.Statistics, epochs);
                        bar.Value = run.Statistics.Images;
                    }

                    run.EndEpoch();
                }
            });
    }

    private static string Describe(EpochStatistics now, int epochs) =>
        $"epoch {now.Epoch}/{epochs}  loss {now.Loss:F4}  accuracy {100 * now.Accuracy,6:F2} %  {now.ImagesPerSecond,7:N0} images/s";
}
