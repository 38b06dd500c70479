using System;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>The functions to more than 128 bits (<see cref="ReferenceTests"/>), by series whose terms have one sign, or shrink fast.</summary>
internal static class Reference
{
    /// <summary>Halvings of an exponent, before its series.</summary>
    private const int Halvings = 8;

    private static readonly BigReal Ln2 = Artanh((BigReal)1 / 3).Scale(1);
    private static readonly BigReal TwoOverRootPi = 2 / SquareRoot(Pi());

    /// <summary>The function of a finite number; for a logarithm above zero.</summary>
    public static BigReal Of(Function function, double x) => function switch
    {
        Function.Exp => Exp(x),
        Function.Log => Log(x),
        Function.Tanh => Tanh(x),
        Function.Sigmoid => x < 0 ? Exp(x) / (Exp(x) + 1) : 1 / (Exp(-(BigReal)x) + 1),
        _ => Erf(x),
    };

    /// <summary>How far a result is from a value, in units of the last place of a double there; an infinity counts as the power of two past the largest.</summary>
    public static double Ulps(BigReal value, double result)
    {
        if (double.IsNaN(result)) return double.PositiveInfinity;
        BigReal came = double.IsInfinity(result) ? new BigReal(Math.Sign(result), 1024) : result;
        if (value.IsZero) return came.IsZero ? 0 : double.PositiveInfinity;
        if (value.Log2 > 1023) return double.IsInfinity(result) && Math.Sign(result) == value.Sign ? 0 : double.PositiveInfinity;
        int last = Math.Max(value.Log2, -1022) - 52;
        return (double)(came - value).Absolute().Scale(-last);
    }

    public static BigReal Exp(BigReal x)
    {
        if (x.IsZero) return 1;
        int n = (int)Math.Round((double)x * 1.4426950408889634);
        return (ExpMinusOne(x - (Ln2 * n)) + 1).Scale(n);
    }

    public static BigReal Log(BigReal x)
    {
        // x = 2ⁿ m with m around 1: 2 artanh((m − 1) / (m + 1)).
        int n = x.Log2;
        BigReal m = x.Scale(-n);
        if ((double)m > 1.4) (m, n) = (m.Scale(-1), n + 1);
        return (Ln2 * n) + Artanh((m - 1) / (m + 1)).Scale(1);
    }

    public static BigReal Tanh(BigReal x)
    {
        if (x.IsZero) return x;
        BigReal e = x.Log2 < -1 ? ExpMinusOne(x.Scale(1)) : Exp(x.Scale(1)) - 1;
        return e / (e + 2);
    }

    /// <summary>2/√π e^(−x²) Σ 2ᵏ x²ᵏ⁺¹ / (1 · 3 · … · (2k + 1)).</summary>
    public static BigReal Erf(BigReal x)
    {
        if (x.IsZero) return x;
        BigReal square = x * x, twice = square.Scale(1), term = x, sum = x;
        for (int k = 3; IsFelt(term, sum); k += 2)
        {
            term = term * twice / k;
            sum += term;
        }

        return TwoOverRootPi * sum * Exp(-square);
    }

    /// <summary>eˣ − 1 = E (E + 2), where E is that of half of x.</summary>
    private static BigReal ExpMinusOne(BigReal x)
    {
        if (x.IsZero) return x;
        BigReal part = x.Scale(-Halvings), term = part, sum = part;
        for (int k = 2; IsFelt(term, sum); k++)
        {
            term = term * part / k;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++) sum *= sum + 2;
        return sum;
    }

    /// <summary>x + x³/3 + x⁵/5 + …</summary>
    private static BigReal Artanh(BigReal x)
    {
        BigReal square = x * x, power = x, sum = x;
        for (int k = 3; IsFelt(power, sum); k += 2)
        {
            power *= square;
            sum += power / k;
        }

        return sum;
    }

    /// <summary>J. Machin, 1706: 16 arctan(1/5) − 4 arctan(1/239).</summary>
    private static BigReal Pi()
    {
        return Arctan(5).Scale(4) - Arctan(239).Scale(2);

        static BigReal Arctan(int inverse)
        {
            BigReal power = 1 / (BigReal)inverse, sum = power, square = power * power;
            for (int k = 3; IsFelt(power, sum); k += 2)
            {
                power = -(power * square);
                sum += power / k;
            }

            return sum;
        }
    }

    /// <summary>Newton's iteration, from a double.</summary>
    private static BigReal SquareRoot(BigReal x)
    {
        BigReal root = Math.Sqrt((double)x);
        for (int bits = 50; bits < 2 * BigReal.Bits; bits *= 2) root = (root + (x / root)).Scale(-1);
        return root;
    }

    private static bool IsFelt(BigReal term, BigReal sum) => !term.IsZero && term.Log2 > sum.Log2 - BigReal.Bits - 4;
}
