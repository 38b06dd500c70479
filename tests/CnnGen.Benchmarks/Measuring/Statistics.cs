using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>One number for many.</summary>
internal static class Statistics
{
    public static double Median<T>(this IEnumerable<T> items, Func<T, double> value)
    {
        double[] sorted = [.. items.Select(value).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
