using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>Activations of generated code that take more than an operation or two, fused where the hardware multiplies and adds in one.</summary>
/// <remarks>Every vector width gives the same bits. Formulas and their sources stand with the functions, such as <see cref="SiluFunction"/>.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Activations
{
    /// <summary>scale × x, and scale × alpha × (eˣ − 1) below zero.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <param name="alpha">The limit far below zero, less its sign and scale.</param>
    /// <param name="scale">The slope above zero.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Elu<T>(ReadOnlySpan<T> x, Span<T> y, double alpha, double scale) where T : unmanaged =>
        Elementwise<EluFunction, Fused>.Apply(new EluFunction(alpha, scale), x, y);

    /// <summary>ln(1 + eˣ).</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Elementwise<SoftplusFunction, Fused>.Apply(default, x, y);

    /// <summary>The gradient of <see cref="Softplus{T}"/>'s x.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">The numbers that the function was taken of.</param>
    /// <param name="outputGradient">The gradient of its values: as many.</param>
    /// <param name="inputGradient">Where that of x goes: as many; may be <paramref name="outputGradient"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void SoftplusGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> outputGradient, Span<T> inputGradient) where T : unmanaged =>
        ElementwiseGradient<SoftplusSlope, Fused>.Apply(x, outputGradient, inputGradient);

    /// <summary>x / (1 + e⁻ˣ).</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Silu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Elementwise<SiluFunction, Fused>.Apply(default, x, y);

    /// <summary>The gradient of <see cref="Silu{T}"/>'s x.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">The numbers that the function was taken of.</param>
    /// <param name="outputGradient">The gradient of its values: as many.</param>
    /// <param name="inputGradient">Where that of x goes: as many; may be <paramref name="outputGradient"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void SiluGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> outputGradient, Span<T> inputGradient) where T : unmanaged =>
        ElementwiseGradient<SiluSlope, Fused>.Apply(x, outputGradient, inputGradient);

    /// <summary>x Φ(x), with the normal distribution Φ.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Gelu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Elementwise<GeluFunction, Fused>.Apply(default, x, y);

    /// <summary>The gradient of <see cref="Gelu{T}"/>'s x.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">The numbers that the function was taken of.</param>
    /// <param name="outputGradient">The gradient of its values: as many.</param>
    /// <param name="inputGradient">Where that of x goes: as many; may be <paramref name="outputGradient"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void GeluGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> outputGradient, Span<T> inputGradient) where T : unmanaged =>
        ElementwiseGradient<GeluSlope, Fused>.Apply(x, outputGradient, inputGradient);

    /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void GeluTanh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Elementwise<GeluTanhFunction, Fused>.Apply(default, x, y);

    /// <summary>The gradient of <see cref="GeluTanh{T}"/>'s x.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">The numbers that the function was taken of.</param>
    /// <param name="outputGradient">The gradient of its values: as many.</param>
    /// <param name="inputGradient">Where that of x goes: as many; may be <paramref name="outputGradient"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void GeluTanhGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> outputGradient, Span<T> inputGradient) where T : unmanaged =>
        ElementwiseGradient<GeluTanhSlope, Fused>.Apply(x, outputGradient, inputGradient);

    /// <summary>x tanh(ln(1 + eˣ)).</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">Any numbers.</param>
    /// <param name="y">Where the results go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Mish<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged => Elementwise<MishFunction, Fused>.Apply(default, x, y);

    /// <summary>The gradient of <see cref="Mish{T}"/>'s x.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="x">The numbers that the function was taken of.</param>
    /// <param name="outputGradient">The gradient of its values: as many.</param>
    /// <param name="inputGradient">Where that of x goes: as many; may be <paramref name="outputGradient"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void MishGradient<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> outputGradient, Span<T> inputGradient) where T : unmanaged =>
        ElementwiseGradient<MishSlope, Fused>.Apply(x, outputGradient, inputGradient);
}
