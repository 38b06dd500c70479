using System.Collections.Generic;

namespace CnnGen.Files;

/// <summary>One tensor of a safetensors file, as its header tells of it.</summary>
internal sealed class StoredTensor
{
    public StoredTensor(string name, string type, long[] shape, long begin, long end)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Begin = begin;
        End = end;
    }

    public string Name { get; }

    public string Type { get; }

    public long[] Shape { get; }

    /// <summary>Its first byte, counted from the end of the header.</summary>
    public long Begin { get; }

    /// <summary>The byte behind its last.</summary>
    public long End { get; }

    public string ShapeText => TextOf(Shape);

    /// <summary>What is wrong with its range of bytes by itself; null where nothing is.</summary>
    public string? Fault
    {
        get
        {
            if (Begin > End) return $"begins at byte {Begin} of the data and ends before, at {End}";
            if (BitsOf(Type) is not { } bits) return null;
            ulong size = bits;
            foreach (long axis in Shape)
            {
                if (axis != 0 && size > long.MaxValue / (ulong)axis) return $"is {ShapeText} of {Type}, which no file can hold";
                size *= (ulong)axis;
            }

            if (size % 8 != 0) return $"is {ShapeText} of {Type}, which is no whole number of bytes";
            return size / 8 == (ulong)(End - Begin) ? null : $"is {ShapeText} of {Type}, {size / 8} bytes; its range has {End - Begin}";
        }
    }

    public static string TextOf<TAxis>(IEnumerable<TAxis> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Bits of one number; null for a type of a later version of the format.</summary>
    private static ulong? BitsOf(string type) => type switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "I16" or "U16" or "F16" or "BF16" => 16,
        "I32" or "U32" or "F32" => 32,
        "I64" or "U64" or "F64" or "C64" => 64,
        _ => null,
    };
}
