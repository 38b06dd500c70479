using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>The elementary functions with the same bits on every machine: <see cref="Elementary"/> with each product rounded.</summary>
/// <remarks>
/// Only operations that IEEE 754 rounds correctly, in one order: scalar or vector, JIT, NativeAOT or Mono. The errors are within the
/// bounds of <see cref="Elementary"/>.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ReproducibleElementary
{
    /// <summary>eˣ.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The exponential.</returns>
    [MethodImpl(Compile.Once)]
    public static float Exp(float x) => Elementwise<ExpFunction, Unfused>.Of(x);

    /// <summary>eˣ.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The exponential.</returns>
    [MethodImpl(Compile.Once)]
    public static double Exp(double x) => Elementwise<ExpFunction, Unfused>.Of(x);

    /// <summary>eˣ.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> y) => Elementwise<ExpFunction, Unfused>.Apply(x, y);

    /// <summary>eˣ.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exp(ReadOnlySpan<double> x, Span<double> y) => Elementwise<ExpFunction, Unfused>.Apply(x, y);

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The logarithm; NaN below zero.</returns>
    [MethodImpl(Compile.Once)]
    public static float Log(float x) => Elementwise<LogFunction, Unfused>.Of(x);

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The logarithm; NaN below zero.</returns>
    [MethodImpl(Compile.Once)]
    public static double Log(double x) => Elementwise<LogFunction, Unfused>.Of(x);

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Log(ReadOnlySpan<float> x, Span<float> y) => Elementwise<LogFunction, Unfused>.Apply(x, y);

    /// <summary>The natural logarithm.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Log(ReadOnlySpan<double> x, Span<double> y) => Elementwise<LogFunction, Unfused>.Apply(x, y);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The hyperbolic tangent.</returns>
    [MethodImpl(Compile.Once)]
    public static float Tanh(float x) => Elementwise<TanhFunction, Unfused>.Of(x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The hyperbolic tangent.</returns>
    [MethodImpl(Compile.Once)]
    public static double Tanh(double x) => Elementwise<TanhFunction, Unfused>.Of(x);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> y) => Elementwise<TanhFunction, Unfused>.Apply(x, y);

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Tanh(ReadOnlySpan<double> x, Span<double> y) => Elementwise<TanhFunction, Unfused>.Apply(x, y);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The logistic function.</returns>
    [MethodImpl(Compile.Once)]
    public static float Sigmoid(float x) => Elementwise<SigmoidFunction, Unfused>.Of(x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The logistic function.</returns>
    [MethodImpl(Compile.Once)]
    public static double Sigmoid(double x) => Elementwise<SigmoidFunction, Unfused>.Of(x);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> y) => Elementwise<SigmoidFunction, Unfused>.Apply(x, y);

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Sigmoid(ReadOnlySpan<double> x, Span<double> y) => Elementwise<SigmoidFunction, Unfused>.Apply(x, y);

    /// <summary>The error function, 2/√π times the integral of e^(−t²) from 0 to x.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The error function.</returns>
    [MethodImpl(Compile.Once)]
    public static float Erf(float x) => Elementwise<ErfFunction, Unfused>.Of(x);

    /// <summary>The error function, 2/√π times the integral of e^(−t²) from 0 to x.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>The error function.</returns>
    [MethodImpl(Compile.Once)]
    public static double Erf(double x) => Elementwise<ErfFunction, Unfused>.Of(x);

    /// <summary>The error function, 2/√π times the integral of e^(−t²) from 0 to x.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Erf(ReadOnlySpan<float> x, Span<float> y) => Elementwise<ErfFunction, Unfused>.Apply(x, y);

    /// <summary>The error function, 2/√π times the integral of e^(−t²) from 0 to x.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Erf(ReadOnlySpan<double> x, Span<double> y) => Elementwise<ErfFunction, Unfused>.Apply(x, y);
}
