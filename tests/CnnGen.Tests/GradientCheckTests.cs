using System;
using CnnGen.Tests.Networks;
using Xunit;

namespace CnnGen.Tests;

/// <summary>The verdict on right and wrong gradients. (What a check leaves behind is in GradientCheckStateTests, kinks in GradientCheckKinkTests.)</summary>
public sealed class GradientCheckTests
{
    private const int AllParameters = 26, AllInputs = 6;

    private static readonly double[] Input = [0.3, -1.2, 0.8, 1.5, 0.1, -0.4];
    private static readonly double[] Target = [1, 0, -1, 0.5];
    private static readonly int[] Labels = [1, 0];
    private static readonly float[] SingleInput = Array.ConvertAll(Input, x => (float)x);
    private static readonly float[] SingleTarget = Array.ConvertAll(Target, x => (float)x);

    public static TheoryData<string, int> EveryKindOfGradient => new()
    {
        { "first.weight", 0 }, { "first.weight", 11 }, { "first.bias", 2 }, { "second.weight", 5 }, { "second.bias", 1 }, { "input", 0 }, { "input", 5 },
    };

    [Fact]
    public void RightGradients_Pass()
    {
        AssertPasses(GradientCheck.Run(new Perceptron<double>(new PerceptronOptions()), Input, Target), 1e-7);
        AssertPasses(GradientCheck.Run(new Perceptron<double>(new PerceptronOptions()), Input, Labels), 1e-7);
    }

