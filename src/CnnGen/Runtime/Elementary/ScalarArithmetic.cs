using System;
using System.Runtime.CompilerServices;

namespace CnnGen.Runtime;

/// <summary>Single numbers without vector hardware: never fused, and each result is rounded by a cast, because Mono may keep more bits.</summary>
internal readonly struct ScalarSingle : IVectors<float, float>
{
    public int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Load(ReadOnlySpan<float> source, int index) => source[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float vector, Span<float> destination, int index) => destination[index] = vector;

    public float Broadcast(float value) => value;

    public float Largest(float vector) => vector;

    public float Constant(double value) => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Bits(long value) => BitConverter.Int32BitsToSingle(unchecked((int)value));

    public float Add(float a, float b) => (float)(a + b);

    public float Subtract(float a, float b) => (float)(a - b);

    public float Multiply(float a, float b) => (float)(a * b);

    public float Divide(float a, float b) => (float)(a / b);

    public float MultiplyAdd(float a, float b, float c) => (float)((float)(a * b) + c);

    public float Less(float a, float b, float then, float otherwise) => a < b ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float And(float a, float b) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a) & BitConverter.SingleToInt32Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Or(float a, float b) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a) | BitConverter.SingleToInt32Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float AddBits(float a, float b) => BitConverter.Int32BitsToSingle(unchecked(BitConverter.SingleToInt32Bits(a) + BitConverter.SingleToInt32Bits(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float SubtractBits(float a, float b) =>
        BitConverter.Int32BitsToSingle(unchecked(BitConverter.SingleToInt32Bits(a) - BitConverter.SingleToInt32Bits(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ShiftLeft(float a, int count) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a) << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ShiftRight(float a, int count) => BitConverter.Int32BitsToSingle(unchecked((int)((uint)BitConverter.SingleToInt32Bits(a) >> count)));
}

/// <summary>Double numbers without vector hardware, likewise.</summary>
internal readonly struct ScalarDouble : IVectors<double, double>
{
    public int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Load(ReadOnlySpan<double> source, int index) => source[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(double vector, Span<double> destination, int index) => destination[index] = vector;

    public double Broadcast(double value) => value;

    public double Largest(double vector) => vector;

    public double Constant(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Bits(long value) => BitConverter.Int64BitsToDouble(value);

    public double Add(double a, double b) => (double)(a + b);

    public double Subtract(double a, double b) => (double)(a - b);

    public double Multiply(double a, double b) => (double)(a * b);

    public double Divide(double a, double b) => (double)(a / b);

    public double MultiplyAdd(double a, double b, double c) => (double)((double)(a * b) + c);

    public double Less(double a, double b, double then, double otherwise) => a < b ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double And(double a, double b) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(a) & BitConverter.DoubleToInt64Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Or(double a, double b) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(a) | BitConverter.DoubleToInt64Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double AddBits(double a, double b) =>
        BitConverter.Int64BitsToDouble(unchecked(BitConverter.DoubleToInt64Bits(a) + BitConverter.DoubleToInt64Bits(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double SubtractBits(double a, double b) =>
        BitConverter.Int64BitsToDouble(unchecked(BitConverter.DoubleToInt64Bits(a) - BitConverter.DoubleToInt64Bits(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ShiftLeft(double a, int count) => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(a) << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double ShiftRight(double a, int count) => BitConverter.Int64BitsToDouble(unchecked((long)((ulong)BitConverter.DoubleToInt64Bits(a) >> count)));
}
