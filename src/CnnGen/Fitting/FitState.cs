using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CnnGen.Fitting;

/// <summary>Where a training is: all of it, beside what the network holds and what follows from seed and epoch.</summary>
internal sealed class FitState
{
    private const string None = "-";

    private readonly List<EpochResult> epochs = new();
    private double lossSum;
    private int judged, counted, correct;

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

    /// <summary>The mean loss of the epoch that is going on, without steps that had none.</summary>
    public double Loss => lossSum / judged;

    /// <summary>How much of it was read right; null where there is nothing to be read.</summary>
    public double? Accuracy => counted == 0 ? null : (double)correct / counted;

    /// <summary>A step was made.</summary>
    /// <param name="samples">Its samples.</param>
    /// <param name="meanLoss">Their loss; null where no label weighs anything.</param>
    /// <param name="countedSamples">Those that could be read right or wrong.</param>
    /// <param name="correctSamples">Those that were read right.</param>
    public void AddStep(int samples, double? meanLoss, int countedSamples, int correctSamples)
    {
        Step++;
        Samples += samples;
        counted += countedSamples;
        correct += correctSamples;
        if (meanLoss is not { } loss) return;
        judged += samples;
        lossSum += (double)(loss * samples);
    }

    /// <summary>An epoch is over.</summary>
    /// <returns>What came of it.</returns>
    public EpochResult EndEpoch(Evaluation? validation)
    {
        EpochResult result = new(Epoch, Loss, Accuracy, validation?.Loss, validation?.Accuracy);
        Add(result);
        Samples = judged = counted = correct = 0;
        lossSum = 0;
        return result;
    }

    /// <summary>As text, a line for each epoch.</summary>
    public string Write()
    {
        IEnumerable<string> lines = epochs
            .Select(result => string.Join(" ", Text(result.Loss), Text(result.Accuracy), Text(result.ValidationLoss), Text(result.ValidationAccuracy)));
        string now = string.Join(" ", Whole(Step), Whole(Samples), Whole(judged), Whole(counted), Whole(correct), Text(lossSum));
        return string.Join("\n", lines.Prepend(now));
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="samples">The samples of an epoch.</param>
    /// <param name="epochs">The epochs that there are to be.</param>
    /// <returns>The state; null where the text is nothing of the kind.</returns>
    public static FitState? Read(string text, int samples, int epochs)
    {
        try
        {
            string[] lines = text.Split(new[] { '\n' }, epochs + 2);
            string[] now = lines[0].Split(' ');
            var state = new FitState
            {
                Step = long.Parse(now[0], NumberStyles.None, CultureInfo.InvariantCulture),
                Samples = Count(now[1], samples),
                judged = Count(now[2], samples),
                counted = Count(now[3], samples),
                correct = Count(now[4], samples),
                lossSum = Number(now[5])!.Value,
            };
            foreach (string line in lines.Skip(1))
            {
                string[] numbers = line.Split(' ');
                state.Add(new EpochResult(state.Epoch, Number(numbers[0])!.Value, Number(numbers[1]), Number(numbers[2]), Number(numbers[3])));
            }

            return state.epochs.Count <= epochs ? state : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or IndexOutOfRangeException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int Count(string text, int most)
    {
        int count = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return count <= most ? count : throw new OverflowException();
    }

    private void Add(EpochResult result)
    {
        epochs.Add(result);
        if (result.ValidationLoss is { } loss && !double.IsNaN(loss) && (Best == null || loss < Best.ValidationLoss)) Best = result;
    }

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    // Bits: as decimals not every runtime gives the same number back.
    private static string Text(double? number) =>
        number is { } value ? BitConverter.DoubleToInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture) : None;

    private static double? Number(string text) =>
        text == None ? null : BitConverter.Int64BitsToDouble(long.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
