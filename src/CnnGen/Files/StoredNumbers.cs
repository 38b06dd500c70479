using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CnnGen.Runtime;

namespace CnnGen.Files;

/// <summary>Numbers as files hold them, lowest byte first, from and to a network's type.</summary>
internal static class StoredNumbers
{
    /// <summary>The types that are read.</summary>
    public const string Types = "F32, F64, F16 or BF16";

    /// <summary>How files call a network's type, which is what they are written in.</summary>
    public static string TypeOf<T>() where T : unmanaged => typeof(T) == typeof(double) ? "F64" : "F32";

    /// <summary>Bytes of a number; 0 for a type that is not read.</summary>
    public static int SizeOf(string type) => type switch
    {
        "F64" => 8,
        "F32" => 4,
        "F16" or "BF16" => 2,
        _ => 0,
    };

    /// <summary>Reads numbers: bit for bit where the types are the same, widened exactly, or rounded once.</summary>
    public static void Read<T>(string type, ReadOnlySpan<byte> bytes, Span<T> values) where T : unmanaged
    {
        int size = SizeOf(type);
        bool isBrain = type == "BF16";   // the upper half of a float
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> number = bytes.Slice(size * i);
            values[i] = size switch
            {
                8 => OfDouble<T>(BinaryPrimitives.ReadInt64LittleEndian(number)),
                4 => OfSingle<T>(BinaryPrimitives.ReadInt32LittleEndian(number)),
                _ when isBrain => OfSingle<T>(BinaryPrimitives.ReadUInt16LittleEndian(number) << 16),
                _ => OfSingle<T>(Widened(BinaryPrimitives.ReadUInt16LittleEndian(number))),
            };
        }
    }

    /// <summary>Writes numbers of the network's own type.</summary>
    public static void Write<T>(ReadOnlySpan<T> values, Span<byte> bytes) where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            ReadOnlySpan<long> bits = MemoryMarshal.Cast<T, long>(values);
            for (int i = 0; i < bits.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.Slice(8 * i), bits[i]);
        }
        else
        {
            ReadOnlySpan<int> bits = MemoryMarshal.Cast<T, int>(values);
            for (int i = 0; i < bits.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.Slice(4 * i), bits[i]);
        }
    }

    // The payload of a NaN too.
    private static unsafe T OfDouble<T>(long bits) where T : unmanaged =>
        typeof(T) == typeof(double) ? *(T*)&bits : Numbers.Narrow<T>(BitConverter.Int64BitsToDouble(bits));

    private static unsafe T OfSingle<T>(int bits) where T : unmanaged =>
        typeof(T) == typeof(float) ? *(T*)&bits : Numbers.Narrow<T>(BitConverter.Int32BitsToSingle(bits));

    /// <summary>The float that equals a number of 1 sign, 5 exponent and 10 fraction bits.</summary>
    private static int Widened(int half)
    {
        int sign = (half & 0x8000) << 16, exponent = (half >> 10) & 0x1F, fraction = half & 0x3FF;
        if (exponent == 0) return sign | BitConverter.SingleToInt32Bits(fraction * (1f / (1 << 24)));
        int widened = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return sign | (widened << 23) | (fraction << 13);
    }
}
