using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>The norm of all gradients together, in an order of summation that neither vectors nor threads show in. For generated code.</summary>
/// <remarks>
/// In double, by ranges of 4,096 gradients: square i of a range is added to lane i mod 16; of the lanes each quarter folds as (l0 + l2) + (l1 + l3),
/// and the quarters as (q0 + q1) + (q2 + q3); the sums of the ranges are added one after the other.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GradientNorm
{
    /// <summary>The gradients of a range.</summary>
    internal const int RangeLength = 4_096;

    private const int Lanes = 16;

    /// <summary>The sum of the squares of gradients.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="gradients">A multiple of 16, in the network's own order, with zeros between tensors.</param>
    /// <returns>The sum.</returns>
    public static double Squares<T>(ReadOnlySpan<T> gradients) where T : unmanaged
    {
        double sum = 0;
        for (int first = 0; first < gradients.Length; first += RangeLength)
        {
            sum += OfRange(gradients.Slice(first, Math.Min(RangeLength, gradients.Length - first)));
        }

        return sum;
    }

    /// <summary>
    /// What gradients are multiplied by so that their norm is at most a given one, as in PyTorch's <c>clip_grad_norm_</c>: clipNorm / (norm + 1e-6), at most 1.
    /// </summary>
    /// <param name="squares">The sum of the gradients' squares.</param>
    /// <param name="clipNorm">The largest norm.</param>
    /// <returns>The factor; 0 for an infinite norm, and NaN for one that is not a number.</returns>
    public static double Clip(double squares, double clipNorm) => Math.Min(1, clipNorm / (Math.Sqrt(squares) + 1e-6));

    /// <summary>The sum of the squares of at most <see cref="RangeLength"/> gradients, a multiple of 16.</summary>
    internal static double OfRange<T>(ReadOnlySpan<T> range) where T : unmanaged
    {
        Span<double> lanes = stackalloc double[Lanes];
        lanes.Clear();
        if (typeof(T) == typeof(float)) AddSquares(MemoryMarshal.Cast<T, float>(range), lanes);
        else AddSquares(MemoryMarshal.Cast<T, double>(range), lanes);
        return (Quarter(lanes) + Quarter(lanes.Slice(4))) + (Quarter(lanes.Slice(8)) + Quarter(lanes.Slice(12)));

        static double Quarter(Span<double> lanes) => (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
    }

    [MethodImpl(Compile.Once)]
    private static void AddSquares(ReadOnlySpan<float> range, Span<double> lanes)
    {
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(lanes);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(range);
        if (sums.Length == 4)
        {
            Vector<double> sum0 = sums[0], sum1 = sums[1], sum2 = sums[2], sum3 = sums[3];
            for (int i = 0; i + 1 < vectors.Length; i += 2)
            {
                Vector.Widen(vectors[i], out Vector<double> x0, out Vector<double> x1);
                Vector.Widen(vectors[i + 1], out Vector<double> x2, out Vector<double> x3);
                sum0 += x0 * x0;
                sum1 += x1 * x1;
                sum2 += x2 * x2;
                sum3 += x3 * x3;
            }

            (sums[0], sums[1], sums[2], sums[3]) = (sum0, sum1, sum2, sum3);
            return;
        }

        for (int i = 0, at = 0; i < vectors.Length; i++, at = (at + 2) & (sums.Length - 1))
        {
            Vector.Widen(vectors[i], out Vector<double> low, out Vector<double> high);
            sums[at] += low * low;
            sums[at + 1] += high * high;
        }
    }

    [MethodImpl(Compile.Once)]
    private static void AddSquares(ReadOnlySpan<double> range, Span<double> lanes)
    {
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(lanes);
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(range);
        if (sums.Length == 4)
        {
            Vector<double> sum0 = sums[0], sum1 = sums[1], sum2 = sums[2], sum3 = sums[3];
            for (int i = 0; i + 3 < vectors.Length; i += 4)
            {
                sum0 += vectors[i] * vectors[i];
                sum1 += vectors[i + 1] * vectors[i + 1];
                sum2 += vectors[i + 2] * vectors[i + 2];
                sum3 += vectors[i + 3] * vectors[i + 3];
            }

            (sums[0], sums[1], sums[2], sums[3]) = (sum0, sum1, sum2, sum3);
            return;
        }

        for (int i = 0, at = 0; i < vectors.Length; i++, at = (at + 1) & (sums.Length - 1)) sums[at] += vectors[i] * vectors[i];
    }
}
