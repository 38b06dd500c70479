using System;
using System.Collections.Generic;
using System.Diagnostics;
using CnnGen;

namespace Playground.Training;

/// <summary>How a training goes: loss and accuracy of its steps, as many numbers as a curve shows, and its speed.</summary>
internal sealed class Curves : IProgress<FitProgress>
{
    private const int Points = 200;

    private readonly Action stepped;
    private readonly Stopwatch clock = new();
    private double lossSum, correct, pointLoss, pointCorrect;
    private int samples, pointSamples;
    private long seen;

    /// <param name="stepped">Is called behind each step and epoch.</param>
    public Curves(Action stepped) => this.stepped = stepped;

    /// <summary>Mean losses, of as many steps each.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>What was read right in the same steps, in per cent; nothing where nothing is read.</summary>
    public List<double> Accuracies { get; } = [];

    /// <summary>Of each epoch that is over, the accuracy on the test digits in per cent, or the loss.</summary>
    public List<EpochResult> Epochs { get; } = [];

    /// <summary>What was told last.</summary>
    public FitProgress Now { get; private set; }

    /// <summary>Steps of a point.</summary>
    public long StepsOfPoint => Math.Max(1, Now.Steps / Points);

    public double ImagesPerSecond => clock.Elapsed.TotalSeconds > 0 ? seen / clock.Elapsed.TotalSeconds : 0;

    /// <summary>The time that training takes: pauses do not count, nor do tests.</summary>
    public void Resume() => clock.Start();

    public void Pause() => clock.Stop();

    /// <summary>Progress tells the means of the epoch so far; of two of them follows what the step in between had.</summary>
    public void Report(FitProgress now)
    {
        clock.Stop();
        Now = now;
        if (now.Result is { } result)
        {
            Epochs.Add(result);
            (samples, lossSum, correct) = (0, 0, 0);
        }
        else
        {
            AddStep(now);
        }

        stepped();
        clock.Start();
    }

    private void AddStep(FitProgress now)
    {
        double sum = now.Loss * now.Samples, right = (now.Accuracy ?? 0) * now.Samples;
        seen += now.Samples - samples;
        pointSamples += now.Samples - samples;
        pointLoss += sum - lossSum;
        pointCorrect += right - correct;
        (samples, lossSum, correct) = (now.Samples, sum, right);
        if (now.Step % StepsOfPoint != 0) return;
        Losses.Add(pointLoss / pointSamples);
        if (now.Accuracy != null) Accuracies.Add(100 * pointCorrect / pointSamples);
        (pointSamples, pointLoss, pointCorrect) = (0, 0, 0);
    }
}
