using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen;
using Digits;

namespace Playground.Training;

/// <summary>
/// What a network can learn from digits: an output whose loss takes labels learns which digit it is, one of ten numbers the same as zeros and a one, and one
/// as large as the image the image itself.
/// </summary>
internal sealed class DigitTask
{
    public const int Pixels = DigitImages.Side * DigitImages.Side;

    private readonly List<Goal> goals = [];
    private readonly List<int> counts = [];

    private DigitTask(NetworkDescription description)
    {
        int first = 0;
        foreach (OutputDescription output in description.Outputs)
        {
            bool isLabelled = TakesLabels(output);
            bool reads = output.Count >= DigitImages.Classes && output.Shape.Skip(1).All(size => size == 1);
            Goal goal = output.Loss == null ? Goal.None
                : isLabelled ? reads ? Goal.Label : Goal.Unknown
                : output.Count == Pixels ? Goal.Image
                : output.Count == DigitImages.Classes ? Goal.OneOfTen
                : Goal.Unknown;
            if (Reads == null && goal is Goal.Label or Goal.OneOfTen) Reads = new Reading(first, output.Count, output.Loss == "SoftmaxCrossEntropy");
            if (goal == Goal.Image) ImageAt ??= first;
            goals.Add(goal);
            counts.Add(output.Count);
            first += output.Count;
        }
    }

    private enum Goal
    {
        None,
        Label,
        OneOfTen,
        Image,
        Unknown,
    }

    /// <summary>Where among the outputs the network says which digit it is; null where it does not.</summary>
    public Reading? Reads { get; }

    /// <summary>The first of the outputs that are to be the image; null where there are none.</summary>
    public int? ImageAt { get; }

    public bool HasLabels => goals.Contains(Goal.Label);

    /// <summary>Whether an output's loss takes labels.</summary>
    public static bool TakesLabels(OutputDescription output) => output.Loss is "SoftmaxCrossEntropy" or "CrossEntropy";

    /// <summary>What a network can learn.</summary>
    /// <param name="network">The network.</param>
    /// <param name="reason">Why it can learn nothing.</param>
    /// <returns>Null where it can learn nothing.</returns>
    public static DigitTask? Of(object network, out string reason)
    {
        reason = "";
        if (network is not INetwork<float> known)
        {
            reason = "Its numbers are double; the playground trains networks of float.";
            return null;
        }

        NetworkDescription description = known.Description;
        if (network is not ITrainableNetwork<float>) reason = "It is ForwardOnly.";
        else if (known.InputSize != Pixels || description.Inputs.Count > 1) reason = $"A digit has 28×28 numbers; it takes {string.Join(" and ", description.Inputs.Select(Shape))}.";
        else if (description.Outputs.All(output => output.Loss == null)) reason = "It declares no loss.";
        if (reason.Length > 0) return null;
        var task = new DigitTask(description);
        int unknown = task.goals.IndexOf(Goal.Unknown);
        if (unknown < 0) return task;
        OutputDescription output = description.Outputs[unknown];
        reason = $"Its output of {string.Join('×', output.Shape)} has {output.Loss}: of a digit there are ten classes, or the 784 numbers of the image.";
        return null;

        static string Shape(InputDescription input) => string.Join('×', input.Shape);
    }

    /// <summary>Writes what the outputs are to be.</summary>
    public void Write(ReadOnlySpan<float> image, int label, Span<float> targets, Span<int> labels)
    {
        int target = 0, next = 0;
        for (int i = 0; i < goals.Count; i++)
        {
            if (goals[i] == Goal.Label)
            {
                labels[next++] = label;
                continue;
            }

            if (goals[i] == Goal.None) continue;
            if (goals[i] == Goal.Image) image.CopyTo(targets[target..]);
            else targets[target + label] = 1;
            target += counts[i];
        }
    }
}

/// <summary>Where a network says which digit it is.</summary>
/// <param name="First">The first output.</param>
/// <param name="Count">How many there are.</param>
/// <param name="AreLogits">Whether a softmax makes probabilities of them.</param>
internal sealed record Reading(int First, int Count, bool AreLogits)
{
    /// <summary>How probable each digit is.</summary>
    public double[] Probabilities(ReadOnlySpan<float> outputs)
    {
        double[] numbers = Array.ConvertAll(outputs.Slice(First, Count).ToArray(), number => (double)number);
        if (!AreLogits) return numbers;
        double largest = numbers.Max();
        double[] exponentials = Array.ConvertAll(numbers, number => Math.Exp(number - largest));
        double sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, exponential => exponential / sum);
    }
}
