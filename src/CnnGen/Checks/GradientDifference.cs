using System.Globalization;

namespace CnnGen;

/// <summary>One number whose gradient was compared: what Backward says, and what central differences say.</summary>
public readonly struct GradientDifference
{
    internal GradientDifference(string name, int index, double analytic, double numeric, double error)
    {
        Name = name;
        Index = index;
        Analytic = analytic;
        Numeric = numeric;
        Error = error;
    }

    /// <summary>The parameter's tensor as the network's description names it, <c>conv1.weight</c>, or the input: <c>input</c>.</summary>
    public string Name { get; }

    /// <summary>The element within that tensor, row-major; for an input within all its samples, one after the other.</summary>
    public int Index { get; }

    /// <summary>dLoss/dx as Backward gives it.</summary>
    public double Analytic { get; }

    /// <summary>dLoss/dx as central differences give it.</summary>
    public double Numeric { get; }

    /// <summary>
    /// |analytic − numeric| / max(|analytic|, |numeric|, s), without a unit: s is 1e-3 in double, 1e-2 × max(1, |loss|) in single
    /// precision. +∞ where either value, or the loss, is NaN or infinite; never NaN.
    /// </summary>
    public double Error { get; }

    /// <summary>Name, index, both values and the error.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture, "{0}[{1}]: analytic {2:G9}, numeric {3:G9}, error {4:0.0E+0}", Name, Index, Analytic, Numeric, Error);
}
