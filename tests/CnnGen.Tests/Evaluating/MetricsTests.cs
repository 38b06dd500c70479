using System;
using CnnGen.Tests.Behaviour;
using Xunit;

namespace CnnGen.Tests.Evaluating;

/// <summary>Metrics of numbers that one counts by hand.</summary>
public sealed class MetricsTests
{
    [Fact]
    public void ArgMax_IsThePlaceOfTheLargest()
    {
        AssertPlace(2, 1, 0, 5, 4);
        AssertPlace(0, 5, 5, 5);
        AssertPlace(1, float.NaN, -3, float.NaN);
        AssertPlace(0, float.NaN, float.NaN);
        AssertPlace(1, -1, float.PositiveInfinity);

        static void AssertPlace(int expected, params float[] values)
        {
            Assert.Equal(expected, values.AsSpan().ArgMax());
            Assert.Equal(expected, Array.ConvertAll(values, value => (double)value).AsSpan().ArgMax());
        }
    }

    [Fact]
    public void TopK_CountsThoseBefore()
    {
        float[] outputs = [3, 1, 2, 0, 0, 0, 1, 9, 9];
        Assert.Equal(1 / 3.0, Metrics.Accuracy<float>(outputs, [0, 1, 2]));
        Assert.Equal(1, Metrics.TopK<float>(outputs, [0, 1, 2], 2));
        Assert.Equal(1 / 3.0, Metrics.TopK<float>(outputs, [1, 2, 2], 2));
        Assert.Equal(1, Metrics.TopK<float>(outputs, [1, 2, 0], 3));
        Assert.Equal(0, Metrics.Accuracy<double>([double.NaN, 0], [0]));
    }

    [Fact]
    public void WrongArguments_SaySo()
    {
        Data.AssertSays(Assert.Throws<ArgumentException>(() => Metrics.Accuracy<float>(new float[7], [0, 1])), 2, 7);
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.Accuracy<float>(new float[6], [0, 3])), 2, 1, 3);
        Assert.Throws<ArgumentException>(() => Metrics.Accuracy<float>([], []));
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.TopK<float>(new float[6], [0, 1], 0)), 0);
        Assert.Throws<ArgumentException>(() => Span<float>.Empty.ArgMax());
    }

    [Fact]
    public void Confusion_CountsPairs()
    {
        ConfusionMatrix matrix = new(3);
        foreach ((int label, int read) in new[] { (0, 0), (0, 0), (0, 1), (1, 1), (2, 1), (2, 2) }) matrix.Add(label, read);
        Assert.Equal((6, 4, 4 / 6.0), (matrix.Count, matrix.Correct, matrix.Accuracy));
        Assert.Equal((2, 1, 0, 1), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[2, 1]));
        Assert.Equal((2 / 3.0, 1 / 3.0), (matrix.Recall(0), matrix.Precision(1)));
        Assert.Equal("   0 1 2\n 0 2 1 0\n 1 0 1 0\n 2 0 1 1", matrix.ToString());
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Add(3, 0)), 2, 3);
        Assert.Equal(6, matrix.Count);
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(0)), 1, 4096, 0);
        Data.AssertSays(Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(65_536)), 1, 4096, 65_536);
    }
}
