using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>Copies of weights in the orders in which kernels read them. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Packing
{
    /// <summary>Filters innermost, in blocks: [block][tap][filter of the block]. Filters that do not exist are zeros.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="weights">[filter][channel][cell], or channels last: [filter][cell][channel].</param>
    /// <param name="packed">Blocks × taps × block; a tap is channel × cells + cell.</param>
    /// <param name="taps">Weights of one filter.</param>
    /// <param name="filters">Filters of one group.</param>
    /// <param name="block">Filters of one block.</param>
    /// <param name="cellsApart">From one cell of a filter's kernel to the next: 1, or the channels where they are last.</param>
    public static void Filters<T>(ReadOnlySpan<T> weights, Span<T> packed, int taps, int filters, int block, int cellsApart) where T : unmanaged
    {
        int cells = cellsApart == 1 ? 1 : taps / cellsApart;
        int all = weights.Length / taps, blocks = (filters + block - 1) / block;
        packed.Clear();
        for (int filter = 0; filter < all; filter++)
        {
            int group = filter / filters, inGroup = filter % filters;
            ReadOnlySpan<T> source = weights.Slice(filter * taps, taps);
            Span<T> target = packed.Slice((((group * blocks) + (inGroup / block)) * taps * block) + (inGroup % block));
            if (cellsApart == 1)
            {
                for (int tap = 0; tap < source.Length; tap++) target[tap * block] = source[tap];
                continue;
            }

            for (int channel = 0; channel < cellsApart; channel++)
            {
                for (int cell = 0; cell < cells; cell++) target[((channel * cells) + cell) * block] = source[(cell * cellsApart) + channel];
            }
        }
    }

    /// <summary>
    /// 3×3 kernels in Winograd's domain, G g Gᵀ, filters innermost in blocks: [frequency][block][channel][filter of the block].
    /// </summary>
    /// <param name="weights">[filter][channel][cell], or channels last: [filter][cell][channel].</param>
    /// <param name="packed">(tile + 2)² × blocks × channels × block.</param>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="block">Filters of one block.</param>
    /// <param name="tile">Outputs of a tile along an axis: 2 or 4.</param>
    /// <param name="cellsApart">From one cell of a filter's kernel to the next: 1, or the channels where they are last.</param>
    public static void Winograd(ReadOnlySpan<float> weights, Span<float> packed, int channels, int block, int tile, int cellsApart)
    {
        Span<double> kernel = stackalloc double[9], transformed = stackalloc double[36];
        int size = tile + 2, filters = weights.Length / (9 * channels), blocks = (filters + block - 1) / block;
        packed.Clear();
        for (int filter = 0; filter < filters; filter++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                for (int i = 0; i < 9; i++) kernel[i] = weights[(filter * channels * 9) + (cellsApart == 1 ? (channel * 9) + i : (i * channels) + channel)];
                Transform(kernel, transformed, tile);
                for (int f = 0; f < size * size; f++) packed[(((((f * blocks) + (filter / block)) * channels) + channel) * block) + (filter % block)] = (float)transformed[f];
            }
        }
    }

    /// <inheritdoc cref="Winograd(ReadOnlySpan{float}, Span{float}, int, int, int, int)"/>
    public static void Winograd(ReadOnlySpan<double> weights, Span<double> packed, int channels, int block, int tile, int cellsApart)
    {
        Span<double> kernel = stackalloc double[9], transformed = stackalloc double[36];
        int size = tile + 2, filters = weights.Length / (9 * channels), blocks = (filters + block - 1) / block;
        packed.Clear();
        for (int filter = 0; filter < filters; filter++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                for (int i = 0; i < 9; i++) kernel[i] = weights[(filter * channels * 9) + (cellsApart == 1 ? (channel * 9) + i : (i * channels) + channel)];
                Transform(kernel, transformed, tile);
                for (int f = 0; f < size * size; f++) packed[(((((f * blocks) + (filter / block)) * channels) + channel) * block) + (filter % block)] = transformed[f];
            }
        }
    }

    /// <summary>G g Gᵀ in double, so that it rounds once (Lavin and Gray 2016, sections 4.1 and 4.3).</summary>
    private static void Transform(ReadOnlySpan<double> kernel, Span<double> transformed, int tile)
    {
        int size = tile + 2;
        Span<double> rows = stackalloc double[18];
        for (int column = 0; column < 3; column++)
        {
            for (int i = 0; i < size; i++) rows[(i * 3) + column] = Row(tile, i, kernel[column], kernel[3 + column], kernel[6 + column]);
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++) transformed[(i * size) + j] = Row(tile, j, rows[i * 3], rows[(i * 3) + 1], rows[(i * 3) + 2]);
        }
    }

    /// <summary>A row of G times three numbers. Every sum and product is rounded by a cast, where a runtime would keep more.</summary>
    private static double Row(int tile, int row, double a, double b, double c)
    {
        if (tile == 2)
        {
            return row switch
            {
                0 => a,
                1 => (double)((double)((double)(a + c) + b) * 0.5),
                2 => (double)((double)((double)(a + c) - b) * 0.5),
                _ => c,
            };
        }

        double even = (double)(a + (double)(4 * c)), twice = (double)(2 * b);
        return row switch
        {
            0 => (double)(a * 0.25),
            1 => (double)(-(double)((double)(a + c) + b) / 6),
            2 => (double)((double)(b - (double)(a + c)) / 6),
            3 => (double)((double)(even + twice) / 24),
            4 => (double)((double)(even - twice) / 24),
            _ => c,
        };
    }
}
