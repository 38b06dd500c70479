using System;
using System.Runtime.InteropServices;

namespace CnnGen;

/// <summary>What outputs are worth, beside the labels that they should have.</summary>
/// <remarks>Nothing here allocates. Outputs lie back to back, one number for each class and sample, as <c>Forward</c> and trainers give them.</remarks>
public static class Metrics
{
    /// <summary>The place of the largest number: the class that a network reads from an image.</summary>
    /// <param name="values">The numbers; what is not a number is smaller than any.</param>
    /// <returns>Its index; of equal ones the first.</returns>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static int ArgMax(this ReadOnlySpan<float> values)
    {
        CheckSome(values.Length);
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best] || float.IsNaN(values[best])) best = i;
        }

        return float.IsNaN(values[best]) ? 0 : best;
    }

    /// <inheritdoc cref="ArgMax(ReadOnlySpan{float})"/>
    public static int ArgMax(this ReadOnlySpan<double> values)
    {
        CheckSome(values.Length);
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best] || double.IsNaN(values[best])) best = i;
        }

        return double.IsNaN(values[best]) ? 0 : best;
    }

    /// <inheritdoc cref="ArgMax(ReadOnlySpan{float})"/>
    public static int ArgMax(this Span<float> values) => ArgMax((ReadOnlySpan<float>)values);

    /// <inheritdoc cref="ArgMax(ReadOnlySpan{float})"/>
    public static int ArgMax(this Span<double> values) => ArgMax((ReadOnlySpan<double>)values);

    /// <summary>The share of the samples whose largest output is that of their label.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="outputs">One number for each class and sample.</param>
    /// <param name="labels">One label for each sample; at least one.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentException">There are no labels, or not the same number of outputs for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public static double Accuracy<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels) where T : unmanaged => TopK(outputs, labels, 1);

    /// <summary>The share of the samples of which fewer than k outputs are larger than that of their label, or as large and before it.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="outputs">One number for each class and sample.</param>
    /// <param name="labels">One label for each sample; at least one.</param>
    /// <param name="k">How many guesses are allowed; at least 1.</param>
    /// <returns>0 to 1.</returns>
    /// <exception cref="ArgumentException">There are no labels, or not the same number of outputs for each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class, or k is below 1.</exception>
    public static double TopK<T>(ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, int k) where T : unmanaged
    {
        if (k < 1) throw new ArgumentOutOfRangeException(nameof(k), k, $"At least one guess is allowed; {k} came.");
        int classes = ClassesOf(outputs.Length, labels.Length), correct = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<T> scores = outputs.Slice(i * classes, classes);
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"A label is a class from 0 to {classes - 1}; label {i} is {labels[i]}.");
            }

            if (Rank(scores, labels[i]) < k) correct++;
        }

        return (double)correct / labels.Length;
    }

    /// <summary>The place of the largest number, of either type.</summary>
    internal static int ArgMaxOf<T>(ReadOnlySpan<T> values) where T : unmanaged => typeof(T) == typeof(double)
        ? MemoryMarshal.Cast<T, double>(values).ArgMax()
        : MemoryMarshal.Cast<T, float>(values).ArgMax();

    /// <summary>How many numbers come before one where the largest are first; what is not a number comes last.</summary>
    private static int Rank<T>(ReadOnlySpan<T> scores, int label) where T : unmanaged
    {
        double own = Runtime.Numbers.Widen(scores[label]);
        int rank = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double other = Runtime.Numbers.Widen(scores[i]);
            bool isAsGood = other == own || (double.IsNaN(other) && double.IsNaN(own));
            if (other > own || (double.IsNaN(own) && !double.IsNaN(other)) || (isAsGood && i < label)) rank++;
        }

        return rank;
    }

    private static int ClassesOf(int outputs, int labels)
    {
        if (labels == 0) throw new ArgumentException("There is at least one label; none came.", nameof(labels));
        return outputs > 0 && outputs % labels == 0
            ? outputs / labels
            : throw new ArgumentException($"{labels} labels have the same number of outputs each; {outputs} came.", nameof(outputs));
    }

    private static void CheckSome(int count)
    {
        if (count == 0) throw new ArgumentException("Of no numbers none is the largest.", "values");
    }
}
