using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>Errors in double over the whole range, against a reference of more than 128 bits.</summary>
public sealed class DoubleErrorTests
{
    private const int Lowest = -1074, Highest = 1023;

    /// <summary>Numbers of each sign between two powers of two: where the function is neither constant nor its argument times a constant, and elsewhere.</summary>
    private const int ManyOfBinade = 2048, SomeOfBinade = 48;

    [Theory]
    [InlineData(Function.Exp, 1.1)]
    [InlineData(Function.Log, 0.9)]
    [InlineData(Function.Tanh, 1.5)]
    [InlineData(Function.Sigmoid, 2.4)]
    [InlineData(Function.Erf, 1.5)]
    public void Error_OfEveryBinade_IsWithinUlps(Function function, double bound)
    {
        Parallel.For(Lowest, Highest + 1, exponent => Check(function, bound, [.. Binade(exponent, HasMany(function, exponent) ? ManyOfBinade : SomeOfBinade)]));
    }

    [Theory]
    [InlineData(Function.Exp, 1.1)]
    [InlineData(Function.Log, 0.9)]
    [InlineData(Function.Tanh, 1.5)]
    [InlineData(Function.Sigmoid, 2.4)]
    [InlineData(Function.Erf, 1.5)]
    public void Error_AroundEdges_IsWithinUlps(Function function, double bound) => Check(function, bound, Numbers.ManyDoubles(2, 5000));

    private static void Check(Function function, double bound, double[] x)
    {
        double[] y = new double[x.Length], z = new double[x.Length];
        Functions.Apply(function, false, x, y);
        Functions.Apply(function, true, x, z);
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || (function == Function.Log && x[i] <= 0)) continue;   // in EdgeTests
            BigReal expected = ValueOf(function, x[i]);
            double ofY = Reference.Ulps(expected, y[i]), ofZ = y[i].Equals(z[i]) ? ofY : Reference.Ulps(expected, z[i]);
            if (!(ofY <= bound)) Assert.Fail($"{function}({x[i]:R}) is {y[i]:R}: {ofY:F2} ulp.");
            if (!(ofZ <= bound)) Assert.Fail($"Reproducible {function}({x[i]:R}) is {z[i]:R}: {ofZ:F2} ulp.");
        }
    }

    /// <summary>The value, where it is far out of the format, or next to a constant, that constant's neighbour.</summary>
    private static BigReal ValueOf(Function function, double x) => (function, Math.Abs(x)) switch
    {
        (Function.Exp, > 800) => new BigReal(1, x > 0 ? 1100 : -1200),
        (Function.Sigmoid, > 800) => x > 0 ? 1 : new BigReal(1, -1200),
        (Function.Tanh, > 64) => Math.Sign(x),
        (Function.Erf, > 12) => Math.Sign(x),
        _ => Reference.Of(function, x),
    };

    /// <summary>Where a function bends within what a double can tell.</summary>
    private static bool HasMany(Function function, int exponent) => function switch
    {
        Function.Exp or Function.Sigmoid => exponent is >= -54 and < 10,
        Function.Log => exponent is -1 or 0,
        Function.Tanh => exponent is >= -28 and < 5,
        _ => exponent is >= -28 and < 3,
    };

    /// <summary>The first and the last number from a power of two up to the next, one out of each of so many equal parts, and all of them negative.</summary>
    private static IEnumerable<double> Binade(int exponent, int count)
    {
        Random random = new(exponent);
        int places = Math.Min(52, exponent - Lowest);   // subnormal numbers have fewer
        long first = exponent < -1022 ? 1L << places : (exponent + 1023L) << 52, all = 1L << places;
        for (int i = -2; i < Math.Min(count, all); i++)
        {
            long at = i == -2 ? 0 : i == -1 ? all - 1 : (long)((i + random.NextDouble()) / Math.Min(count, all) * all);
            double x = BitConverter.Int64BitsToDouble(first + at);
            yield return x;
            yield return -x;
        }
    }
}
