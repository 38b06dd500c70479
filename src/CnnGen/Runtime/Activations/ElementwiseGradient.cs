using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#if NET8_0_OR_GREATER
using System.Runtime.Intrinsics;
#endif

namespace CnnGen.Runtime;

/// <summary>Gradients times the slopes of a function, at the width of the hardware, as <see cref="Elementwise{TFunction, TFlavour}"/> has it.</summary>
/// <typeparam name="TSlope">The slope.</typeparam>
/// <typeparam name="TFlavour">How it rounds.</typeparam>
internal static class ElementwiseGradient<TSlope, TFlavour>
    where TSlope : struct, IFunction
    where TFlavour : struct, IFlavour
{
    /// <param name="x">Where the slopes are.</param>
    /// <param name="outputGradient">The gradients of the function's values.</param>
    /// <param name="inputGradient">Where those of <paramref name="x"/> go; may be <paramref name="outputGradient"/>, not <paramref name="x"/>.</param>
    /// <param name="widest">The most bits of a vector.</param>
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> outputGradient, Span<T> inputGradient, int widest = 512) where T : unmanaged
    {
        if (x.Length != outputGradient.Length || x.Length != inputGradient.Length)
        {
            throw new ArgumentException(
                $"x has {x.Length} numbers, and the gradients {outputGradient.Length} and {inputGradient.Length}; the lengths must be the same.",
                nameof(inputGradient));
        }

        if (typeof(T) == typeof(float))
        {
            Apply<float, ScalarSingle, SingleFormat>(
                MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(outputGradient), MemoryMarshal.Cast<T, float>(inputGradient), widest);
        }
        else
        {
            Apply<double, ScalarDouble, DoubleFormat>(
                MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(outputGradient), MemoryMarshal.Cast<T, double>(inputGradient), widest);
        }
    }

    private static void Apply<T, TScalar, TFormat>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> d, int widest)
        where T : unmanaged
        where TScalar : struct, IVectors<T, T>
        where TFormat : struct, IFormat
    {
#if NET8_0_OR_GREATER
        if (Vector512.IsHardwareAccelerated && widest >= 512 && x.Length >= Vector512<T>.Count)
        {
            Loop<T, Vector512<T>, Wide512<T, TFlavour>, TFormat>(x, g, d);
            return;
        }

        if (Vector256.IsHardwareAccelerated && widest >= 256 && x.Length >= Vector256<T>.Count)
        {
            Loop<T, Vector256<T>, Wide256<T, TFlavour>, TFormat>(x, g, d);
            return;
        }

        if (Vector128.IsHardwareAccelerated && widest >= 128)
        {
            if (x.Length >= Vector128<T>.Count) Loop<T, Vector128<T>, Wide128<T, TFlavour>, TFormat>(x, g, d);
            else OneByOne<T, TFormat>(x, g, d);
            return;
        }
#endif
        if (x.Length > 0) Loop<T, T, TScalar, TFormat>(x, g, d);
    }

    [MethodImpl(Compile.Once)]
    private static void Loop<T, TVector, TVectors, TFormat>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> d)
        where T : unmanaged
        where TVector : struct
        where TVectors : struct, IVectors<T, TVector>
        where TFormat : struct, IFormat
    {
        TVectors o = default;
        int last = x.Length - o.Count;

        // The last vector may overlap the one before it, and d may be g: it is read before anything is written.
        TVector end = o.Load(g, last);
        for (int i = 0; i < x.Length; i += o.Count)
        {
            TVector gradient = i < last ? o.Load(g, i) : end;
            int at = Math.Min(i, last);
            o.Store(o.Multiply(gradient, default(TSlope).Of<TVector, TVectors, TFormat>(o.Load(x, at))), d, at);
        }
    }

#if NET8_0_OR_GREATER
    /// <summary>Fewer numbers than a vector has, each as a vector of one number repeated.</summary>
    [MethodImpl(Compile.Once)]
    private static void OneByOne<T, TFormat>(ReadOnlySpan<T> x, ReadOnlySpan<T> g, Span<T> d)
        where T : unmanaged
        where TFormat : struct, IFormat
    {
        for (int i = 0; i < x.Length; i++)
        {
            d[i] = (Vector128.Create(g[i]) * default(TSlope).Of<Vector128<T>, Wide128<T, TFlavour>, TFormat>(Vector128.Create(x[i]))).ToScalar();
        }
    }
#endif
}
