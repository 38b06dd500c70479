using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>The elementary functions, each written once for every width, flavour and number format.</summary>
/// <remarks>
/// Exponential: W. J. Cody and W. Waite, Software Manual for the Elementary Functions (1980), chapter 6: x = n ln 2 + r. Logarithm:
/// P. T. P. Tang, Table-driven implementation of the logarithm function (ACM TOMS 16, 1990), without the table: x = 2ⁿ (1 + f), and
/// ln(1 + f) = 2 artanh(f / (2 + f)). Where a value may be one of two, both are computed and one is selected.
/// </remarks>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TArithmetic">What one may do with it.</typeparam>
/// <typeparam name="TFormat">Its numbers.</typeparam>
internal static class Formulas<TVector, TArithmetic, TFormat>
    where TVector : struct
    where TArithmetic : struct, IArithmetic<TVector>
    where TFormat : struct, IFormat
{
    private const double Log2E = 1.4426950408889634;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        TArithmetic o = default;
        TFormat format = default;
        TVector highest = o.Constant(format.ExpIsInfinite);
        return ExpBelow(o.Less(highest, x, highest, x));
    }

    /// <summary>eˣ − 1 where x is not above zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinusOne(TVector x)
    {
        TArithmetic o = default;
        TVector lowest = o.Constant(default(TFormat).ExpIsNegligible), inRange = o.Less(x, lowest, lowest, x);
        TVector n = Exponent(inRange), scale = PowerOfTwo(n);
        return o.MultiplyAdd(ExpMinusOne(inRange, n), scale, o.Subtract(scale, o.Constant(1)));
    }

    /// <summary>ln(1 + x) from 0 to 1: the logarithm of the rounded sum, and to first order what the rounding lost.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LogOfOnePlus(TVector x)
    {
        TArithmetic o = default;
        TVector one = o.Constant(1), sum = o.Add(one, x);
        return o.Add(Log(sum), o.Divide(o.Subtract(x, o.Subtract(sum, one)), sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log(TVector x)
    {
        TArithmetic o = default;
        TFormat format = default;
        double round = 3L << (format.SignificandBits - 1);
        TVector normal = o.Constant(format.SmallestNormal), zero = o.Constant(0);

        // x = 2ⁿ m, m from √½ to √2: as integers, the bits of x less those of √½ have n above and the rest of m below.
        TVector scaled = o.Less(x, normal, o.Multiply(x, o.Constant(1L << format.SubnormalShift)), x);
        TVector bias = o.Less(x, normal, o.Constant(round + format.Bias + format.SubnormalShift), o.Constant(round + format.Bias));
        TVector bits = o.AddBits(scaled, o.Bits(format.One - format.RootOfHalf));
        TVector n = o.Subtract(o.AddBits(o.ShiftRight(bits, format.SignificandBits), o.Constant(round)), bias);
        TVector m = o.AddBits(o.And(bits, o.Bits((1L << format.SignificandBits) - 1)), o.Bits(format.RootOfHalf));

        TVector f = o.Subtract(m, o.Constant(1)), s = o.Divide(f, o.Add(f, o.Constant(2))), square = o.Multiply(s, s);
        TVector halfSquare = o.Multiply(o.Multiply(f, f), o.Constant(0.5));
        TVector tail = o.MultiplyAdd(square, format.LogTail<TVector, TArithmetic>(square), halfSquare);
        TVector low = o.MultiplyAdd(s, tail, o.Multiply(n, o.Constant(format.Ln2Low)));
        TVector y = o.MultiplyAdd(n, o.Constant(format.Ln2High), o.Subtract(f, o.Subtract(halfSquare, low)));

        // Zero, below zero; infinity and NaN are their own logarithms.
        TVector infinity = o.Constant(double.PositiveInfinity);
        y = o.Less(zero, x, y, o.Less(x, zero, o.Constant(double.NaN), o.Constant(double.NegativeInfinity)));
        return o.Less(x, infinity, y, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        TArithmetic o = default;
        TFormat format = default;
        TVector a = Absolute(x), square = o.Multiply(a, a), one = o.Constant(1), two = o.Constant(2), highest = o.Constant(format.TanhIsOne);
        TVector small = o.MultiplyAdd(o.Multiply(a, square), format.TanhTail<TVector, TArithmetic>(square), a);

        // 1 − 2 / (e²ᵃ + 1): from ½ up, the error of the fraction is halved in the sum.
        TVector e = ExpWithinRange(o.Multiply(two, o.Less(highest, a, highest, a)));
        TVector large = o.Subtract(one, o.Divide(two, o.Add(e, one)));
        return WithSignOf(x, o.Less(a, o.Constant(0.55), small, large));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        TArithmetic o = default;

        // 1 / (1 + e⁻ˣ), and eˣ / (1 + eˣ) below zero: neither overflows, and tiny results keep their bits.
        TVector e = ExpBelow(o.Or(x, o.Bits(default(TFormat).Sign))), one = o.Constant(1);
        return o.Divide(o.Less(x, o.Constant(0), e, one), o.Add(e, one));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf(TVector x)
    {
        TArithmetic o = default;
        TFormat format = default;
        TVector a = Absolute(x), highest = o.Constant(format.ErfIsOne);
        TVector small = o.MultiplyAdd(a, format.ErfTail<TVector, TArithmetic>(o.Multiply(a, a)), a);
        TVector e = ExpWithinRange(format.LogErfc<TVector, TArithmetic>(o.Less(highest, a, highest, a)));
        TVector large = o.Subtract(o.Constant(1), e);
        return WithSignOf(x, o.Less(a, o.Constant(format.ErfIsSmall), small, large));
    }

    /// <summary>eˣ where x is not far above the greatest logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpBelow(TVector x)
    {
        TArithmetic o = default;
        TVector lowest = o.Constant(default(TFormat).ExpIsZero), zero = o.Constant(0);

        // Far below, 0 is selected: computed, it would underflow, for which processors take hundreds of cycles.
        TVector inRange = o.Less(x, lowest, zero, x);

        // 2ⁿ may itself be 0 or infinite where eˣ is not: two factors, of which only the second can round.
        TVector n = Exponent(inRange), half = o.ShiftRight(n, 1), scale = PowerOfTwo(half);
        TVector y = o.Multiply(o.MultiplyAdd(ExpMinusOne(inRange, n), scale, scale), PowerOfTwo(o.SubtractBits(n, half)));
        return o.Less(x, lowest, zero, y);
    }

    /// <summary>eˣ where 2ⁿ is a normal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpWithinRange(TVector x)
    {
        TVector n = Exponent(x), scale = PowerOfTwo(n);
        return default(TArithmetic).MultiplyAdd(ExpMinusOne(x, n), scale, scale);
    }

    /// <summary>x / ln 2, rounded to the integer n by adding 1.5 · 2^SignificandBits: n stands in the lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exponent(TVector x)
    {
        TArithmetic o = default;
        return o.MultiplyAdd(x, o.Constant(Log2E), o.Constant(3L << (default(TFormat).SignificandBits - 1)));
    }

    /// <summary>2ⁿ of an <see cref="Exponent"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerOfTwo(TVector exponent)
    {
        TArithmetic o = default;
        TFormat format = default;
        return o.AddBits(o.ShiftLeft(exponent, format.SignificandBits), o.Bits(format.One));
    }

    /// <summary>eʳ − 1 for r = x − n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpMinusOne(TVector x, TVector exponent)
    {
        TArithmetic o = default;
        TFormat format = default;
        TVector n = o.Subtract(exponent, o.Constant(3L << (format.SignificandBits - 1)));
        TVector r = o.MultiplyAdd(n, o.Constant(-format.Ln2Low), o.MultiplyAdd(n, o.Constant(-format.Ln2High), x));
        TVector square = o.Multiply(r, r);
        return o.MultiplyAdd(square, format.ExpTail<TVector, TArithmetic>(r, square), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Absolute(TVector x)
    {
        TArithmetic o = default;
        return o.And(x, o.Bits(~default(TFormat).Sign));
    }

    /// <summary>A magnitude with another number's sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector WithSignOf(TVector x, TVector magnitude)
    {
        TArithmetic o = default;
        return o.Or(magnitude, o.And(x, o.Bits(default(TFormat).Sign)));
    }
}
