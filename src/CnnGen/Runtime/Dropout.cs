using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Numerics;
using System.Runtime.InteropServices;
#endif

namespace CnnGen.Runtime;

/// <summary>Random zeros in activations and their gradients. For generated code.</summary>
/// <remarks>
/// Each element has a word of 32 bits, a hash of its number and the key of the mask, and is kept where the word is not below a threshold:
/// integers only, so that every machine draws the same. The hash is C. Wellons' lowbias32 (hash-prospector, 2018), twice, with half of the
/// key before each.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Dropout
{
    private const uint Spread = 0x9E3779B9, First = 0x7FEB352D, Second = 0x846CA68B;

    /// <summary>Multiplies what the mask keeps by the scale, and everything else by zero.</summary>
    /// <param name="source">Numbers.</param>
    /// <param name="destination">As many; it may be the source.</param>
    /// <param name="key">The mask's, of <see cref="DropoutMasks"/>.</param>
    /// <param name="threshold">Of 2³² words, so many are not kept.</param>
    /// <param name="scale">The factor of those that are.</param>
    /// <param name="first">The number of the first element.</param>
    /// <param name="step">From one element's number to the next one's.</param>
    [MethodImpl(Compile.Once)]
    public static void Apply(ReadOnlySpan<float> source, Span<float> destination, long key, long threshold, float scale, int first = 0, int step = 1)
    {
        int i = 0;
#if NET8_0_OR_GREATER
        if (Vector.IsHardwareAccelerated)
        {
            ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(source);
            Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(destination.Slice(0, source.Length));
            Vector<uint> states = Start(key, first, step, out Vector<uint> further);
            var thresholds = new Vector<uint>((uint)threshold);
            var scales = new Vector<float>(scale);
            for (int v = 0; v < from.Length; v++)
            {
                Vector<uint> isKept = Vector.GreaterThanOrEqual(Words(states, key), thresholds);
                to[v] = from[v] * Vector.BitwiseAnd(scales, Vector.AsVectorSingle(isKept));
                states += further;
            }

            i = from.Length * Vector<float>.Count;
        }
#endif
        for (; i < source.Length; i++) destination[i] = source[i] * (IsKept(key, first + (i * step), threshold) ? scale : 0);
    }

    /// <inheritdoc cref="Apply(ReadOnlySpan{float}, Span{float}, long, long, float, int, int)"/>
    [MethodImpl(Compile.Once)]
    public static void Apply(ReadOnlySpan<double> source, Span<double> destination, long key, long threshold, double scale, int first = 0, int step = 1)
    {
        int i = 0;
#if NET8_0_OR_GREATER
        if (Vector.IsHardwareAccelerated)
        {
            ReadOnlySpan<Vector<double>> from = MemoryMarshal.Cast<double, Vector<double>>(source);
            Span<Vector<double>> to = MemoryMarshal.Cast<double, Vector<double>>(destination.Slice(0, source.Length));
            Vector<uint> states = Start(key, first, step, out Vector<uint> further);
            var thresholds = new Vector<uint>((uint)threshold);
            var scales = new Vector<double>(scale);
            for (int v = 0; v + 1 < from.Length; v += 2)
            {
                // Signed, so that all bits of the wider mask are set.
                Vector<uint> isKept = Vector.GreaterThanOrEqual(Words(states, key), thresholds);
                Vector.Widen(Vector.AsVectorInt32(isKept), out Vector<long> low, out Vector<long> high);
                to[v] = from[v] * Vector.BitwiseAnd(scales, Vector.AsVectorDouble(low));
                to[v + 1] = from[v + 1] * Vector.BitwiseAnd(scales, Vector.AsVectorDouble(high));
                states += further;
            }

            i = from.Length / 2 * 2 * Vector<double>.Count;
        }
#endif
        for (; i < source.Length; i++) destination[i] = source[i] * (IsKept(key, first + (i * step), threshold) ? scale : 0);
    }

    /// <summary>Whether a mask keeps an element.</summary>
    /// <param name="key">The mask's.</param>
    /// <param name="element">The element's number.</param>
    /// <param name="threshold">Of 2³² words, so many are not kept.</param>
    /// <returns>True where it does.</returns>
    public static bool IsKept(long key, int element, long threshold) => Word(key, element) >= threshold;

    private static uint Word(long key, int element)
    {
        unchecked
        {
            return Hash(Hash(((uint)element * Spread) + (uint)key) + (uint)(key >> 32));
        }
    }

    private static uint Hash(uint x)
    {
        unchecked
        {
            x = (x ^ (x >> 16)) * First;
            x = (x ^ (x >> 15)) * Second;
            return x ^ (x >> 16);
        }
    }

#if NET8_0_OR_GREATER
    /// <summary>What is hashed of the first elements, and how far it is to those of the next vector.</summary>
    private static Vector<uint> Start(long key, int first, int step, out Vector<uint> further)
    {
        Span<uint> lanes = stackalloc uint[Vector<uint>.Count];
        for (int lane = 0; lane < lanes.Length; lane++) lanes[lane] = unchecked(((uint)(first + (lane * step)) * Spread) + (uint)key);
        further = new Vector<uint>(unchecked((uint)(lanes.Length * step) * Spread));
        return new Vector<uint>(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Words(Vector<uint> states, long key) => Hash(Hash(states) + new Vector<uint>(unchecked((uint)(key >> 32))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Hash(Vector<uint> x)
    {
        x = (x ^ Vector.ShiftRightLogical(x, 16)) * new Vector<uint>(First);
        x = (x ^ Vector.ShiftRightLogical(x, 15)) * new Vector<uint>(Second);
        return x ^ Vector.ShiftRightLogical(x, 16);
    }
#endif
}
