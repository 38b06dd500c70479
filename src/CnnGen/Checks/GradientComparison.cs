using System;

namespace CnnGen;

/// <summary>Compares gradients with central differences, one number after the other, and keeps the worst. All of it in double.</summary>
internal sealed class GradientComparison
{
    /// <summary>How much of a disagreement a kink has to explain before a number is skipped rather than blamed.</summary>
    private const double Explained = 0.1;

    private readonly GradientPrecision precision;
    private readonly double smallestGradient;
    private readonly bool lossIsFinite;
    private GradientDifference worst = new("", -1, double.NaN, double.NaN, double.PositiveInfinity);
    private int compared;
    private int skipped;

    /// <summary>Starts with nothing compared.</summary>
    /// <param name="precision">What to ask of the numbers.</param>
    /// <param name="loss">The loss where the gradients were taken.</param>
    public GradientComparison(GradientPrecision precision, double loss)
    {
        this.precision = precision;
        smallestGradient = precision.SmallestGradient(loss);
        lossIsFinite = double.IsFinite(loss);
    }

    public GradientCheckReport Report => new(worst, compared, skipped, precision.Tolerance);

    /// <summary>Compares dLoss/dx: the first step whose estimates agree with each other and with Backward decides.</summary>
    /// <param name="name">What x belongs to.</param>
    /// <param name="index">Its index there.</param>
    /// <param name="analytic">What Backward says.</param>
    /// <param name="x">Where.</param>
    /// <param name="loss">The loss as a function of x alone.</param>
    public void Add(string name, int index, double analytic, double x, Func<double, double> loss)
    {
        GradientDifference? suspect = null;
        double suspectStep = 0, finest = 0;
        foreach (double step in precision.Steps)
        {
            double h = step * Math.Max(1, Math.Abs(x));
            (double numeric, double finer) = Slopes(loss, x, h);
            if (!lossIsFinite || !double.IsFinite(analytic) || !double.IsFinite(numeric) || !double.IsFinite(finer))
            {
                // No comparison with NaN is true: the tests below would wave it through.
                double culprit = double.IsFinite(numeric) ? finer : numeric;
                Keep(new GradientDifference(name, index, analytic, culprit, double.PositiveInfinity));
                return;
            }

            finest = finer;
            if (RelativeError(numeric, finer) > precision.Kink) continue;
            var difference = new GradientDifference(name, index, analytic, numeric, RelativeError(analytic, numeric));
            if (difference.Error < precision.Tolerance)
            {
                Keep(difference);
                return;
            }

            suspect = difference;
            suspectStep = h;
        }

        if (suspect is GradientDifference wrong && IsConfirmed(wrong, finest) && !HasKink(wrong, loss, x, suspectStep)) Keep(wrong);
        else skipped++;
    }

    /// <summary>
    /// The five-point differences at h and at h/2; six losses, because they share the points at ±h. The error is h⁴/30 times the
    /// fifth derivative.
    /// </summary>
    private static (double AtStep, double AtHalf) Slopes(Func<double, double> loss, double x, double h)
    {
        double far = Odd(2 * h), middle = Odd(h), near = Odd(h / 2);
        return (((8 * middle) - far) / (12 * h), ((8 * near) - middle) / (6 * h));

        double Odd(double distance) => loss(x + distance) - loss(x - distance);
    }

    /// <summary>Whether the finest step, which the fewest kinks reach, sides with the earlier estimate rather than with Backward.</summary>
    private static bool IsConfirmed(GradientDifference wrong, double finest) =>
        Math.Abs(finest - wrong.Numeric) < Math.Abs(finest - wrong.Analytic);

    /// <summary>
    /// Whether a kink that the estimates at h and h/2 agree on explains why they disagree with Backward. The common one is a kink at x
    /// itself (a ReLU at exactly 0, two equal values in a max pool), where central differences give the mean of both sides at every h.
    /// </summary>
    /// <remarks>
    /// Of the part of the loss that is even about x, these weights cancel h² and h⁴, all that a smooth loss has up to an error of h⁵,
    /// and leave of a·max(0, x) the a/2 by which central differences are wrong.
    /// </remarks>
    private static bool HasKink(GradientDifference wrong, Func<double, double> loss, double x, double h)
    {
        double centre = loss(x);
        double kink = ((64 * Even(h / 4)) - (20 * Even(h / 2)) + Even(h)) / (14 * h);
        return Math.Abs(kink) >= Explained * Math.Abs(wrong.Analytic - wrong.Numeric);

        double Even(double distance) => loss(x + distance) - centre + (loss(x - distance) - centre);
    }

    private double RelativeError(double a, double b) => Math.Abs(a - b) / Math.Max(smallestGradient, Math.Max(Math.Abs(a), Math.Abs(b)));

    private void Keep(GradientDifference difference)
    {
        if (compared == 0 || difference.Error > worst.Error) worst = difference;
        compared++;
    }
}
