using System;
using System.Globalization;
using System.Numerics;

namespace CnnGen.Tests.ElementaryFunctions;

/// <summary>A number of 192 bits and any exponent. Each operation cuts off what lies below, at most 2⁻¹⁹¹ of the result.</summary>
/// <param name="Mantissa">The bits, and the sign.</param>
/// <param name="Exponent">The power of two that they are multiplied by.</param>
internal readonly record struct BigReal(BigInteger Mantissa, int Exponent)
{
    public const int Bits = 192;

    public bool IsZero => Mantissa.IsZero;

    public int Sign => Mantissa.Sign;

    /// <summary>The exponent of the largest power of two that the magnitude is not below.</summary>
    public int Log2 => (int)BigInteger.Abs(Mantissa).GetBitLength() + Exponent - 1;

    public static implicit operator BigReal(int value) => new(value, 0);

    /// <summary>A finite number as it is.</summary>
    public static implicit operator BigReal(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value), fraction = bits & ((1L << 52) - 1);
        int exponent = (int)(bits >> 52) & 2047;
        if (exponent == 2047) throw new ArgumentOutOfRangeException(nameof(value), value, "A finite number is expected.");
        if (exponent > 0) fraction |= 1L << 52;
        return new(bits < 0 ? -fraction : fraction, Math.Max(exponent, 1) - 1075);
    }

    /// <summary>The nearest double of a number that is far from the ends of the format, give or take a unit in its last place.</summary>
    public static explicit operator double(BigReal value)
    {
        int cut = Math.Max(0, (int)BigInteger.Abs(value.Mantissa).GetBitLength() - 63);
        return Math.ScaleB((double)(long)(value.Mantissa >> cut), value.Exponent + cut);
    }

    public static BigReal operator -(BigReal a) => a with { Mantissa = -a.Mantissa };

    public static BigReal operator +(BigReal a, BigReal b)
    {
        if (a.IsZero) return b;
        if (b.IsZero) return a;
        if (a.Exponent < b.Exponent) (a, b) = (b, a);

        // What is that far below changes nothing.
        int apart = a.Exponent - b.Exponent;
        return a.Log2 - b.Log2 > Bits + 8 ? a : Cut((a.Mantissa << apart) + b.Mantissa, b.Exponent);
    }

    public static BigReal operator -(BigReal a, BigReal b) => a + -b;

    public static BigReal operator *(BigReal a, BigReal b) => Cut(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent);

    public static BigReal operator /(BigReal a, BigReal b)
    {
        int up = Math.Max(0, Bits + 2 + (int)BigInteger.Abs(b.Mantissa).GetBitLength() - (int)BigInteger.Abs(a.Mantissa).GetBitLength());
        return Cut((a.Mantissa << up) / b.Mantissa, a.Exponent - b.Exponent - up);
    }

    /// <summary>Times a power of two.</summary>
    public BigReal Scale(int exponent) => this with { Exponent = Exponent + exponent };

    public BigReal Absolute() => this with { Mantissa = BigInteger.Abs(Mantissa) };

    /// <summary>A decimal number with a point: its digits, divided by a power of ten.</summary>
    public static BigReal Parse(string digits)
    {
        int exponent = 0, e = digits.IndexOf('e', StringComparison.Ordinal);
        if (e >= 0) (exponent, digits) = (int.Parse(digits[(e + 1)..], CultureInfo.InvariantCulture), digits[..e]);
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        exponent -= digits.Length - point - 1;
        BigReal value = new(BigInteger.Parse(digits.Remove(point, 1), CultureInfo.InvariantCulture), 0), power = new(BigInteger.Pow(10, Math.Abs(exponent)), 0);
        return exponent < 0 ? value / power : value * power;
    }

    private static BigReal Cut(BigInteger mantissa, int exponent)
    {
        int below = (int)BigInteger.Abs(mantissa).GetBitLength() - Bits;
        return below > 0 ? new(mantissa >> below, exponent + below) : new(mantissa, exponent);
    }
}
