using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>3×3 kernels in Winograd's domain, G g Gᵀ (Lavin and Gray 2016, sections 4.1 and 4.3), sixteen at once.</summary>
internal static class WinogradKernels
{
    /// <summary>Kernels that are transformed together: whole vectors, whatever their width.</summary>
    public const int MostAtOnce = 16;

    /// <summary>Frequencies of tiles of 4.</summary>
    public const int MostFrequencies = 36;

    /// <summary>Transforms kernels that lie side by side.</summary>
    /// <param name="kernels">9 cells, row after row, of 16 kernels each.</param>
    /// <param name="transformed">(tile + 2)² frequencies of 16 kernels each.</param>
    /// <param name="tile">Outputs of a tile along an axis: 2 or 4.</param>
    [MethodImpl(Compile.Once)]
    public static void Transform(ReadOnlySpan<double> kernels, Span<double> transformed, int tile)
    {
        int size = tile + 2;
        Span<double> columns = stackalloc double[MostFrequencies / 2 * MostAtOnce];
        for (int column = 0; column < 3; column++) Rows(tile, kernels.Slice(column * MostAtOnce), 3, columns.Slice(column * MostAtOnce), 3);
        for (int row = 0; row < size; row++) Rows(tile, columns.Slice(row * 3 * MostAtOnce), 1, transformed.Slice(row * size * MostAtOnce), 1);
    }

    /// <summary>The rows of G times three numbers of each kernel. A vector of doubles rounds each sum and product, on every runtime.</summary>
    [MethodImpl(Compile.Once)]
    private static void Rows(int tile, ReadOnlySpan<double> source, int sourceStride, Span<double> target, int targetStride)
    {
        ReadOnlySpan<Vector<double>> first = In(source, 0), second = In(source, sourceStride), third = In(source, 2 * sourceStride);
        Span<Vector<double>> t0 = Out(target, 0), t1 = Out(target, targetStride), t2 = Out(target, 2 * targetStride), t3 = Out(target, 3 * targetStride);
        if (tile == 2)
        {
            for (int i = 0; i < t0.Length; i++)
            {
                Vector<double> a = first[i], b = second[i], c = third[i];
                t0[i] = a;
                t1[i] = (a + c + b) * 0.5;
                t2[i] = (a + c - b) * 0.5;
                t3[i] = c;
            }

            return;
        }

        Span<Vector<double>> t4 = Out(target, 4 * targetStride), t5 = Out(target, 5 * targetStride);
        for (int i = 0; i < t0.Length; i++)
        {
            Vector<double> a = first[i], b = second[i], c = third[i], even = a + (c * 4), twice = b * 2;
            t0[i] = a * 0.25;
            t1[i] = (a + c + b) * (-1.0 / 6);
            t2[i] = (b - (a + c)) * (1.0 / 6);
            t3[i] = (even + twice) * (1.0 / 24);
            t4[i] = (even - twice) * (1.0 / 24);
            t5[i] = c;
        }
    }

    private static ReadOnlySpan<Vector<double>> In(ReadOnlySpan<double> numbers, int place) =>
        MemoryMarshal.Cast<double, Vector<double>>(numbers.Slice(place * MostAtOnce, MostAtOnce));

    private static Span<Vector<double>> Out(Span<double> numbers, int place) =>
        MemoryMarshal.Cast<double, Vector<double>>(numbers.Slice(place * MostAtOnce, MostAtOnce));
}
