using System;

namespace CnnGen;

/// <summary>What the check asks of a number type. The reasons for the numbers are in the remarks of <see cref="GradientCheck"/>.</summary>
internal sealed class GradientPrecision
{
    public static readonly GradientPrecision Double = new(1e-7, 1e-8, _ => 1e-3, 1e-3, 1e-3 / 16);

    public static readonly GradientPrecision Single = new(1e-2, 5e-3, loss => 1e-2 * Math.Max(1, Math.Abs(loss)), 1.0 / 64, 1.0 / 256, 1.0 / 1024);

    private GradientPrecision(double tolerance, double kink, Func<double, double> smallest, params double[] steps)
    {
        Tolerance = tolerance;
        Kink = kink;
        SmallestGradient = smallest;
        Steps = steps;
    }

    /// <summary>The smallest error that is a failure.</summary>
    public double Tolerance { get; }

    /// <summary>Where the estimates at h and h/2 differ by more, in the same relative measure, there is a kink between them.</summary>
    public double Kink { get; }

    /// <summary>From the loss: gradients below this count as this large in an error, or rounding would make every tiny one wrong.</summary>
    public Func<double, double> SmallestGradient { get; }

    /// <summary>The step h relative to max(1, |x|), then the smaller ones to retry with.</summary>
    public double[] Steps { get; }
}
