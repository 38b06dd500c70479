using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>Copies of weights in the orders in which kernels read them. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Packing
{
    /// <summary>Filters innermost, in blocks: [block][tap][filter of the block]. Filters that do not exist are zeros.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="weights">[filter][channel][cell], or channels last: [filter][cell][channel].</param>
    /// <param name="packed">Blocks × taps × block; a tap is channel × cells + cell.</param>
    /// <param name="taps">Weights of one filter.</param>
    /// <param name="filters">Filters of one group.</param>
    /// <param name="block">Filters of one block.</param>
    /// <param name="cellsApart">From one cell of a filter's kernel to the next: 1, or the channels where they are last.</param>
    [MethodImpl(Compile.Once)]
    public static void Filters<T>(ReadOnlySpan<T> weights, Span<T> packed, int taps, int filters, int block, int cellsApart) where T : unmanaged
    {
        int cells = taps / cellsApart, groups = weights.Length / taps / filters;
        for (int group = 0; group < groups; group++)
        {
            for (int first = 0; first < filters; first += block, packed = packed.Slice(taps * block))
            {
                int count = Math.Min(block, filters - first);
                ReadOnlySpan<T> source = weights.Slice(((group * filters) + first) * taps, count * taps);
                if (count < block) packed.Slice(0, taps * block).Clear();
                if (cellsApart == 1) Transpose(source, taps, packed, block, count, taps);
                else if (block == 1) Transpose(source, cellsApart, packed, cells, cells, cellsApart);
                else
                {
                    for (int cell = 0; cell < cells; cell++)
                    {
                        Transpose(source.Slice(cell * cellsApart), taps, packed.Slice(cell * block), cells * block, count, cellsApart);
                    }
                }
            }
        }
    }

    /// <summary>
    /// 3×3 kernels in Winograd's domain, G g Gᵀ, filters innermost in blocks: [frequency][block][channel][filter of the block]. In double,
    /// so that it rounds once.
    /// </summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="weights">[filter][channel][cell], or channels last: [filter][cell][channel].</param>
    /// <param name="packed">(tile + 2)² × blocks × channels × block.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="block">Filters of one block.</param>
    /// <param name="tile">Outputs of a tile along an axis: 2 or 4.</param>
    /// <param name="cellsApart">From one cell of a filter's kernel to the next: 1, or the channels where they are last.</param>
    public static void Winograd<T>(ReadOnlySpan<T> weights, Span<T> packed, int channels, int block, int tile, int cellsApart) where T : unmanaged
    {
        int perChannel = cellsApart == 1 ? 9 : 1;
        ToFrequencies(weights, packed, channels, weights.Length / (9 * channels), block, tile, perChannel, 9 * channels, cellsApart, 0);
    }

    /// <summary>
    /// The same for the gradient of the input: filters and channels exchanged, the kernels turned by 180°:
    /// [frequency][block][filter][channel of the block].
    /// </summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="weights">[filter][channel][cell], or channels last: [filter][cell][channel].</param>
    /// <param name="packed">(tile + 2)² × blocks × filters × block.</param>
    /// <param name="filters">Filters of the convolution.</param>
    /// <param name="block">Channels of one block.</param>
    /// <param name="tile">Numbers of the input's gradient of a tile along an axis: 2 or 4.</param>
    /// <param name="cellsApart">From one cell of a filter's kernel to the next: 1, or the channels where they are last.</param>
    public static void WinogradTurned<T>(ReadOnlySpan<T> weights, Span<T> packed, int filters, int block, int tile, int cellsApart) where T : unmanaged
    {
        int channels = weights.Length / (9 * filters), perChannel = cellsApart == 1 ? 9 : 1;
        ToFrequencies(weights, packed, filters, channels, block, tile, 9 * channels, perChannel, -cellsApart, 8 * cellsApart);
    }

    /// <summary>Kernels, rows × columns of them with columns innermost in blocks, which lie so far apart from the first cell of the first on.</summary>
    [MethodImpl(Compile.Once)]
    private static void ToFrequencies<T>(
        ReadOnlySpan<T> weights, Span<T> packed, int rows, int columns, int block, int tile, int perRow, int perColumn, int perCell, int start)
        where T : unmanaged
    {
        const int Most = WinogradKernels.MostAtOnce;
        Span<double> kernels = stackalloc double[9 * Most], transformed = stackalloc double[WinogradKernels.MostFrequencies * Most];
        int frequencies = (tile + 2) * (tile + 2), blocks = (columns + block - 1) / block;
        for (int first = 0, take; first < blocks * block; first += take)
        {
            take = Math.Min(Most, block - (first % block));
            int there = Math.Min(take, columns - first);
            for (int row = 0; row < rows; row++)
            {
                for (int cell = 0; cell < 9; cell++)
                {
                    Span<double> numbers = kernels.Slice(cell * Most, Most);
                    int at = start + (first * perColumn) + (row * perRow) + (cell * perCell);
                    for (int i = 0; i < numbers.Length; i++, at += perColumn) numbers[i] = i < there ? Numbers.Widen(weights[at]) : 0;
                }

                WinogradKernels.Transform(kernels, transformed, tile);
                for (int frequency = 0; frequency < frequencies; frequency++)
                {
                    int to = (((((frequency * blocks) + (first / block)) * rows) + row) * block) + (first % block);
                    Numbers.Narrow(transformed.Slice(frequency * Most, take), packed.Slice(to, take));
                }
            }
        }
    }

    private static void Transpose<T>(ReadOnlySpan<T> source, int sourceStride, Span<T> destination, int destinationStride, int rows, int columns)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Transposition.Copy(MemoryMarshal.Cast<T, float>(source), sourceStride, MemoryMarshal.Cast<T, float>(destination), destinationStride, rows, columns);
        }
        else
        {
            Transposition.Copy(
                MemoryMarshal.Cast<T, double>(source), sourceStride, MemoryMarshal.Cast<T, double>(destination), destinationStride, rows, columns);
        }
    }
}
