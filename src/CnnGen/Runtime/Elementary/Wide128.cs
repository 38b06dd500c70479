#if NET8_0_OR_GREATER
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace CnnGen.Runtime;

/// <summary>Vectors of 128 bits, for hardware that has them; also what single numbers are computed in there.</summary>
internal readonly struct Wide128<T, TFlavour> : IVectors<T, Vector128<T>> where T : unmanaged where TFlavour : struct, IFlavour
{
    public int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Load(ReadOnlySpan<T> source, int index) => Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(source), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(Vector128<T> vector, Span<T> destination, int index) => vector.StoreUnsafe(ref MemoryMarshal.GetReference(destination), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Broadcast(T value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Largest(Vector128<T> vector)
    {
        Vector128<T> swapped = Vector128.Shuffle(vector.AsInt64(), Vector128.Create(1L, 0L)).As<long, T>();
        vector = Less(vector, swapped, swapped, vector);
        if (typeof(T) == typeof(float))
        {
            swapped = Vector128.Shuffle(vector.AsInt32(), Vector128.Create(1, 0, 3, 2)).As<int, T>();
            vector = Less(vector, swapped, swapped, vector);
        }

        return vector.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Vector128.Create((float)value).As<float, T>() : Vector128.Create(value).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Bits(long value) =>
        typeof(T) == typeof(float) ? Vector128.Create(unchecked((int)value)).As<int, T>() : Vector128.Create(value).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Add(Vector128<T> a, Vector128<T> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Subtract(Vector128<T> a, Vector128<T> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Multiply(Vector128<T> a, Vector128<T> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Divide(Vector128<T> a, Vector128<T> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c)
    {
        if (default(TFlavour).Fused && Fma.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Fma.MultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
                : Fma.MultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        }

        if (default(TFlavour).Fused && AdvSimd.Arm64.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? AdvSimd.FusedMultiplyAdd(c.AsSingle(), a.AsSingle(), b.AsSingle()).As<float, T>()
                : AdvSimd.Arm64.FusedMultiplyAdd(c.AsDouble(), a.AsDouble(), b.AsDouble()).As<double, T>();
        }

        return (a * b) + c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Less(Vector128<T> a, Vector128<T> b, Vector128<T> then, Vector128<T> otherwise) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a, b), then, otherwise);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> And(Vector128<T> a, Vector128<T> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> Or(Vector128<T> a, Vector128<T> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> AddBits(Vector128<T> a, Vector128<T> b) =>
        typeof(T) == typeof(float) ? (a.AsInt32() + b.AsInt32()).As<int, T>() : (a.AsInt64() + b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> SubtractBits(Vector128<T> a, Vector128<T> b) =>
        typeof(T) == typeof(float) ? (a.AsInt32() - b.AsInt32()).As<int, T>() : (a.AsInt64() - b.AsInt64()).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> ShiftLeft(Vector128<T> a, int count) =>
        typeof(T) == typeof(float) ? (a.AsInt32() << count).As<int, T>() : (a.AsInt64() << count).As<long, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<T> ShiftRight(Vector128<T> a, int count) =>
        typeof(T) == typeof(float) ? (a.AsUInt32() >> count).As<uint, T>() : (a.AsUInt64() >> count).As<ulong, T>();
}
#endif
