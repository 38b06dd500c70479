using System;
using System.Collections.Generic;
using System.Globalization;

namespace WorkedExamples.Running;

/// <summary>Compares lists of numbers and remembers where they disagree.</summary>
internal sealed class Agreement
{
    private const double FileTolerance = 1e-9;    // by-hand.json is rounded to 12 digits
    private const double OwnTolerance = 1e-12;    // two ways to the same number, both in double

    private readonly List<string> disagreements = [];

    public IReadOnlyList<string> Disagreements => disagreements;

    /// <summary>How many numbers were compared with by-hand.json.</summary>
    public int ComparedWithFile { get; private set; }

    /// <summary>Compares with a list of by-hand.json.</summary>
    public void WithFile(string example, string list, ReadOnlySpan<double> expected, ReadOnlySpan<double> got)
    {
        ComparedWithFile += expected.Length;
        Compare(example, list, expected, got, FileTolerance * Scale(expected));
    }

    /// <summary>Compares two ways to the same numbers.</summary>
    /// <returns>The largest difference.</returns>
    public double BothWays(string example, string list, ReadOnlySpan<double> expected, ReadOnlySpan<double> got) =>
        Compare(example, list, expected, got, OwnTolerance * Scale(expected));

    /// <summary>Compares with a number that was printed somewhere with a few digits.</summary>
    public void WithPrinted(string example, string list, ReadOnlySpan<double> expected, ReadOnlySpan<double> got, double halfOfLastDigit) =>
        Compare(example, list, expected, got, halfOfLastDigit);

    /// <summary>Compares two texts.</summary>
    /// <returns>Whether they are the same.</returns>
    public bool Text(string example, string what, string expected, string got)
    {
        if (expected == got) return true;
        disagreements.Add($"{example}: {what}: expected {expected}, got {got}");
        return false;
    }

    // A list that is almost zero everywhere is compared in absolute terms.
    private static double Scale(ReadOnlySpan<double> values)
    {
        double largest = 1e-3;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    private double Compare(string example, string list, ReadOnlySpan<double> expected, ReadOnlySpan<double> got, double tolerance)
    {
        if (expected.Length != got.Length)
        {
            disagreements.Add($"{example}: {list}: expected {expected.Length} numbers, got {got.Length}");
            return double.PositiveInfinity;
        }

        double worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(got[i] - expected[i]);
            worst = Math.Max(worst, difference);
            if (difference <= tolerance) continue;    // false for a NaN too
            disagreements.Add(string.Create(CultureInfo.InvariantCulture, $"{example}: {list}[{i}]: expected {expected[i]:R}, got {got[i]:R}"));
        }

        return worst;
    }
}
