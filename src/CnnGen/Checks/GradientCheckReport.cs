using System.Globalization;

namespace CnnGen;

/// <summary>What <see cref="GradientCheck"/> found.</summary>
public sealed class GradientCheckReport
{
    /// <summary>One in so many may be skipped: 5 %.</summary>
    private const int SkipOneIn = 20;

    internal GradientCheckReport(GradientDifference worst, int compared, int skipped, double tolerance)
    {
        Worst = worst;
        Checked = compared;
        Skipped = skipped;
        Tolerance = tolerance;
    }

    /// <summary>The compared number with the largest error, the first of equals; nameless, with an error of +∞, if nothing was compared.</summary>
    public GradientDifference Worst { get; }

    /// <summary>How many parameters and inputs were compared; those skipped are not among them.</summary>
    public int Checked { get; }

    /// <summary>How many were skipped because the loss has a kink there, and so no derivative to compare with.</summary>
    public int Skipped { get; }

    /// <summary>What every error has to be below: 1e-7 in double, 1e-2 in single precision.</summary>
    public double Tolerance { get; }

    /// <summary>True if something was compared, every error is below the tolerance (and so every gradient finite), and at most 5 % were skipped.</summary>
    public bool Passed => Checked > 0 && Worst.Error < Tolerance && !TooManySkipped;

    private long Total => (long)Checked + Skipped;

    private bool TooManySkipped => (long)Skipped * SkipOneIn > Total;

    /// <summary>The verdict, the counts, the tolerance and the worst; after a failure every reason for it.</summary>
    /// <returns>A few lines, separated by a line feed.</returns>
    public override string ToString()
    {
        string text = string.Format(
            CultureInfo.InvariantCulture,
            "Gradient check {0}: {1} compared, {2} skipped at kinks; every error has to be below {3:0E+0}.",
            Passed ? "passed" : "failed", Checked, Skipped, Tolerance);
        if (Checked > 0) text += $"\nWorst: {Worst}";
        if (Total == 0) text += "\nFailed: there is nothing to check, neither a parameter nor the gradient of an input.";
        else if (Checked == 0) text += "\nFailed: everything was skipped.";
        else if (double.IsPositiveInfinity(Worst.Error)) text += $"\nFailed: the gradient of {Worst.Name}[{Worst.Index}], or the loss, is NaN or infinite.";
        else if (Worst.Error >= Tolerance) text += $"\nFailed: the gradient of {Worst.Name}[{Worst.Index}] is not the slope of the loss.";
        if (TooManySkipped)
        {
            text += $"\nFailed: {Skipped} of {Total} were skipped, more than 5 %; an input without ties, away from where a ReLU switches, has fewer kinks.";
        }

        return text;
    }
}
