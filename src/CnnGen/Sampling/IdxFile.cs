using System;
using System.IO;
using System.IO.Compression;

namespace CnnGen.Sampling;

/// <summary>A file of bytes in the IDX format: a magic number, the sizes of the dimensions, the bytes.</summary>
internal sealed class IdxFile
{
    // Of the magic number the third byte is the type, 8 for unsigned bytes, and the fourth the number of dimensions.
    private const int UnsignedBytes = 8, MagicBytes = 4, SizeBytes = 4;

    private IdxFile(int[] shape, int count, byte[] data)
    {
        Shape = shape;
        Count = count;
        Data = data;
    }

    /// <summary>The shape of an item; empty where items are single bytes.</summary>
    public int[] Shape { get; }

    /// <summary>How many items there are.</summary>
    public int Count { get; }

    /// <summary>The items back to back.</summary>
    public byte[] Data { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no IDX file of bytes.</exception>
    public static IdxFile Read(Stream stream)
    {
        byte[] bytes = Unpacked(stream);
        if (bytes.Length < MagicBytes || bytes[0] != 0 || bytes[1] != 0 || bytes[2] != UnsignedBytes || bytes[3] == 0)
        {
            string came = BitConverter.ToString(bytes, 0, Math.Min(bytes.Length, MagicBytes)).Replace("-", " ");
            throw new InvalidDataException(
                $"No IDX file of unsigned bytes, gzipped or not: it begins with {came}, and not with 00 00 08 and the number of axes.");
        }

        int axes = bytes[3], header = MagicBytes + (SizeBytes * axes);
        if (bytes.Length < header)
        {
            throw new InvalidDataException($"The file is cut off: {bytes.Length} bytes, where its header of {axes} axes alone takes {header}.");
        }

        var sizes = new long[axes];
        long expected = 1;
        for (int i = 0; i < axes; i++)
        {
            int at = MagicBytes + (SizeBytes * i);
            sizes[i] = ((long)bytes[at] << 24) | ((long)bytes[at + 1] << 16) | ((long)bytes[at + 2] << 8) | bytes[at + 3];
            if (sizes[i] is 0 or > int.MaxValue) throw new InvalidDataException($"The size of axis {i} is {sizes[i]}.");
            expected = Math.Min(expected * sizes[i], int.MaxValue + 1L);   // no more than shows that it is wrong
        }

        if (bytes.Length - header != expected)
        {
            throw new InvalidDataException(
                $"The header tells of {string.Join("×", sizes)} bytes, and the file has {bytes.Length - header}: it is " +
                    $"{(bytes.Length - header < expected ? "cut off" : "longer than it should be")}.");
        }

        return new IdxFile(Array.ConvertAll(sizes[1..], size => (int)size), (int)sizes[0], bytes[header..]);
    }

    /// <summary>By content: browsers unpack files and leave the name as it was.</summary>
    private static byte[] Unpacked(Stream stream)
    {
        var content = new MemoryStream();
        stream.CopyTo(content);
        byte[] bytes = content.ToArray();
        if (bytes.Length < 2 || bytes[0] != 0x1F || bytes[1] != 0x8B) return bytes;
        content = new MemoryStream();
        using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        unpacked.CopyTo(content);
        return content.ToArray();
    }
}
