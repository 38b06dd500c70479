using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary><see cref="RecurrentCells"/> with each product rounded: the same bits on every machine.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ReproducibleRecurrentCells
{
    /// <summary>A step of an LSTM: the gates' values, the cells c = f c + i g, and the state h = o tanh(c).</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="gates">Rows of i, f, g and o: what the input gives to them; becomes their values.</param>
    /// <param name="sums">Likewise what the state gives to them.</param>
    /// <param name="before">The cells before the step.</param>
    /// <param name="cells">Where those behind it go.</param>
    /// <param name="hidden">Where the state behind it goes.</param>
    /// <param name="units">Numbers of the state.</param>
    /// <exception cref="ArgumentException">A row has no room for whole vectors.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Lstm<T>(Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> cells, Span<T> hidden, int units) where T : unmanaged =>
        RecurrentCell<LstmCell, Unfused>.Apply(gates, sums, before, cells, hidden, units);

    /// <summary>The gradients of what such a step has read.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="gates">The gates' values; becomes the gradients of the sums that they were made of.</param>
    /// <param name="after">The cells behind the step.</param>
    /// <param name="before">Those before it.</param>
    /// <param name="cellGradient">The gradient of the cells behind the step; becomes that of the cells before it.</param>
    /// <param name="hiddenGradient">The gradient of the state behind the step.</param>
    /// <param name="units">Numbers of the state.</param>
    /// <exception cref="ArgumentException">A row has no room for whole vectors.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LstmGradient<T>(
        Span<T> gates, ReadOnlySpan<T> after, ReadOnlySpan<T> before, Span<T> cellGradient, Span<T> hiddenGradient, int units) where T : unmanaged =>
        RecurrentCell<LstmCellGradient, Unfused>.Apply(gates, after, before, cellGradient, hiddenGradient, units);

    /// <summary>A step of a GRU: the gates' values, and the state h = n + z (h − n).</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="gates">Rows of r, z and n: what the input gives to them; becomes their values, and in a fourth row what the state gives to n.</param>
    /// <param name="sums">What the state gives to r, z and n.</param>
    /// <param name="before">The state before the step.</param>
    /// <param name="hidden">Where the one behind it goes.</param>
    /// <param name="units">Numbers of the state.</param>
    /// <exception cref="ArgumentException">A row has no room for whole vectors.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gru<T>(Span<T> gates, ReadOnlySpan<T> sums, ReadOnlySpan<T> before, Span<T> hidden, int units) where T : unmanaged =>
        RecurrentCell<GruCell, Unfused>.Apply(gates, sums, before, default, hidden, units);

    /// <summary>The gradients of what such a step has read.</summary>
    /// <typeparam name="T">The number type: float or double.</typeparam>
    /// <param name="gates">What the step has left; becomes the gradients of the sums: of r, z and n, and in the fourth row of what the state gave to n.</param>
    /// <param name="before">The state before the step.</param>
    /// <param name="hiddenGradient">The gradient of the state behind the step; becomes its share in that of the state before it, but for the gates.</param>
    /// <param name="units">Numbers of the state.</param>
    /// <exception cref="ArgumentException">A row has no room for whole vectors.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GruGradient<T>(Span<T> gates, ReadOnlySpan<T> before, Span<T> hiddenGradient, int units) where T : unmanaged =>
        RecurrentCell<GruCellGradient, Unfused>.Apply(gates, default, before, default, hiddenGradient, units);
}
