using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests;

public sealed class RandomNumbersTests
{
    private const int Many = 200_000;

    // Computed by an independent program from the published algorithms: splitmix64 of the seed, then xoshiro256++, upper 53 bits.
    [Theory]
    [InlineData(0, 5987356902031041503UL, 7051070477665621255UL, 6633766593972829180UL, 211316841551650330UL)]
    [InlineData(1, 14971601782005023387UL, 13781649495232077965UL, 1847458086238483744UL, 13765271635752736470UL)]
    [InlineData(-1, 6254647548650071986UL, 16610832622747802512UL, 16422857234328439435UL, 5048281510058307187UL)]
    public void Uniform_OfASeed_IsThePublishedSequence(int seed, params ulong[] expected)
    {
        var random = new RandomNumbers(seed);
        Assert.Equal(expected.Select(bits => (bits >> 11) / 9007199254740992.0), expected.Select(_ => random.Uniform()));
    }

    // The same program's polar method. The logarithm is the platform's, so the last bits are left open.
    [Theory]
    [InlineData(0, -1.5411826072230725, -1.0345790242567108, -0.004041182672357505, -0.40962189869308935)]
    [InlineData(42, 0.9813983900724986, -0.565720104673956, 1.3403256427520227, 0.4023128702992608)]
    public void Normal_OfASeed_IsThePolarMethods(int seed, params double[] expected)
    {
        var random = new RandomNumbers(seed);
        foreach (double number in expected) Assert.Equal(number, random.Normal(), 1e-14);
    }

    [Theory]
    [InlineData(1, 2.0)]
    [InlineData(2, 0.01)]
    [InlineData(3, 1.0)]
    public void FillNormal_HasMeanZeroTheVarianceAndTheShapeOfANormal(int seed, double variance)
    {
        var values = new double[Many];
        new RandomNumbers(seed).FillNormal(values, variance);
        double deviation = Math.Sqrt(variance);

        // Four standard deviations of each estimate over so many numbers: 1/√n, √(2/n), √(15/n), √(96/n).
        Assert.Equal(0, values.Average() / deviation, 4 / Math.Sqrt(Many));
        Assert.Equal(1, Moment(values, 2) / variance, 4 * Math.Sqrt(2.0 / Many));
        Assert.Equal(0, Moment(values, 3) / (variance * deviation), 4 * Math.Sqrt(15.0 / Many));
        Assert.Equal(3, Moment(values, 4) / (variance * variance), 4 * Math.Sqrt(96.0 / Many));
        Assert.Equal(0.6827, values.Count(x => Math.Abs(x) < deviation) / (double)Many, 0.005);
    }

    [Fact]
    public void FillNormal_NeighboursAreIndependent()
    {
        var values = new double[Many];
        new RandomNumbers(4).FillNormal(values, 1);
        double product = 0;
        for (int i = 1; i < values.Length; i++) product += values[i] * values[i - 1];
        Assert.Equal(0, product / Many, 4 / Math.Sqrt(Many));
    }

    [Fact]
    public void FillNormalOfSingles_IsTheDoublesRoundedOnce()
    {
        var singles = new float[1000];
        var doubles = new double[1000];
        new RandomNumbers(5).FillNormal(singles, 0.3);
        new RandomNumbers(5).FillNormal(doubles, 0.3);
        Assert.Equal(doubles.Select(x => (float)x), singles);
    }

    [Fact]
    public void FillNormalWithVarianceZero_IsZero()
    {
        double[] values = [1, 2, 3];
        new RandomNumbers(6).FillNormal(values, 0);
        Assert.All(values, value => Assert.Equal(0, value));
    }

    // A fill of an odd length must not lose the second number of a pair.
    [Fact]
    public void TwoFills_ContinueOneSequence()
    {
        double[] whole = new double[10], parts = new double[10];
        new RandomNumbers(7).FillNormal(whole, 1);
        var random = new RandomNumbers(7);
        random.FillNormal(parts.AsSpan(0, 3), 1);
        random.FillNormal(parts.AsSpan(3), 1);
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void SameSeed_GivesSameNumbers()
    {
        var first = new RandomNumbers(123);
        var second = new RandomNumbers(123);
        for (int i = 0; i < 1000; i++)
        {
            Assert.Equal(first.Uniform(), second.Uniform());
            Assert.Equal(first.Normal(), second.Normal());
        }
    }

    [Fact]
    public void DifferentSeeds_GiveDifferentNumbers()
    {
        var seen = new HashSet<double>();
        int[] seeds = [.. Enumerable.Range(-500, 1000), int.MinValue, int.MaxValue];
        foreach (int seed in seeds) Assert.True(seen.Add(new RandomNumbers(seed).Normal()), $"seed {seed} begins like another");
    }

    [Fact]
    public void Uniform_FillsTheIntervalEvenly()
    {
        var random = new RandomNumbers(8);
        var tenths = new int[10];
        for (int i = 0; i < Many; i++)
        {
            double value = random.Uniform();
            Assert.InRange(value, 0, Math.BitDecrement(1.0));
            tenths[(int)(value * 10)]++;
        }

        Assert.All(tenths, count => Assert.InRange(count, (Many / 10) - 600, (Many / 10) + 600));
    }

    private static double Moment(double[] values, int power) => values.Sum(value => Math.Pow(value, power)) / values.Length;
}
