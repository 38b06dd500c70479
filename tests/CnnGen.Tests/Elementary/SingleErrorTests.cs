using System;
using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

public sealed class SingleErrorTests
{
    private const uint Stride = 1009;
    private const int Block = 4096;

    // Every 1009th of all numbers, 8313 from each power of two to the next, against the function in double, whose error DoubleErrorTests shows.
    [Theory]
    [InlineData(Function.Exp, 1.1)]
    [InlineData(Function.Log, 0.9)]
    [InlineData(Function.Tanh, 1.5)]
    [InlineData(Function.Sigmoid, 2.4)]
    [InlineData(Function.Erf, 1.5)]
    public void Error_OverTheWholeRange_IsWithinUlps(Function function, double bound)
    {
        var x = new float[Block];
        for (ulong bits = 0; bits <= uint.MaxValue;)
        {
            int count = 0;
            for (; count < Block && bits <= uint.MaxValue; bits += Stride) x[count++] = BitConverter.UInt32BitsToSingle((uint)bits);
            Check(function, bound, x.AsSpan(0, count));
        }
    }

    [Theory]
    [InlineData(Function.Exp, 1.1)]
    [InlineData(Function.Log, 0.9)]
    [InlineData(Function.Tanh, 1.5)]
    [InlineData(Function.Sigmoid, 2.4)]
    [InlineData(Function.Erf, 1.5)]
    public void Error_AroundEdges_IsWithinUlps(Function function, double bound) => Check(function, bound, Numbers.ManySingles(1, 20_000));

    private static void Check(Function function, double bound, ReadOnlySpan<float> x)
    {
        var y = new float[x.Length];
        var z = new float[x.Length];
        Functions.Apply(function, false, x, y);
        Functions.Apply(function, true, x, z);
        double[] wide = Array.ConvertAll(x.ToArray(), number => (double)number), values = new double[x.Length];
        Functions.Apply(function, true, wide, values);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = values[i];
            if (!(Ulps(y[i], expected) <= bound)) Assert.Fail($"{function}({x[i]:R}) is {y[i]:R}, not {expected:R}.");
            if (!(Ulps(z[i], expected) <= bound)) Assert.Fail($"Reproducible {function}({x[i]:R}) is {z[i]:R}, not {expected:R}.");
        }
    }

    private static double Ulps(float y, double expected)
    {
        float rounded = (float)expected;
        if (float.IsNaN(rounded) || float.IsInfinity(rounded)) return y.Equals(rounded) ? 0 : double.PositiveInfinity;
        int last = Math.Max((int)((BitConverter.DoubleToInt64Bits(expected) >> 52) & 2047) - 1023, -126) - 23;
        return Math.Abs(y - expected) * BitConverter.Int64BitsToDouble((long)(1023 - last) << 52);
    }
}
