using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>Averages over the calls in training, of which the newest count most. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RunningAverages
{
    /// <summary>(1 − momentum) × average + momentum × value, in double and rounded once.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="averages">The averages.</param>
    /// <param name="values">The newest value of each.</param>
    /// <param name="momentum">The share of the newest, 0 to 1.</param>
    public static void Fold<T>(Span<T> averages, ReadOnlySpan<T> values, double momentum) where T : unmanaged
    {
        // Each cast rounds, where a runtime would keep more than the type holds.
        for (int i = 0; i < averages.Length; i++)
        {
            double old = (double)((1 - momentum) * Numbers.Widen(averages[i])), added = (double)(momentum * Numbers.Widen(values[i]));
            averages[i] = Numbers.Narrow<T>((double)(old + added));
        }
    }
}
