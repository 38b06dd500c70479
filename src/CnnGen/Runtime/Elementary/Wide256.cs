#if NET8_0_OR_GREATER
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnGen.Runtime;

/// <summary>Vectors of 256 bits, for hardware that has them.</summary>
internal readonly struct Wide256<T, TFlavour> : IVectors<T, Vector256<T>> where T : unmanaged where TFlavour : struct, IFlavour
{
    public int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Load(ReadOnlySpan<T> source, int index) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Vector256<T> vector, Span<T> destination, int index) => vector.StoreUnsafe(ref MemoryMarshal.GetReference(destination), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Broadcast(T value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Largest(Vector256<T> vector)
    {
        Wide128<T, TFlavour> half = default;
        Vector128<T> lower = vector.GetLower(), upper = vector.GetUpper();
        return half.Largest(half.Less(lower, upper, upper, lower));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Vector256.Create((float)value).As<float, T>() : Vector256.Create(value).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Bits(long value) =>
        typeof(T) == typeof(float) ? Vector256.Create(unchecked((int)value)).As<int, T>() : Vector256.Create(value).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Subtract(Vector256<T> a, Vector256<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Multiply(Vector256<T> a, Vector256<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Divide(Vector256<T> a, Vector256<T> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c)
    {
        if (default(TFlavour).Fused && Fma.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Fma.MultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
                : Fma.MultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        }

        return (a * b) + c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Less(Vector256<T> a, Vector256<T> b, Vector256<T> then, Vector256<T> otherwise) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a, b), then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> And(Vector256<T> a, Vector256<T> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> Or(Vector256<T> a, Vector256<T> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> AddBits(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float) ? (a.AsInt32() + b.AsInt32()).As<int, T>() : (a.AsInt64() + b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> SubtractBits(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float) ? (a.AsInt32() - b.AsInt32()).As<int, T>() : (a.AsInt64() - b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> ShiftLeft(Vector256<T> a, int count) =>
        typeof(T) == typeof(float) ? (a.AsInt32() << count).As<int, T>() : (a.AsInt64() << count).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<T> ShiftRight(Vector256<T> a, int count) =>
        typeof(T) == typeof(float) ? (a.AsUInt32() >> count).As<uint, T>() : (a.AsUInt64() >> count).As<ulong, T>();
}
#endif
