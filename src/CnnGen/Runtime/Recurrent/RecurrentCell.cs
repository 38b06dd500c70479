using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
#endif

namespace CnnGen.Runtime;

/// <summary>What is done with the gates of a step, number by number, forward or backward.</summary>
internal interface ICell
{
    /// <summary>Rows of what is given as sums.</summary>
    int SumRows { get; }

    /// <summary>Whether cells, or their gradient, are given.</summary>
    bool HasCells { get; }

    void Step<T, TVector, TVectors, TFormat>(Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> cells, Span<T> hidden, int units)
        where T : unmanaged
        where TVector : struct
        where TVectors : struct, IVectors<T, TVector>
        where TFormat : struct, IFormat;
}

/// <summary>A step of a recurrent cell at the width of the hardware.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
/// <typeparam name="TFlavour">How it rounds.</typeparam>
internal static class RecurrentCell<TCell, TFlavour>
    where TCell : struct, ICell
    where TFlavour : struct, IFlavour
{
    /// <summary>Rows of gates, the same for both cells.</summary>
    public const int GateRows = 4;

    // Numbers of the widest vector.
    private const int MostLanes = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(
        Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> cells, Span<T> hidden, int units, int widest = 512) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Apply<float, ScalarSingle, SingleFormat>(
                MemoryMarshal.Cast<T, float>(gates),
                MemoryMarshal.Cast<T, float>(sums),
                MemoryMarshal.Cast<T, float>(before),
                MemoryMarshal.Cast<T, float>(cells),
                MemoryMarshal.Cast<T, float>(hidden),
                units,
                widest);
        }
        else
        {
            Apply<double, ScalarDouble, DoubleFormat>(
                MemoryMarshal.Cast<T, double>(gates),
                MemoryMarshal.Cast<T, double>(sums),
                MemoryMarshal.Cast<T, double>(before),
                MemoryMarshal.Cast<T, double>(cells),
                MemoryMarshal.Cast<T, double>(hidden),
                units,
                widest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply<T, TScalar, TFormat>(
        Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> cells, Span<T> hidden, int units, int widest)
        where T : unmanaged
        where TScalar : struct, IVectors<T, T>
        where TFormat : struct, IFormat
    {
        TCell cell = default;
        int row = gates.Length / GateRows;
        if (row < units || row % MostLanes != 0 || sums.Length < cell.SumRows * row || before.Length < row || hidden.Length < row
            || (cell.HasCells && cells.Length < row))
        {
            throw new ArgumentException($"A row of {row} numbers, or one of the others, has no room for {units} units in whole vectors of {MostLanes}.");
        }

#if NET8_0_OR_GREATER
        if (Vector512.IsHardwareAccelerated && widest >= 512)
        {
            cell.Step<T, Vector512<T>, Wide512<T, TFlavour>, TFormat>(gates, sums, before, cells, hidden, units);
        }
        else if (Vector256.IsHardwareAccelerated && widest >= 256)
        {
            cell.Step<T, Vector256<T>, Wide256<T, TFlavour>, TFormat>(gates, sums, before, cells, hidden, units);
        }
        else if (Vector128.IsHardwareAccelerated && widest >= 128)
        {
            cell.Step<T, Vector128<T>, Wide128<T, TFlavour>, TFormat>(gates, sums, before, cells, hidden, units);
        }
        else
#endif
        {
            cell.Step<T, T, TScalar, TFormat>(gates, sums, before, cells, hidden, units);
        }
    }
}
