using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>What class labels weigh in a loss. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LabelWeights
{
    /// <summary>The mean weight of labels of which each weighs 1: the share of those that are not ignored.</summary>
    /// <param name="labels">The labels; at least one.</param>
    /// <param name="ignored">The label that weighs nothing.</param>
    /// <returns>The mean.</returns>
    public static double Mean(ReadOnlySpan<int> labels, int ignored)
    {
        int used = 0;
        foreach (int label in labels)
        {
            if (label != ignored) used++;
        }

        return (double)used / labels.Length;
    }

    /// <summary>The mean weight of labels, in double and in their order.</summary>
    /// <typeparam name="T">The network's number type.</typeparam>
    /// <param name="labels">The labels; at least one.</param>
    /// <param name="weights">What each class weighs.</param>
    /// <param name="ignored">The label that weighs nothing.</param>
    /// <returns>The mean.</returns>
    public static double Mean<T>(ReadOnlySpan<int> labels, ReadOnlySpan<T> weights, int ignored) where T : unmanaged
    {
        double sum = 0;
        foreach (int label in labels)
        {
            if (label != ignored) sum += Numbers.Widen(weights[label]);
        }

        return sum / labels.Length;
    }
}
