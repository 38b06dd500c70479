using System;
using System.Collections.Generic;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>Arguments worth trying, and bits of results.</summary>
internal static class Numbers
{
    /// <summary>Magnitudes near which a formula changes, saturates or leaves the format.</summary>
    private static readonly double[] Edges =
    [
        0, 1, 2, 3, 4, 0.5, 0.55, 0.875, 0.9, 1.41421356, 0.70710678, 3.93, 5.93, 9, 10, 19, 20, 36.7, 87.33654, 88.72283, 89, 103.27893, 103.97208, 104, 105,
        708.3964185322641, 709.782712893384, 710, 744.4400719213812, 745.1332191019411, 745.2, 746, 1e10, 1e38, 1e300,
        1e-10, 1e-30, 1.1754943508222875e-38, 1e-40, 1.4e-45, 2.2250738585072014e-308, 1e-310, double.Epsilon, 0.6931471805599453, 0.34657359027997264,
    ];

    /// <summary>Each edge with its neighbours and negatives, infinities and NaN.</summary>
    public static IEnumerable<double> Doubles()
    {
        foreach (double edge in Edges)
        {
            foreach (double x in new[] { edge, Math.BitIncrement(edge), Math.BitDecrement(edge), edge * (1 + 1e-9), edge * (1 - 1e-9) })
            {
                yield return x;
                yield return -x;
            }
        }

        yield return double.MaxValue;
        yield return double.MinValue;
        yield return double.PositiveInfinity;
        yield return double.NegativeInfinity;
        yield return double.NaN;
    }

    public static IEnumerable<float> Singles()
    {
        foreach (double edge in Doubles())
        {
            yield return (float)edge;
            yield return MathF.BitIncrement((float)edge);
            yield return MathF.BitDecrement((float)edge);
        }
    }

    /// <summary>Numbers of every magnitude, most of them where the functions are not constant, and the edges.</summary>
    public static double[] ManyDoubles(int seed, int count)
    {
        var random = new Random(seed);
        var x = new List<double>(Doubles());
        while (x.Count < count)
        {
            x.Add((random.NextDouble() - 0.5) * 2);
            x.Add((random.NextDouble() - 0.5) * 12);
            x.Add((random.NextDouble() - 0.5) * 80);
            x.Add((random.NextDouble() - 0.5) * 1500);
            x.Add(BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)));
        }

        return x.ToArray();
    }

    public static float[] ManySingles(int seed, int count) => Array.ConvertAll(ManyDoubles(seed, count), x => (float)x);

    /// <summary>The bits, every NaN alike.</summary>
    public static int Bits(float x) => float.IsNaN(x) ? -1 : BitConverter.SingleToInt32Bits(x);

    public static long Bits(double x) => double.IsNaN(x) ? -1 : BitConverter.DoubleToInt64Bits(x);
}
