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

    /// <summary>Reads numbers: widened exactly, or rounded once.</summary>
    public static void Read<T>(string type, ReadOnlySpan<byte> bytes, Span<T> values) where T : unmanaged
    {
        if (type == "F32" && typeof(T) == typeof(float))
        {
            // Bit for bit: the payload of a NaN too.
            Span<int> bits = MemoryMarshal.Cast<T, int>(values);
            for (int i = 0; i < bits.Length; i++) bits[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(4 * i));
            return;
        }

        if (type == "F64" && typeof(T) == typeof(double))
        {
            Span<long> bits = MemoryMarshal.Cast<T, long>(values);
            for (int i = 0; i < bits.Length; i++) bits[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes.Slice(8 * i));
            return;
        }

        int size = SizeOf(type);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> number = bytes.Slice(size * i);
            values[i] = Numbers.Narrow<T>(type switch
            {
                "F64" => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(number)),
                "F32" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32LittleEndian(number)),
                "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(number) << 16),
                _ => Half(BinaryPrimitives.ReadUInt16LittleEndian(number)),
            });
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

    /// <summary>A number of 1 sign, 5 exponent and 10 fraction bits, which every float can hold.</summary>
    private static float Half(int bits)
    {
        int sign = (bits & 0x8000) << 16, exponent = (bits >> 10) & 0x1F, fraction = bits & 0x3FF;
        if (exponent == 0)
        {
            float subnormal = fraction * (1f / (1 << 24));
            return sign == 0 ? subnormal : -subnormal;
        }

        int widened = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return BitConverter.Int32BitsToSingle(sign | (widened << 23) | (fraction << 13));
    }
}
