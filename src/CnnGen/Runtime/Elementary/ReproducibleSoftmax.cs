using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>The softmax with the same bits on every machine: <see cref="Softmax"/> with each product rounded.</summary>
/// <remarks>
/// Only operations that IEEE 754 rounds correctly, in one order: scalar or vector, JIT, NativeAOT or Mono.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ReproducibleSoftmax
{
    /// <summary>e to the power of each number, divided by their sum.</summary>
    /// <param name="x">One distribution: at least one number.</param>
    /// <param name="y">Where the probabilities go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => SoftmaxRows<Unfused>.Forward(x, y);

    /// <summary>e to the power of each number, divided by their sum.</summary>
    /// <param name="x">One distribution: at least one number.</param>
    /// <param name="y">Where the probabilities go: as many; may be <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0.</exception>
    public static void Forward(ReadOnlySpan<double> x, Span<double> y) => SoftmaxRows<Unfused>.Forward(x, y);
}
