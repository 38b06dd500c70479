using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>What the library computes itself, in single or double precision.</summary>
internal static class Numbers
{
    /// <summary>Adds each term to its sum, and leaves zero in its place. Both spans have a multiple of 16 elements.</summary>
    [MethodImpl(Compile.Once)]
    public static void AddAndClear<T>(Span<T> sums, Span<T> terms) where T : unmanaged
    {
        Span<Vector<T>> sum = MemoryMarshal.Cast<T, Vector<T>>(sums);
        Span<Vector<T>> term = MemoryMarshal.Cast<T, Vector<T>>(terms).Slice(0, sum.Length);
        for (int i = 0; i < sum.Length; i++)
        {
            sum[i] += term[i];
            term[i] = Vector<T>.Zero;
        }
    }

    /// <summary>Adds each term to its sum. Both spans have a multiple of 16 elements.</summary>
    [MethodImpl(Compile.Once)]
    public static void Add<T>(Span<T> sums, ReadOnlySpan<T> terms) where T : unmanaged
    {
        Span<Vector<T>> sum = MemoryMarshal.Cast<T, Vector<T>>(sums);
        ReadOnlySpan<Vector<T>> term = MemoryMarshal.Cast<T, Vector<T>>(terms).Slice(0, sum.Length);
        for (int i = 0; i < sum.Length; i++) sum[i] += term[i];
    }

    /// <summary>Multiplies each number by a factor, which is rounded to the network's type first.</summary>
    [MethodImpl(Compile.Once)]
    public static void Scale<T>(Span<T> values, double factor) where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            foreach (ref double value in MemoryMarshal.Cast<T, double>(values)) value *= factor;
            return;
        }

        float single = (float)factor;
        foreach (ref float value in MemoryMarshal.Cast<T, float>(values)) value *= single;
    }

    /// <summary>A number rounded to the network's type.</summary>
    public static unsafe T Narrow<T>(double value) where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return *(T*)&value;
        float single = (float)value;
        return *(T*)&single;
    }

    /// <summary>Numbers rounded to the network's type.</summary>
    [MethodImpl(Compile.Once)]
    public static void Narrow<T>(ReadOnlySpan<double> values, Span<T> rounded) where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            values.CopyTo(MemoryMarshal.Cast<T, double>(rounded));
            return;
        }

        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        Span<float> singles = MemoryMarshal.Cast<T, float>(rounded);
        Span<Vector<float>> results = MemoryMarshal.Cast<float, Vector<float>>(singles);
        for (int i = 0; i < results.Length; i++) results[i] = Vector.Narrow(vectors[2 * i], vectors[(2 * i) + 1]);
        for (int i = results.Length * Vector<float>.Count; i < singles.Length; i++) singles[i] = (float)values[i];
    }

    /// <summary>A number of the network's type.</summary>
    public static unsafe double Widen<T>(T value) where T : unmanaged => typeof(T) == typeof(double) ? *(double*)&value : *(float*)&value;
}
