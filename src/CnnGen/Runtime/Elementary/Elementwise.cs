using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
#endif

namespace CnnGen.Runtime;

/// <summary>A function of one number or of a span, at the width of the hardware.</summary>
/// <remarks>
/// Every width gives the same bits, so <c>widest</c>, the number of bits that a vector may have, only matters to tests; 0 stands for no vector hardware.
/// </remarks>
/// <typeparam name="TFunction">The function.</typeparam>
/// <typeparam name="TFlavour">How it rounds.</typeparam>
internal static class Elementwise<TFunction, TFlavour>
    where TFunction : struct, IFunction
    where TFlavour : struct, IFlavour
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Of(float x) => Of<float, ScalarSingle, SingleFormat>(default, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(double x) => Of<double, ScalarDouble, DoubleFormat>(default, x);

    public static void Apply(ReadOnlySpan<float> x, Span<float> y, int widest = 512) => Apply<float, ScalarSingle, SingleFormat>(default, x, y, widest);

    public static void Apply(ReadOnlySpan<double> x, Span<double> y, int widest = 512) => Apply<double, ScalarDouble, DoubleFormat>(default, x, y, widest);

    public static void Apply<T>(TFunction function, ReadOnlySpan<T> x, Span<T> y, int widest = 512) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Apply<float, ScalarSingle, SingleFormat>(function, MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y), widest);
        }
        else
        {
            Apply<double, ScalarDouble, DoubleFormat>(function, MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y), widest);
        }
    }

    /// <summary>A vector of one number repeated: it costs what a scalar does, fuses as vectors do and selects without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Of<T, TScalar, TFormat>(TFunction function, T x)
        where T : unmanaged
        where TScalar : struct, IVectors<T, T>
        where TFormat : struct, IFormat
    {
#if NET8_0_OR_GREATER
        if (Vector128.IsHardwareAccelerated) return function.Of<Vector128<T>, Wide128<T, TFlavour>, TFormat>(Vector128.Create(x)).ToScalar();
#endif
        return function.Of<T, TScalar, TFormat>(x);
    }

    private static void Apply<T, TScalar, TFormat>(TFunction function, ReadOnlySpan<T> x, Span<T> y, int widest)
        where T : unmanaged
        where TScalar : struct, IVectors<T, T>
        where TFormat : struct, IFormat
    {
        if (x.Length != y.Length) throw new ArgumentException($"x has {x.Length} numbers and y {y.Length}; the lengths must be the same.", nameof(y));
#if NET8_0_OR_GREATER
        if (Vector512.IsHardwareAccelerated && widest >= 512 && x.Length >= Vector512<T>.Count)
        {
            Loop<T, Vector512<T>, Wide512<T, TFlavour>, TFormat>(function, x, y);
            return;
        }

        if (Vector256.IsHardwareAccelerated && widest >= 256 && x.Length >= Vector256<T>.Count)
        {
            Loop<T, Vector256<T>, Wide256<T, TFlavour>, TFormat>(function, x, y);
            return;
        }

        if (Vector128.IsHardwareAccelerated && widest >= 128)
        {
            if (x.Length >= Vector128<T>.Count) Loop<T, Vector128<T>, Wide128<T, TFlavour>, TFormat>(function, x, y);
            else OneByOne<T, TScalar, TFormat>(function, x, y);
            return;
        }
#endif
        if (x.Length > 0) Loop<T, T, TScalar, TFormat>(function, x, y);
    }

    [MethodImpl(Compile.Once)]
    private static void Loop<T, TVector, TVectors, TFormat>(TFunction function, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TVector : struct
        where TVectors : struct, IVectors<T, TVector>
        where TFormat : struct, IFormat
    {
        TVectors o = default;
        int last = x.Length - o.Count;

        // The last vector may overlap the one before it, and y may be x: it is read before anything is written.
        TVector end = o.Load(x, last);
        for (int i = 0; i < x.Length; i += o.Count)
        {
            TVector vector = i < last ? o.Load(x, i) : end;
            o.Store(function.Of<TVector, TVectors, TFormat>(vector), y, Math.Min(i, last));
        }
    }

#if NET8_0_OR_GREATER
    [MethodImpl(Compile.Once)]
    private static void OneByOne<T, TScalar, TFormat>(TFunction function, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged
        where TScalar : struct, IVectors<T, T>
        where TFormat : struct, IFormat
    {
        for (int i = 0; i < x.Length; i++) y[i] = Of<T, TScalar, TFormat>(function, x[i]);
    }
#endif
}
