using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>The softmax of generated code, fused where the hardware multiplies and adds in one.</summary>
/// <remarks>
/// e to the power of each number less the largest, divided by their sum. The sum has sixteen lanes: term i goes to lane i mod 16; what
/// is left of n ≥ 16 terms after the last whole sixteen goes to the last lanes; each quarter of four lanes folds as (l0 + l2) + (l1 + l3),
/// the quarters as (q0 + q1) + (q2 + q3). Every vector width gives the same bits. A NaN anywhere, or an infinite largest number, makes all results NaN.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Softmax
{
    /// <summary>e to the power of each number, divided by their sum.</summary>
    /// <param name="x">One distribution: at least one number.</param>
    /// <param name="y">Where the probabilities go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => SoftmaxRows<Fused>.Forward(x, y);

    /// <summary>e to the power of each number, divided by their sum.</summary>
    /// <param name="x">One distribution: at least one number.</param>
    /// <param name="y">Where the probabilities go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y) => SoftmaxRows<Fused>.Forward(x, y);
}
