#if NET8_0_OR_GREATER
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CnnGen.Runtime;

/// <summary>Vectors of 512 bits, for hardware that has them.</summary>
internal readonly struct Wide512<T, TFlavour> : IVectors<T, Vector512<T>> where T : unmanaged where TFlavour : struct, IFlavour
{
    public int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Load(ReadOnlySpan<T> source, int index) => Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Vector512<T> vector, Span<T> destination, int index) => vector.StoreUnsafe(ref MemoryMarshal.GetReference(destination), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Broadcast(T value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Largest(Vector512<T> vector)
    {
        Wide256<T, TFlavour> half = default;
        Vector256<T> lower = vector.GetLower(), upper = vector.GetUpper();
        return half.Largest(half.Less(lower, upper, upper, lower));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Vector512.Create((float)value).As<float, T>() : Vector512.Create(value).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Bits(long value) =>
        typeof(T) == typeof(float) ? Vector512.Create(unchecked((int)value)).As<int, T>() : Vector512.Create(value).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Subtract(Vector512<T> a, Vector512<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Multiply(Vector512<T> a, Vector512<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Divide(Vector512<T> a, Vector512<T> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c)
    {
        if (default(TFlavour).Fused && Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Avx512F.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
                : Avx512F.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        }

        return (a * b) + c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Less(Vector512<T> a, Vector512<T> b, Vector512<T> then, Vector512<T> otherwise) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a, b), then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> And(Vector512<T> a, Vector512<T> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> Or(Vector512<T> a, Vector512<T> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> AddBits(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float) ? (a.AsInt32() + b.AsInt32()).As<int, T>() : (a.AsInt64() + b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> SubtractBits(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float) ? (a.AsInt32() - b.AsInt32()).As<int, T>() : (a.AsInt64() - b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> ShiftLeft(Vector512<T> a, int count) =>
        typeof(T) == typeof(float) ? (a.AsInt32() << count).As<int, T>() : (a.AsInt64() << count).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<T> ShiftRight(Vector512<T> a, int count) =>
        typeof(T) == typeof(float) ? (a.AsUInt32() >> count).As<uint, T>() : (a.AsUInt64() >> count).As<ulong, T>();
}
#endif
