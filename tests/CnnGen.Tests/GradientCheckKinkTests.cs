using System;
using System.Linq;
using CnnGen.Runtime;
using CnnGen.Tests.Networks;
using Xunit;

namespace CnnGen.Tests;

/// <summary>Kinks: where a loss has no derivative, or where the differences reach across such a point. In double h is 1e-3.</summary>
public sealed class GradientCheckKinkTests
{
    private static readonly Function Smooth = new(x => x * x, 0.5, 1);

    [Theory]
    [InlineData(1.7e-3)]    // between h and 2h
    [InlineData(0.6e-3)]    // between h/2 and h
    [InlineData(0.3e-3)]    // below h/2, above 2h/16
    [InlineData(-0.3e-3)]
    public void KinkThatASixteenthOfTheStepAvoids_IsNotSkipped(double distance)
    {
        GradientCheckReport report = Functions.Check(Smooth, ReLUAt(distance));
        Assert.True(report.Passed, report.ToString());
        Assert.Equal((2, 0), (report.Checked, report.Skipped));
    }

    // The retry must not only look elsewhere: it has to find the mistake there.
    [Theory]
    [InlineData(0.3e-3)]
    [InlineData(-0.3e-3)]
    public void WrongGradientBesideAKink_Fails(double distance)
    {
        Function right = ReLUAt(distance);
        GradientCheckReport report = Functions.Check(Smooth, right with { Derivative = 1 - right.Derivative });
        Assert.False(report.Passed);
        Assert.Equal((1, 2, 0), (report.Worst.Index, report.Checked, report.Skipped));
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(-1e-4)]
    [InlineData(1e-6)]
    [InlineData(-1e-6)]
    [InlineData(1e-14)]     // so near that the estimates agree, on the mean of both slopes
    [InlineData(0.0)]
    public void KinkNearerThanThat_IsSkippedAndCounted(double distance)
    {
        GradientCheckReport report = Functions.Check(Repeat(Smooth, 19).Append(ReLUAt(distance)).ToArray());
        Assert.True(report.Passed, report.ToString());
        Assert.Equal((19, 1), (report.Checked, report.Skipped));
        Assert.Contains("19 compared, 1 skipped", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(19, 1, true)]      // 5 % of 20
    [InlineData(18, 1, false)]     // 1 of 19 is more
    [InlineData(38, 2, true)]
    [InlineData(37, 2, false)]
    public void Skipped_MayBeFivePercent(int smooth, int kinks, bool passes)
    {
        GradientCheckReport report = Functions.Check(Repeat(Smooth, smooth).Concat(Repeat(ReLUAt(0), kinks)).ToArray());
        Assert.Equal((smooth, kinks), (report.Checked, report.Skipped));
        Assert.InRange(report.Worst.Error, 0, 1e-7);
        Assert.Equal(passes, report.Passed);
        Assert.Equal(!passes, report.ToString().Contains($"Failed: {kinks} of {smooth + kinks} were skipped, more than 5 %", StringComparison.Ordinal));
    }

    [Fact]
    public void EverythingSkipped_Fails()
    {
        GradientCheckReport report = Functions.Check(ReLUAt(0));
        Assert.False(report.Passed);
        Assert.Equal((0, 1), (report.Checked, report.Skipped));
        Assert.Contains("everything was skipped", report.ToString(), StringComparison.Ordinal);
    }

    // An even part (x², x⁴) is not a kink, however steep: a wrong gradient there must not be excused.
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void WrongGradientOnACurvedLoss_Fails(double curvature)
    {
        var wrong = new Function(x => x + (curvature * ((x * x) + (x * x * x * x))), 0, 1 + 1e-5);
        GradientCheckReport report = Functions.Check(wrong);
        Assert.False(report.Passed);
        Assert.Equal((1, 0), (report.Checked, report.Skipped));
    }

    // A unit whose sum is exactly 0, as behind a layer that gives all zeros with biases of 0: its weights and bias have kinks at their values.
    [Fact]
    public void UnitAtExactlyZero_IsSkippedNotBlamed()
    {
        var network = new Perceptron<double>(new PerceptronOptions { Rectify = true });
        network.SetParameters([0, 0, 0], 0);  // the first unit's weights
        network.SetParameters([0], 12);       // and its bias
        GradientCheckReport report = GradientCheck.Run(network, [0.3, -1.2, 0.8], [1.0, 0]);
        Assert.Equal(4, report.Skipped);
        Assert.Equal(26 + 3 - 4, report.Checked);
        Assert.InRange(report.Worst.Error, 0, 1e-7);
        Assert.False(report.Passed);
    }

    [Fact]
    public void UnitNearZeroInSinglePrecision_IsSkippedNotBlamed()
    {
        var network = new Perceptron<float>(new PerceptronOptions { Rectify = true });
        network.SetParameters([0, 0, 0], 0);
        network.SetParameters([1e-5f], 12);
        GradientCheckReport report = GradientCheck.Run(network, [0.3f, -1.2f, 0.8f], [1f, 0]);
        Assert.Equal(4, report.Skipped);
        Assert.InRange(report.Worst.Error, 0, 1e-2);
    }

    // Kinks on both sides, 8h/9 away: of those the estimates at h and h/2 agree on the same wrong slope, and the even part shows nothing. A far
    // smaller kink close by spoils the retry. Only that the finest estimate sides with Backward tells that nobody is to blame.
    [Fact]
    public void KinksThatTheEstimatesAgreeOn_AreSkippedNotBlamed()
    {
        const double Distance = 8e-3 / 9;
        Function shrink = new(x => x + Math.Max(x - Distance, 0) - Math.Max(-x - Distance, 0) + (1e-6 * Math.Max(x - 5e-6, 0)), 0, 1);
        GradientCheckReport report = Functions.Check(shrink);
        Assert.Equal((0, 1), (report.Checked, report.Skipped));

        GradientCheckReport wrong = Functions.Check(shrink with { Derivative = -1 });
        Assert.Equal((1, 0), (wrong.Checked, wrong.Skipped));
    }

    // Kinks and rounding together: estimates agree by luck now and then, and a right gradient must not be blamed for that.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ManyKinksUnderALargeLossInSinglePrecision_AreNeverBlamed(int seed)
    {
        var random = new RandomNumbers(seed);
        Function[] functions = [new(_ => 50, 0, 0), .. Enumerable.Range(0, 200).Select(_ => Kinked(random))];
        GradientCheckReport report = Functions.CheckSingle(functions);
        Assert.True(report.Skipped > 10, $"{report.Skipped} skipped: the test has lost its kinks");
        Assert.True(report.Checked > 100, $"{report.Checked} compared");
        Assert.InRange(report.Worst.Error, 0, 1e-2);
    }

    private static Function Kinked(RandomNumbers random)
    {
        double left = 2 * random.Normal(), right = 2 * random.Normal(), distance = 0.02 * random.Normal();
        return new Function(x => (x < distance ? left : right) * (x - distance), 0, distance > 0 ? left : right);
    }

    private static Function ReLUAt(double distance) => new(x => Math.Max(x - 0.5 + distance, 0), 0.5, distance > 0 ? 1 : 0);

    private static Function[] Repeat(Function function, int count) => Enumerable.Repeat(function, count).ToArray();
}
