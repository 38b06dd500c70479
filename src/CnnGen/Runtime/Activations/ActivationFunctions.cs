using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>scale × x, and scale × alpha × (eˣ − 1) below zero. D. Clevert et al., Exponential linear units, 2015; G. Klambauer et al., 2017.</summary>
internal readonly struct EluFunction : IFunction
{
    private readonly double scale, below;

    public EluFunction(double alpha, double scale) => (this.scale, below) = (scale, scale * alpha);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        TVector zero = o.Constant(0);
        TVector negative = o.Multiply(o.Constant(below), Formulas<TVector, TArithmetic, TFormat>.ExpMinusOne(o.Less(zero, x, zero, x)));
        return o.Less(zero, x, o.Multiply(o.Constant(scale), x), negative);
    }
}

/// <summary>ln(1 + eˣ), as the larger of x and 0, and ln(1 + e^−|x|); past a threshold x, as in PyTorch.</summary>
internal readonly struct SoftplusFunction : IFunction
{
    public const double Threshold = 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        TVector zero = o.Constant(0), e = Formulas<TVector, TArithmetic, TFormat>.Exp(o.Or(x, o.Bits(default(TFormat).Sign)));
        return o.Less(o.Constant(Threshold), x, x, o.Add(o.Less(x, zero, zero, x), Formulas<TVector, TArithmetic, TFormat>.LogOfOnePlus(e)));
    }
}

/// <summary>The slope of <see cref="SoftplusFunction"/> is the logistic function; past the threshold 1.</summary>
internal readonly struct SoftplusSlope : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        return o.Less(o.Constant(SoftplusFunction.Threshold), x, o.Constant(1), Formulas<TVector, TArithmetic, TFormat>.Sigmoid(x));
    }
}

/// <summary>x σ(x). S. Elfwing et al., Sigmoid-weighted linear units, 2017.</summary>
internal readonly struct SiluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x) => default(TArithmetic).Multiply(x, Formulas<TVector, TArithmetic, TFormat>.Sigmoid(x));
}

/// <summary>σ (1 + x (1 − σ)).</summary>
internal readonly struct SiluSlope : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        TVector one = o.Constant(1), sigmoid = Formulas<TVector, TArithmetic, TFormat>.Sigmoid(x);
        return o.Multiply(sigmoid, o.MultiplyAdd(x, o.Subtract(one, sigmoid), one));
    }
}

/// <summary>x Φ(x), with the normal distribution Φ(x) = ½ (1 + erf(x / √2)). D. Hendrycks and K. Gimpel, Gaussian error linear units, 2016.</summary>
internal readonly struct GeluFunction : IFunction
{
    public const double RootOfHalf = 0.70710678118654752;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        TVector half = o.Multiply(x, o.Constant(0.5)), erf = Formulas<TVector, TArithmetic, TFormat>.Erf(o.Multiply(x, o.Constant(RootOfHalf)));
        return o.MultiplyAdd(half, erf, half);
    }
}

/// <summary>Φ + x φ, with the density φ(x) = e^(−x²/2) / √(2π).</summary>
internal readonly struct GeluSlope : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        const double OneOverRootOfTwoPi = 0.39894228040143268;
        TArithmetic o = default;
        TVector half = o.Constant(0.5), erf = Formulas<TVector, TArithmetic, TFormat>.Erf(o.Multiply(x, o.Constant(GeluFunction.RootOfHalf)));
        TVector density = o.Multiply(
            Formulas<TVector, TArithmetic, TFormat>.Exp(o.Multiply(o.Multiply(x, x), o.Constant(-0.5))), o.Constant(OneOverRootOfTwoPi));
        return o.MultiplyAdd(x, density, o.MultiplyAdd(half, erf, half));
    }
}

/// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), the approximation of the same paper.</summary>
internal readonly struct GeluTanhFunction : IFunction
{
    public const double Linear = 0.79788456080286536, Cubic = Linear * 0.044715;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        TVector half = o.Multiply(x, o.Constant(0.5)), inner = o.MultiplyAdd(o.Multiply(x, x), o.Constant(Cubic), o.Constant(Linear));
        return o.MultiplyAdd(half, Formulas<TVector, TArithmetic, TFormat>.Tanh(o.Multiply(x, inner)), half);
    }
}

/// <summary>½ (1 + t) + ½ x (1 − t²) times the slope of what the hyperbolic tangent t is of.</summary>
internal readonly struct GeluTanhSlope : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        TVector half = o.Constant(0.5), square = o.Multiply(x, x), linear = o.Constant(GeluTanhFunction.Linear);
        TVector inner = o.MultiplyAdd(square, o.Constant(GeluTanhFunction.Cubic), linear);
        TVector t = Formulas<TVector, TArithmetic, TFormat>.Tanh(o.Multiply(x, inner));
        TVector ofTanh = o.Multiply(o.Multiply(x, half), o.Subtract(o.Constant(1), o.Multiply(t, t)));
        return o.MultiplyAdd(ofTanh, o.MultiplyAdd(square, o.Constant(3 * GeluTanhFunction.Cubic), linear), o.MultiplyAdd(half, t, half));
    }
}

/// <summary>
/// x tanh(ln(1 + eˣ)). D. Misra, 2019. With e = eˣ the hyperbolic tangent is n / (n + 2), n = e (e + 2), in which nothing cancels.
/// </summary>
internal readonly struct MishFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        TVector two = o.Constant(2), e = Formulas<TVector, TArithmetic, TFormat>.Exp(Below<TVector, TArithmetic, TFormat>(x)), n = o.Multiply(e, o.Add(e, two));
        return o.Multiply(x, o.Divide(n, o.Add(n, two)));
    }

    /// <summary>x as far as it matters to the hyperbolic tangent: the square of its exponential is finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Below<TVector, TArithmetic, TFormat>(TVector x)
        where TVector : struct
        where TArithmetic : struct, IArithmetic<TVector>
        where TFormat : struct, IFormat
    {
        TArithmetic o = default;
        TVector highest = o.Constant(-default(TFormat).ExpIsNegligible);
        return o.Less(highest, x, highest, x);
    }
}

/// <summary>t + 4 x e (1 + e) / (n + 2)², in the terms of <see cref="MishFunction"/>.</summary>
internal readonly struct MishSlope : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TVector IFunction.Of<TVector, TArithmetic, TFormat>(TVector x)
    {
        TArithmetic o = default;
        TVector below = MishFunction.Below<TVector, TArithmetic, TFormat>(x), e = Formulas<TVector, TArithmetic, TFormat>.Exp(below);
        TVector one = o.Constant(1), two = o.Constant(2), n = o.Multiply(e, o.Add(e, two));
        TVector divisor = o.Add(n, two), ofTanh = o.Multiply(o.Multiply(o.Constant(4), e), o.Add(e, one));
        return o.MultiplyAdd(below, o.Divide(o.Divide(ofTanh, divisor), divisor), o.Divide(n, divisor));
    }
}
