using System;
using System.Linq;
using Xunit;

namespace CnnGen.Tests.Fitting;

/// <summary>Rates beside their formulas, and beside what PyTorch 1.13's schedulers give.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Constant_IsANumber()
    {
        Schedule schedule = 0.25;
        Assert.Equal([0.25, 0.25], Rates(schedule, 0, 9));
        Assert.Equal("constant 0.25", schedule.ToString());
    }

    [Fact]
    public void Linear_IsALine() => Close([0.5, 0.375, 0.25, 0.14], Rates(Schedule.Linear(0.5, 0), 0, 25, 50, 72));

    // torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=100, eta_min=0.02), of a rate of 0.5, in steps 0, 1, 10, 50, 77, 99.
    [Fact]
    public void Cosine_IsPyTorchs() =>
        Close(
            [0.5, 0.4998815744877756, 0.4882535639108369, 0.26, 0.07997334328868967, 0.020118425512224414],
            Rates(Schedule.Cosine(0.5, 0.02), 0, 1, 10, 50, 77, 99));

    [Fact]
    public void Cosine_IsTheFormula()
    {
        for (int step = 0; step < 1000; step++)
        {
            double expected = 0.1 + (0.9 * (1 + Math.Cos(Math.PI * step / 1000)) / 2);
            Assert.Equal(expected, Schedule.Cosine(1, 0.1).RateAt(new SchedulePoint(step, 1000, 1)), 1e-15);
        }
    }

    // torch.optim.lr_scheduler.MultiStepLR(optimizer, [2, 3], gamma=0.1), whose epochs count from 0.
    [Fact]
    public void Steps_ArePyTorchs()
    {
        Schedule schedule = Schedule.Steps(0.5, 0.1, 2, 3);
        Close([0.5, 0.5, 0.05, 0.005, 0.005], Enumerable.Range(1, 5).Select(epoch => schedule.RateAt(new SchedulePoint(0, 10, epoch))).ToArray());
    }

    [Fact]
    public void WarmUp_GrowsInAStraightLine()
    {
        Close([0.1, 0.2, 0.3, 0.4, 0.4], Rates(Schedule.Constant(0.4).WarmUp(4), 0, 1, 2, 3, 4));
        Assert.Equal(Rates(0.4, 0, 1), Rates(Schedule.Constant(0.4).WarmUp(0), 0, 1));
        Assert.Equal("linear 0.4 0, warm-up 4", Schedule.Linear(0.4).WarmUp(4).ToString());
    }

    [Fact]
    public void Function_IsAsked() => Assert.Equal([0.5, 4.5], Rates(Schedule.Of(point => point.Step + 0.5), 0, 4));

    [Fact]
    public void WrongNumbers_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Constant(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Linear(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Cosine(1, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Steps(1, 0.1, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Steps(1, 0.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedule.Constant(1).WarmUp(-1));
        Assert.Throws<ArgumentNullException>(() => Schedule.Of(null!));
    }

    private static double[] Rates(Schedule schedule, params int[] steps) => [.. steps.Select(step => schedule.RateAt(new SchedulePoint(step, 100, 1)))];

    private static void Close(double[] expected, double[] actual, double tolerance = 1e-14)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance);
    }
}
