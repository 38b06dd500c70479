using System;
using System.Linq;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests.ElementaryFunctions;

public sealed class SoftmaxTests
{
    private static readonly int[] Widths = [512, 256, 128, 0];

    // The reference is the rule of the sum, term by term.
    [Fact]
    public void Single_OfEveryLength_IsTheSumInLanesAtEveryWidth()
    {
        var random = new Random(6);
        for (int n = 1; n <= 70; n++)
        {
            float[] x = Enumerable.Range(0, n).Select(_ => (float)((random.NextDouble() - 0.5) * 20)).ToArray(), e = new float[n], y = new float[n];
            float largest = x.Max();
            for (int i = 0; i < n; i++) e[i] = ReproducibleElementary.Exp(x[i] - largest);
            var lanes = new float[16];
            for (int i = 0; i < n; i++) lanes[Lane(i, n)] += e[i];
            var quarters = new float[4];
            for (int q = 0; q < 4; q++) quarters[q] = (lanes[4 * q] + lanes[(4 * q) + 2]) + (lanes[(4 * q) + 1] + lanes[(4 * q) + 3]);
            float sum = (quarters[0] + quarters[1]) + (quarters[2] + quarters[3]);
            float[] expected = Array.ConvertAll(e, v => v / sum);

            ReproducibleSoftmax.Forward(x, y);
            Assert.Equal(expected, y);
            foreach (int width in Widths)
            {
                SoftmaxRows<Unfused>.Forward(x, y, width);
                Assert.Equal(expected, y);
            }

            ReproducibleSoftmax.Forward(x, x);
            Assert.Equal(expected, x);
        }
    }

    [Fact]
    public void Double_OfEveryLength_IsTheSumInLanesAtEveryWidth()
    {
        var random = new Random(7);
        for (int n = 1; n <= 70; n++)
        {
            double[] x = Enumerable.Range(0, n).Select(_ => (random.NextDouble() - 0.5) * 20).ToArray(), e = new double[n], y = new double[n];
            double largest = x.Max();
            for (int i = 0; i < n; i++) e[i] = ReproducibleElementary.Exp(x[i] - largest);
            var lanes = new double[16];
            for (int i = 0; i < n; i++) lanes[Lane(i, n)] += e[i];
            var quarters = new double[4];
            for (int q = 0; q < 4; q++) quarters[q] = (lanes[4 * q] + lanes[(4 * q) + 2]) + (lanes[(4 * q) + 1] + lanes[(4 * q) + 3]);
            double sum = (quarters[0] + quarters[1]) + (quarters[2] + quarters[3]);
            double[] expected = Array.ConvertAll(e, v => v / sum);

            ReproducibleSoftmax.Forward(x, y);
            Assert.Equal(expected, y);
            foreach (int width in Widths)
            {
                SoftmaxRows<Unfused>.Forward(x, y, width);
                Assert.Equal(expected, y);
            }

            ReproducibleSoftmax.Forward(x, x);
            Assert.Equal(expected, x);
        }
    }

    [Fact]
    public void Fused_HasTheSameBitsAtEveryWidth()
    {
        var random = new Random(8);
        for (int n = 1; n <= 70; n++)
        {
            float[] x = Enumerable.Range(0, n).Select(_ => (float)((random.NextDouble() - 0.5) * 20)).ToArray(), y = new float[n], expected = new float[n];
            Softmax.Forward(x, expected);
            foreach (int width in new[] { 512, 256, 128 })
            {
                SoftmaxRows<Fused>.Forward(x, y, width);
                Assert.Equal(expected, y);
            }

            double[] xd = Array.ConvertAll(x, v => (double)v), yd = new double[n], expectedDouble = new double[n];
            Softmax.Forward(xd, expectedDouble);
            foreach (int width in new[] { 512, 256, 128 })
            {
                SoftmaxRows<Fused>.Forward(xd, yd, width);
                Assert.Equal(expectedDouble, yd);
            }
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e4f)]
    [InlineData(-1e30f)]
    public void Sum_WhateverTheSizeOfTheInputs_IsOne(float shift)
    {
        foreach (int n in new[] { 1, 7, 16, 33, 1000 })
        {
            float[] x = Enumerable.Range(0, n).Select(i => shift + (i % 11)).ToArray(), y = new float[n];
            Softmax.Forward(x, y);
            Assert.Equal(1, y.Sum(v => (double)v), 1e-6);
            double[] xd = Array.ConvertAll(x, v => (double)v), yd = new double[n];
            Softmax.Forward(xd, yd);
            Assert.Equal(1, yd.Sum(), 1e-13);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(37)]
    public void NaN_Anywhere_IsNaNEverywhere(int n)
    {
        for (int at = 0; at < n; at++)
        {
            foreach (int width in Widths)
            {
                float[] x = Enumerable.Range(0, n).Select(i => (float)i).ToArray();
                x[at] = float.NaN;
                SoftmaxRows<Fused>.Forward(x, x, width);
                Assert.All(x, v => Assert.True(float.IsNaN(v)));
                double[] xd = Enumerable.Range(0, n).Select(i => (double)i).ToArray();
                xd[at] = double.NaN;
                SoftmaxRows<Fused>.Forward(xd, xd, width);
                Assert.All(xd, v => Assert.True(double.IsNaN(v)));
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(21)]
    public void Infinities_AreMinusInfinityNothingAndPlusInfinityNoNumber(int n)
    {
        float[] x = new float[n];
        x[0] = x[n - 1] = float.NegativeInfinity;
        Softmax.Forward(x, x);
        Assert.Equal(0, x[0]);
        Assert.Equal(0, x[n - 1]);
        Assert.Equal(1f / (n - 2), x[1], 1e-7f);

        x[1] = float.PositiveInfinity;
        Softmax.Forward(x, x);
        Assert.All(x, v => Assert.True(float.IsNaN(v)));

        Array.Fill(x, float.NegativeInfinity);
        Softmax.Forward(x, x);
        Assert.All(x, v => Assert.True(float.IsNaN(v)));
    }

    [Fact]
    public void WrongLengths_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Softmax.Forward(new float[3], new float[4]));
        Assert.Throws<ArgumentException>(() => ReproducibleSoftmax.Forward(Array.Empty<double>(), Array.Empty<double>()));
    }

    private static int Lane(int term, int count) => count > 16 && term >= count - (count % 16) ? 16 - (count % 16) + (term % 16) : term % 16;
}
