using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace CnnGen.Fitting;

/// <summary>Where a training is: all of it, beside what the network holds and what follows from seed and epoch.</summary>
internal sealed class FitState
{
    private const string None = "-";

    private readonly List<EpochResult> epochs = new();
    private double lossSum;
    private int correct;

    /// <summary>The epochs that are over.</summary>
    public IReadOnlyList<EpochResult> Epochs => epochs;

    /// <summary>The one of the smallest validation loss.</summary>
    public EpochResult? Best { get; private set; }

    /// <summary>The epoch that is going on, from 1.</summary>
    public int Epoch => epochs.Count + 1;

    /// <summary>The samples that were seen in it.</summary>
    public int Samples { get; private set; }

    /// <summary>The steps that were made.</summary>
    public long Step { get; private set; }

    /// <summary>The mean loss of the epoch that is going on.</summary>
    public double Loss => lossSum / Samples;

    /// <summary>How much of it was read right.</summary>
    public double Accuracy => (double)correct / Samples;

    /// <summary>A step was made.</summary>
    public void AddStep(int samples, double meanLoss, int correctSamples)
    {
        Step++;
        Samples += samples;
        lossSum += meanLoss * samples;
        correct += correctSamples;
    }

    /// <summary>An epoch is over.</summary>
    /// <returns>What came of it.</returns>
    public EpochResult EndEpoch(bool hasAccuracy, Evaluation? validation)
    {
        EpochResult result = new(Epoch, Loss, hasAccuracy ? Accuracy : null, validation?.Loss, validation?.Accuracy);
        Add(result);
        Samples = correct = 0;
        lossSum = 0;
        return result;
    }

    /// <summary>As text, a line for each epoch.</summary>
    public string Write()
    {
        IEnumerable<string> lines = epochs
            .Select(result => string.Join(" ", Text(result.Loss), Text(result.Accuracy), Text(result.ValidationLoss), Text(result.ValidationAccuracy)));
        string now = string.Join(" ", Whole(Step), Whole(Samples), Whole(correct), Text(lossSum));
        return string.Join("\n", lines.Prepend(now));
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <exception cref="InvalidDataException">It is nothing of the kind.</exception>
    public static FitState Read(string text)
    {
        try
        {
            string[][] lines = text.Split('\n').Select(line => line.Split(' ')).ToArray();
            string[] now = lines[0];
            var state = new FitState
            {
                Step = long.Parse(now[0], NumberStyles.None, CultureInfo.InvariantCulture),
                Samples = int.Parse(now[1], NumberStyles.None, CultureInfo.InvariantCulture),
                correct = int.Parse(now[2], NumberStyles.None, CultureInfo.InvariantCulture),
                lossSum = Number(now[3])!.Value,
            };
            foreach (string[] line in lines.Skip(1))
            {
                state.Add(new EpochResult(state.Epoch, Number(line[0])!.Value, Number(line[1]), Number(line[2]), Number(line[3])));
            }

            return state;
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException or InvalidOperationException)
        {
            throw new InvalidDataException("The checkpoint's note is not one of Fit's.", e);
        }
    }

    private void Add(EpochResult result)
    {
        epochs.Add(result);
        if (result.ValidationLoss is { } loss && (Best == null || loss < Best.ValidationLoss)) Best = result;
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? None;

    private static double? Number(string text) => text == None ? null : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
