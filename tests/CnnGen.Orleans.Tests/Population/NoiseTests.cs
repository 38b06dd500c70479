using System;
using System.Linq;
using Xunit;

namespace CnnGen.Orleans.Tests;

public sealed class NoiseTests
{
    /// <summary>Accepted numbers: what any machine has to make again, today and in years.</summary>
    [Fact]
    public void Numbers_AreTheseOnEveryMachine()
    {
        Assert.Equal(new[] { -95, 362, -208 }, Enumerable.Range(0, 3).Select(i => Noise.Number(Noise.Key(1, Draw.Noise, 2), i)));
        Assert.Equal(10749977980495296131ul, Noise.Key(1, Draw.Noise, 2));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 7)]
    [InlineData(3, 64)]
    [InlineData(2048, 2048)]
    [InlineData(5, 1001)]
    public void Vectors_MakeTheNumbersOfEachParameter(int first, int count)
    {
        ulong key = Noise.Key(-7, Draw.Noise, 11);
        int[] expected = Enumerable.Range(first, count).Select(i => Noise.Number(key, i)).ToArray();
        int[] sums = Enumerable.Repeat(5, count).ToArray();
        Noise.Accumulate(sums, key, -3, first);
        Assert.Equal(expected.Select(number => 5 - (3 * number)), sums);

        float[] from = Enumerable.Range(0, count).Select(i => i / 7f).ToArray(), single = new float[count];
        Noise.Add<float>(from, single, key, 0.1, first);
        Assert.Equal(from.Select((value, i) => value + (float)(0.1f * expected[i])), single);

        double[] wide = from.Select(value => (double)value).ToArray(), doubles = new double[count];
        Noise.Add<double>(wide, doubles, key, 0.1, first);
        Assert.Equal(wide.Select((value, i) => value + (0.1 * expected[i])), doubles);
    }

    [Fact]
    public void Numbers_HaveMeanDeviationAndShape_AndTwoSequencesNothingInCommon()
    {
        const int Count = 1 << 20;
        int[] a = new int[Count], b = new int[Count], shifted = new int[Count];
        Noise.Accumulate(a, Noise.Key(3, Draw.Noise, 0), 1, 0);
        Noise.Accumulate(b, Noise.Key(3, Draw.Noise, 1), 1, 0);
        Noise.Accumulate(shifted, Noise.Key(3, Draw.Noise, 0), 1, 1);
        double deviation = Noise.Deviation;
        Assert.Equal(0, a.Average() / deviation, 0.005);
        Assert.Equal(1, a.Average(n => (double)n * n) / (deviation * deviation), 0.01);
        Assert.Equal(2.7, a.Average(n => Math.Pow(n / deviation, 4)), 0.03);   // 3 − 0.3, of four uniform numbers
        Assert.Equal(0, a.Zip(b, (x, y) => (double)x * y).Average() / (deviation * deviation), 0.005);
        Assert.Equal(0, a.Zip(shifted, (x, y) => (double)x * y).Average() / (deviation * deviation), 0.005);
        Assert.InRange(a.Max(), 400, Noise.Most);
    }
}