    [Fact]
    public void RightGradientsInSinglePrecision_Pass()
    {
        AssertPasses(GradientCheck.Run(new Perceptron<float>(new PerceptronOptions()), SingleInput, SingleTarget), 1e-2);
        AssertPasses(GradientCheck.Run(new Perceptron<float>(new PerceptronOptions()), SingleInput, Labels), 1e-2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RightGradientsBehindReLU_Pass(int seed)
    {
        var options = new PerceptronOptions { Rectify = true };
        AssertPasses(GradientCheck.Run(new Perceptron<double>(options, seed), Input, Target), 1e-7);
        AssertPasses(GradientCheck.Run(new Perceptron<float>(options, seed), SingleInput, SingleTarget), 1e-2);
    }

    [Theory]
    [MemberData(nameof(EveryKindOfGradient))]
    public void WrongSign_FailsAndNamesTensorAndIndex(string tensor, int index)
    {
        var options = new PerceptronOptions { WrongTensor = tensor, WrongIndex = index };
        AssertBlames(GradientCheck.Run(new Perceptron<double>(options), Input, Target), tensor, index);
        AssertBlames(GradientCheck.Run(new Perceptron<double>(options), Input, Labels), tensor, index);
        AssertBlames(GradientCheck.Run(new Perceptron<float>(options), SingleInput, SingleTarget), tensor, index);
        AssertBlames(GradientCheck.Run(new Perceptron<float>(options), SingleInput, Labels), tensor, index);
    }

    [Theory]
    [MemberData(nameof(EveryKindOfGradient))]
    public void GradientWrongByAMillionth_FailsInDouble(string tensor, int index)
    {
        var options = new PerceptronOptions { WrongTensor = tensor, WrongIndex = index, WrongFactor = 1 + 1e-6 };
        GradientCheckReport report = GradientCheck.Run(new Perceptron<double>(options), Input, Target);
        Assert.False(report.Passed);
        Assert.Equal((tensor, index), (report.Worst.Name, report.Worst.Index));
        Assert.InRange(report.Worst.Error, 0.9e-6, 1.1e-6);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void GradientThatIsNotFinite_Fails(double factor)
    {
        var options = new PerceptronOptions { WrongTensor = "first.bias", WrongIndex = 3, WrongFactor = factor };
        foreach (GradientCheckReport report in new[]
        {
            GradientCheck.Run(new Perceptron<double>(options), Input, Target),
            GradientCheck.Run(new Perceptron<float>(options), SingleInput, SingleTarget),
        })
        {
            Assert.False(report.Passed);
            Assert.Equal(("first.bias", 3), (report.Worst.Name, report.Worst.Index));
            Assert.False(double.IsFinite(report.Worst.Analytic));
            Assert.Equal(double.PositiveInfinity, report.Worst.Error);
            Assert.Contains("gradient of first.bias[3], or the loss, is NaN or infinite", report.ToString(), StringComparison.Ordinal);
        }
    }

    // Each of the six points matters: a NaN in a comparison would pass for agreement.
    [Theory]
    [InlineData(0.4e-3, 0.6e-3)]     // ±h/2
    [InlineData(0.9e-3, 1.1e-3)]     // ±h
    [InlineData(1.9e-3, 2.1e-3)]     // ±2h
    [InlineData(-0.6e-3, -0.4e-3)]
    [InlineData(1.9e-3, 1e9)]
    [InlineData(1e-9, 1e9)]
    public void LossThatIsNaNNearby_Fails(double from, double to)
    {
        Function good = new(x => x, 1, 1), bad = new(x => x - 0.25 > from && x - 0.25 < to ? double.NaN : x, 0.25, 1);
        GradientCheckReport report = Functions.Check(good, bad);
        Assert.False(report.Passed);
        Assert.Equal(1, report.Worst.Index);
        Assert.Equal(double.NaN, report.Worst.Numeric);
        Assert.Equal((2, 0), (report.Checked, report.Skipped));
    }

    // No difference sees the point itself.
    [Fact]
    public void LossThatIsNaNOnlyAtThePoint_Fails()
    {
        Function function = new(x => x == 0.25 ? double.NaN : x, 0.25, 1);
        foreach (GradientCheckReport report in new[] { Functions.Check(function), Functions.CheckSingle(function) })
        {
            Assert.False(report.Passed);
            Assert.Equal((1, double.PositiveInfinity), (report.Checked, report.Worst.Error));
        }
    }

    [Fact]
    public void InfiniteLoss_Fails()
    {
        GradientCheckReport report = Functions.Check(new Function(_ => double.PositiveInfinity, 0, 0));
        Assert.False(report.Passed);
        Assert.Equal(double.PositiveInfinity, report.Worst.Error);
    }

    [Fact]
    public void NoInputGradient_ChecksParametersOnly()
    {
        var options = new PerceptronOptions { InputGradient = false };
        GradientCheckReport report = GradientCheck.Run(new Perceptron<double>(options), Input, Target);
        Assert.True(report.Passed, report.ToString());
        Assert.Equal((AllParameters, 0), (report.Checked, report.Skipped));
    }

    [Fact]
    public void NothingToCheck_Fails()
    {
        GradientCheckReport report = Functions.Check();
        Assert.False(report.Passed);
        Assert.Equal((0, 0), (report.Checked, report.Skipped));
        Assert.Equal(("", -1, double.PositiveInfinity), (report.Worst.Name, report.Worst.Index, report.Worst.Error));
        Assert.Contains("nothing to check", report.ToString(), StringComparison.Ordinal);
    }

    // Of a five-point difference a fifth power c(x − a)⁵ leaves exactly −4ch⁴ at a, which tells the formula and the h it was taken with.
    [Theory]
    [InlineData(0, 2, 1e-3)]
    [InlineData(-0.5, 2, 1e-3)]
    [InlineData(100, 2e-8, 0.1)]
    public void Numeric_IsFivePointDifferenceWithTheStatedStep(double at, double factor, double h)
    {
        GradientCheckReport report = Functions.Check(new Function(x => factor * Math.Pow(x - at, 5), at, 0));
        double expected = -4 * factor * Math.Pow(h, 4);
        Assert.Equal(expected, report.Worst.Numeric, Math.Abs(expected) * 1e-9);
        Assert.Equal(1, report.Checked);
    }

    // Of gradients that small, 1e-3 is what the error is relative to.
    [Theory]
    [InlineData(3e-5, 0.5e-10, true)]
    [InlineData(3e-5, 2e-10, false)]
    [InlineData(40.0, 2e-6, true)]
    [InlineData(40.0, 8e-6, false)]
    public void Error_IsRelativeToTheLargerValueAndAtLeastAThousandth(double slope, double wrongBy, bool passes)
    {
        GradientCheckReport report = Functions.Check(new Function(x => slope * x, 0, slope + wrongBy));
        Assert.Equal(passes, report.Passed);
        Assert.Equal(wrongBy / Math.Max(slope + wrongBy, 1e-3), report.Worst.Error, 1e-9);
        Assert.Equal(slope + wrongBy, report.Worst.Analytic);
        Assert.Equal(slope, report.Worst.Numeric, slope * 1e-10);
    }

    [Fact]
    public void Worst_IsTheLargestError()
    {
        Function Wrong(double by) => new(x => x, 0, 1 + by);
        GradientCheckReport report = Functions.Check(Wrong(1e-9), Wrong(1e-3), Wrong(1e-2), Wrong(1e-4));
        Assert.Equal(2, report.Worst.Index);
        Assert.Equal(1e-7, report.Tolerance);
    }

    [Fact]
    public void Text_SaysVerdictCountsToleranceAndWorst()
    {
        string good = Functions.Check(new Function(x => 2 * x, 0, 2)).ToString();
        Assert.StartsWith(
            "Gradient check passed: 1 compared, 0 skipped at kinks; every error has to be below 1E-7.\nWorst: x[0]: analytic 2, numeric 2, error ",
            good,
            StringComparison.Ordinal);
        Assert.DoesNotContain("Failed", good, StringComparison.Ordinal);

        string bad = Functions.Check(new Function(x => 2 * x, 0, -2)).ToString();
        Assert.Equal(
            "Gradient check failed: 1 compared, 0 skipped at kinks; every error has to be below 1E-7.\n"
            + "Worst: x[0]: analytic -2, numeric 2, error 2.0E+0\nFailed: the gradient of x[0] is not the slope of the loss.",
            bad);
    }

    private static void AssertPasses(GradientCheckReport report, double tolerance)
    {
        Assert.True(report.Passed, report.ToString());
        Assert.Equal((AllParameters + AllInputs, 0), (report.Checked, report.Skipped));
        Assert.Equal(tolerance, report.Tolerance);
        Assert.InRange(report.Worst.Error, double.Epsilon, tolerance);
    }

    private static void AssertBlames(GradientCheckReport report, string tensor, int index)
    {
        Assert.False(report.Passed, report.ToString());
        Assert.Equal((tensor, index), (report.Worst.Name, report.Worst.Index));
        // 2, or less where the gradient is small.
        Assert.InRange(report.Worst.Error, 0.1, 2.01);
        Assert.Equal(-report.Worst.Numeric, report.Worst.Analytic, report.Tolerance * Math.Max(Math.Abs(report.Worst.Numeric), 0.01));
        Assert.Contains($"{tensor}[{index}] is not the slope of the loss", report.ToString(), StringComparison.Ordinal);
    }
}
