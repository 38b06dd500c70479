using System;
using System.IO;
using System.IO.Compression;

namespace CnnGen.Sampling;

/// <summary>A file of bytes in the IDX format: a magic number, the sizes of the dimensions, the bytes.</summary>
internal sealed class IdxFile
{
    // Of the magic number the third byte is the type, 8 for unsigned bytes, and the fourth the number of dimensions.
    private const int UnsignedBytes = 8, MagicBytes = 4, SizeBytes = 4, FirstBytes = 1 << 20;

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

    /// <summary>Reads a file, gzipped or not: what it is shows its content, since browsers unpack files and leave the name as it was.</summary>
    /// <param name="stream">The file, which can seek.</param>
    /// <exception cref="InvalidDataException">It is no IDX file of bytes.</exception>
    public static IdxFile Read(Stream stream)
    {
        bool isPacked = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        if (!isPacked) return ReadUnpacked(stream);
        using var unpacked = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
        return ReadUnpacked(unpacked);
    }

    private static IdxFile ReadUnpacked(Stream stream)
    {
        byte[] magic = Take(stream, MagicBytes);
        if (magic.Length < MagicBytes || magic[0] != 0 || magic[1] != 0 || magic[2] != UnsignedBytes || magic[3] == 0)
        {
            string came = BitConverter.ToString(magic).Replace("-", " ");
            throw new InvalidDataException(
                $"No IDX file of unsigned bytes, gzipped or not: it begins with {came}, and not with 00 00 08 and the number of axes.");
        }

        byte[] header = Take(stream, SizeBytes * magic[3]);
        if (header.Length < SizeBytes * magic[3])
        {
            throw new InvalidDataException($"The file is cut off within its header of {magic[3]} axes, after {MagicBytes + header.Length} bytes.");
        }

        var sizes = new long[magic[3]];
        long expected = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            int at = SizeBytes * i;
            sizes[i] = ((long)header[at] << 24) | ((long)header[at + 1] << 16) | ((long)header[at + 2] << 8) | header[at + 3];
            if (sizes[i] is 0 or > int.MaxValue) throw new InvalidDataException($"The size of axis {i} is {sizes[i]}.");
            expected *= sizes[i];
            if (expected > int.MaxValue) throw new InvalidDataException($"The header tells of more than the {int.MaxValue} bytes of data that are read.");
        }

        byte[] data = Take(stream, (int)expected);
        string told = $"The header tells of {string.Join("×", sizes)} bytes of data";
        if (data.Length < expected) throw new InvalidDataException($"{told}, and the file has {data.Length}: it is cut off.");
        if (stream.ReadByte() >= 0) throw new InvalidDataException($"{told}, and the file is longer.");
        return new IdxFile(Array.ConvertAll(sizes[1..], size => (int)size), (int)sizes[0], data);
    }

    /// <summary>The next bytes, fewer at the end, in memory that grows as they come.</summary>
    private static byte[] Take(Stream stream, int count)
    {
        var bytes = new byte[Math.Min(count, FirstBytes)];
        int came = 0;
        while (came < count)
        {
            if (came == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
            int more = stream.Read(bytes, came, bytes.Length - came);
            if (more == 0) break;
            came += more;
        }

        Array.Resize(ref bytes, came);
        return bytes;
    }
}
