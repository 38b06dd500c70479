using System;
using System.Diagnostics;
using Spectre.Console;

namespace Digits;

/// <summary>Runs the training and shows how it goes: a bar for each epoch in a terminal, else a line for each.</summary>
internal static class ProgressView
{
    /// <summary>Telling the bar about every step would cost more than the step.</summary>
    private static readonly TimeSpan UpdateInterval = TimeSpan.FromMilliseconds(50);

    public static void Run(Trainer trainer, int epochs)
    {
        if (Terminal.IsLive) RunWithBars(trainer, epochs);
        else RunWithLines(trainer, epochs);
    }

    private static void RunWithLines(Trainer trainer, int epochs)
    {
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            trainer.BeginEpoch();
            while (!trainer.EpochDone) trainer.TrainBatch();
            Console.WriteLine(Describe(trainer.Statistics, epochs));
        }
    }

    private static void RunWithBars(Trainer trainer, int epochs)
    {
        // The bars hide the cursor; Ctrl+C must not leave it hidden.
        Console.CancelKeyPress += (_, _) => AnsiConsole.Cursor.Show();
        AnsiConsole.Progress()
            .Columns(new ProgressBarColumn { Width = 16 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                for (int epoch = 1; epoch <= epochs; epoch++)
                {
                    trainer.BeginEpoch();
                    ProgressTask bar = context.AddTask($"epoch {epoch}/{epochs}", maxValue: trainer.ImagesPerEpoch);
                    long shown = 0;
                    while (!trainer.EpochDone)
                    {
                        trainer.TrainBatch();
                        if (Stopwatch.GetElapsedTime(shown) < UpdateInterval && !trainer.EpochDone) continue;
                        shown = Stopwatch.GetTimestamp();
                        bar.Description = Describe(trainer.Statistics, epochs);
                        bar.Value = trainer.Statistics.Images;
                    }
                }
            });
    }

    private static string Describe(EpochStatistics now, int epochs) =>
        $"epoch {now.Epoch}/{epochs}  loss {now.Loss:F4}  accuracy {100 * now.Accuracy,6:F2} %  {now.ImagesPerSecond,7:N0} images/s";
}
