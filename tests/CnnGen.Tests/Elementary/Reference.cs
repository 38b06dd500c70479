using System;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>The functions to about 30 digits, by series.</summary>
/// <param name="Value">The value, less its scale.</param>
/// <param name="Exponent">The power of two to multiply it with, so that tiny values keep all their bits.</param>
internal readonly record struct Reference(DoubleDouble Value, int Exponent)
{
    private const double Negligible = 1e-34;

    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.319046813846299558e-17);
    private static readonly DoubleDouble TwoOverRootPi = new(1.1283791670955126, 1.533545961316588e-17);

    /// <summary>How far a number is from the value, in units of the last place of a double there.</summary>
    public double Ulps(double result)
    {
        int last = Math.Max(Math.ILogB(Value.High) + Exponent, -1022) - 52 - Exponent;
        return Math.Abs(Math.ScaleB(Math.ScaleB(result, -Exponent) - Value.High - Value.Low, -last));
    }

    public static Reference Of(Function function, double x) => function switch
    {
        Function.Exp => Exp(x),
        Function.Log => Log(x),
        Function.Tanh => Tanh(x),
        Function.Sigmoid => Sigmoid(x),
        _ => Erf(x),
    };

    private static Reference Exp(DoubleDouble x)
    {
        int n = (int)Math.Round(x.High / 0.6931471805599453);
        return new(ExpMinusOne(x - (Ln2 * n)) + 1, n);
    }

    private static Reference Sigmoid(double x)
    {
        if (x > 700) return new(1, 0);
        Reference e = Exp(x);
        return x > 0 ? new(1 / (Exp(-x).Unscaled + 1), 0) : e with { Value = e.Value / (e.Unscaled + 1) };
    }

    private static Reference Tanh(double x)
    {
        if (Math.Abs(x) < 1e-20) return Tiny(x, 1);
        if (Math.Abs(x) > 30) return new(Math.Sign(x), 0);
        DoubleDouble e = Math.Abs(x) < 0.15 ? ExpMinusOne(2 * x) : Exp(2 * x).Unscaled - 1;
        return new(e / (e + 2), 0);
    }

    private static Reference Log(double x)
    {
        int n = Math.ILogB(x);
        DoubleDouble m = Math.ScaleB(x, -n);
        if (m.High > 1.4)
        {
            m = m.Scale(-1);
            n++;
        }

        // 2 artanh(s), s = (m - 1) / (m + 1)
        DoubleDouble s = (m - 1) / (m + 1), square = s * s, power = s, sum = s;
        for (int k = 3; Math.Abs(power.High) > Math.Abs(sum.High) * Negligible; k += 2)
        {
            power *= square;
            sum += power / k;
        }

        return new(sum.Scale(1) + (Ln2 * n), 0);
    }

    /// <summary>2/√π e^(-x²) Σ 2ᵏ x²ᵏ⁺¹ / (1 · 3 · … · (2k+1)): every term has one sign.</summary>
    private static Reference Erf(double x)
    {
        if (Math.Abs(x) < 1e-20) return Tiny(x, TwoOverRootPi);
        if (Math.Abs(x) > 7) return new(Math.Sign(x), 0);
        DoubleDouble square = (DoubleDouble)x * x, term = x, sum = x;
        for (int k = 3; Math.Abs(term.High) > Math.Abs(sum.High) * Negligible; k += 2)
        {
            term *= square.Scale(1) / k;
            sum += term;
        }

        return new(TwoOverRootPi * sum * Exp(-square).Unscaled, 0);
    }

    private static DoubleDouble ExpMinusOne(DoubleDouble r)
    {
        DoubleDouble term = r, sum = r;
        for (int k = 2; Math.Abs(term.High) > Math.Abs(sum.High) * Negligible; k++)
        {
            term *= r / k;
            sum += term;
        }

        return sum;
    }

    private static Reference Tiny(double x, DoubleDouble slope)
    {
        const int Up = 200;
        return new(slope * Math.ScaleB(x, Up), -Up);
    }

    private DoubleDouble Unscaled => Value.Scale(Exponent);
}
