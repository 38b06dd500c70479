using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace Digits;

/// <summary>A file of bytes in the IDX format: a magic number, the sizes of the dimensions, the bytes.</summary>
/// <param name="Path">Where it was read, for messages.</param>
/// <param name="Count">The number of items, the first dimension.</param>
/// <param name="Data">The items back to back.</param>
internal sealed record IdxFile(string Path, int Count, byte[] Data)
{
    /// <summary>The third byte of the magic number says "unsigned bytes"; the fourth is the number of dimensions.</summary>
    private const uint UnsignedBytes = 0x0800;

    /// <summary>Reads a file, gzipped or not.</summary>
    /// <param name="directory">Where it lies.</param>
    /// <param name="name">Its name without .gz.</param>
    /// <param name="itemShape">The sizes of the other dimensions; empty for single bytes.</param>
    public static IdxFile Read(string directory, string name, params ReadOnlySpan<int> itemShape)
    {
        string path = Find(directory, name);
        byte[] bytes = ReadBytes(path);

        int headerSize = 4 * (itemShape.Length + 2);
        if (bytes.Length < headerSize)
        {
            throw new FailureException($"{path}: truncated: {bytes.Length} bytes, but the header alone takes {headerSize}");
        }

        uint magic = HeaderWord(bytes, 0);
        uint expectedMagic = UnsignedBytes + (uint)itemShape.Length + 1;
        if (magic != expectedMagic)
        {
            throw new FailureException($"{path}: magic number 0x{magic:x8}, expected 0x{expectedMagic:x8} or a gzip file");
        }

        CheckItemShape(path, bytes, itemShape);
        uint count = HeaderWord(bytes, 1);
        CheckLength(path, bytes.Length, headerSize, count, itemShape);
        return new IdxFile(path, (int)count, bytes[headerSize..]);
    }

    private static string Find(string directory, string name)
    {
        if (!Directory.Exists(directory)) throw new FailureException($"no such directory: '{directory}'");
        string plain = System.IO.Path.Combine(directory, name);
        if (File.Exists(plain)) return plain;
        if (File.Exists(plain + ".gz")) return plain + ".gz";
        throw new FailureException($"{plain}: no such file, nor {name}.gz");
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);

            // By content: browsers unpack files and leave the name as it was.
            return bytes is [0x1f, 0x8b, ..] ? Unpack(bytes) : bytes;
        }
        catch (InvalidDataException)
        {
            throw new FailureException($"{path}: corrupt or truncated gzip");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"{path}: cannot be read: {e.Message}");
        }
    }

    private static byte[] Unpack(byte[] bytes)
    {
        using var content = new MemoryStream();
        using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        unpacked.CopyTo(content);
        return content.ToArray();
    }

    private static void CheckItemShape(string path, byte[] bytes, ReadOnlySpan<int> expected)
    {
        var shape = new uint[expected.Length];
        bool asExpected = true;
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = HeaderWord(bytes, i + 2);
            asExpected &= shape[i] == expected[i];
        }

        if (asExpected) return;
        throw new FailureException($"{path}: items of {string.Join('×', shape)}, expected {string.Join('×', expected.ToArray())}");
    }

    private static void CheckLength(string path, int length, int headerSize, uint count, ReadOnlySpan<int> itemShape)
    {
        if (count == 0) throw new FailureException($"{path}: holds no items");

        long expected = count;
        foreach (int size in itemShape) expected *= size;
        expected += headerSize;
        if (length == expected) return;
        string what = length < expected ? "truncated" : "trailing bytes";
        throw new FailureException($"{path}: {what}: {length:N0} bytes, but {count:N0} items make {expected:N0}");
    }

    private static uint HeaderWord(byte[] bytes, int index) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(4 * index));
}
