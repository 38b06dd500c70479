using System;
using System.ComponentModel;
#if NET8_0_OR_GREATER
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
#endif

namespace CnnGen.Runtime;

/// <summary>Rows to columns: between planes and channels-last images. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Transposition
{
    /// <summary>destination[column × destinationStride + row] = source[row × sourceStride + column].</summary>
    /// <param name="source">Rows.</param>
    /// <param name="sourceStride">From one row to the next.</param>
    /// <param name="destination">Columns.</param>
    /// <param name="destinationStride">From one column to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    public static void Copy(ReadOnlySpan<float> source, int sourceStride, Span<float> destination, int destinationStride, int rows, int columns)
    {
#if NET8_0_OR_GREATER
        if ((Sse2.IsSupported || AdvSimd.Arm64.IsSupported) && rows >= Block && columns >= Block)
        {
            // The last elements that are touched: one check for all of them.
            _ = source[((rows - 1) * sourceStride) + columns - 1];
            _ = destination[((columns - 1) * destinationStride) + rows - 1];
            CopyBlocks(ref MemoryMarshal.GetReference(source), sourceStride, ref MemoryMarshal.GetReference(destination), destinationStride, rows, columns);
            return;
        }
#endif
        CopyElements(source, sourceStride, destination, destinationStride, rows, columns);
    }

    /// <inheritdoc cref="Copy(ReadOnlySpan{float}, int, Span{float}, int, int, int)"/>
    public static void Copy(ReadOnlySpan<double> source, int sourceStride, Span<double> destination, int destinationStride, int rows, int columns) =>
        CopyElements(source, sourceStride, destination, destinationStride, rows, columns);

    private static void CopyElements<T>(ReadOnlySpan<T> source, int sourceStride, Span<T> destination, int destinationStride, int rows, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < rows; row++) destination[(column * destinationStride) + row] = source[(row * sourceStride) + column];
        }
    }

#if NET8_0_OR_GREATER
    private const int Block = 4, RowsOfCacheLine = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyBlocks(ref float source, nint sourceStride, ref float destination, nint destinationStride, nint rows, nint columns)
    {
        // Sixteen rows fill a cache line of each column before the next four columns. The last blocks overlap those before them.
        for (nint first = 0; first < rows; first += RowsOfCacheLine)
        {
            nint end = Math.Min(rows, first + RowsOfCacheLine);
            for (nint nextColumn = 0; nextColumn < columns; nextColumn += Block)
            {
                nint column = Math.Min(nextColumn, columns - Block);
                for (nint nextRow = first; nextRow < end; nextRow += Block)
                {
                    nint row = Math.Min(nextRow, rows - Block);
                    ref float from = ref Unsafe.Add(ref source, (row * sourceStride) + column);
                    ref float to = ref Unsafe.Add(ref destination, (column * destinationStride) + row);
                    Vector128<float> a = Vector128.LoadUnsafe(ref from), b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, sourceStride));
                    Vector128<float> c = Vector128.LoadUnsafe(
                        ref Unsafe.Add(ref from, 2 * sourceStride)), d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * sourceStride));
                    Vector128<double> ab = Low(a, b).AsDouble(), cd = Low(c, d).AsDouble();
                    Low(ab, cd).AsSingle().StoreUnsafe(ref to);
                    High(ab, cd).AsSingle().StoreUnsafe(ref Unsafe.Add(ref to, destinationStride));
                    ab = High(a, b).AsDouble();
                    cd = High(c, d).AsDouble();
                    Low(ab, cd).AsSingle().StoreUnsafe(ref Unsafe.Add(ref to, 2 * destinationStride));
                    High(ab, cd).AsSingle().StoreUnsafe(ref Unsafe.Add(ref to, 3 * destinationStride));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) => Sse2.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) => Sse2.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Low(Vector128<double> a, Vector128<double> b) => Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> High(Vector128<double> a, Vector128<double> b) => Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
#endif
}
