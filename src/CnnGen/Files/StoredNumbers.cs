using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

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
        bool isBrain = type == "BF16";

        // As bits, so that the payload of a NaN stays.
        if (typeof(T) == typeof(double))
        {
            Span<long> bits = MemoryMarshal.Cast<T, long>(values);
            for (int i = 0; i < bits.Length; i++)
            {
                ReadOnlySpan<byte> number = bytes.Slice(size * i);
                bits[i] = size == 8
                    ? BinaryPrimitives.ReadInt64LittleEndian(number)
                    : BitConverter.DoubleToInt64Bits(BitConverter.Int32BitsToSingle(SingleBits(number, size, isBrain)));
            }
        }
        else
        {
            Span<int> bits = MemoryMarshal.Cast<T, int>(values);
            for (int i = 0; i < bits.Length; i++)
            {
                ReadOnlySpan<byte> number = bytes.Slice(size * i);
                bits[i] = size == 8
                    ? BitConverter.SingleToInt32Bits((float)BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(number)))
                    : SingleBits(number, size, isBrain);
            }
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

    /// <summary>A number of four bytes or two, as a float.</summary>
    private static int SingleBits(ReadOnlySpan<byte> number, int size, bool isBrain) => size switch
    {
        4 => BinaryPrimitives.ReadInt32LittleEndian(number),
        _ when isBrain => BinaryPrimitives.ReadUInt16LittleEndian(number) << 16,   // the upper half of a float
        _ => Widened(BinaryPrimitives.ReadUInt16LittleEndian(number)),
    };

    /// <summary>The float that equals a number of 1 sign, 5 exponent and 10 fraction bits.</summary>
    private static int Widened(int half)
    {
        int sign = (half & 0x8000) << 16, exponent = (half >> 10) & 0x1F, fraction = half & 0x3FF;
        if (exponent == 0) return sign | BitConverter.SingleToInt32Bits(fraction * (1f / (1 << 24)));
        int widened = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return sign | (widened << 23) | (fraction << 13);
    }
}
