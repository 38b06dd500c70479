using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace Playground.Picturing;

/// <summary>Writes small pictures as PNG, with an opacity for each pixel: the page's colour shows through.</summary>
internal static class Png
{
    private const byte RgbWithOpacity = 6, BitsOfSample = 8;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];
    private static readonly uint[] Remainders = MakeRemainders();

    /// <summary>The picture as a data address.</summary>
    /// <param name="pixels">Red, green, blue and opacity of each pixel, row by row.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    public static Picture Of(ReadOnlySpan<byte> pixels, int width, int height)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (BitsOfSample, RgbWithOpacity);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(pixels, width, height));
        WriteChunk(file, "IEND", []);
        return new Picture("data:image/png;base64," + Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length), width, height);
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int width, int height)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                zlib.WriteByte(0);   // the row is not filtered
                zlib.Write(pixels.Slice(row * width * 4, width * 4));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        int start = (int)file.Length;
        file.Write(Encoding.ASCII.GetBytes(type));
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(file.GetBuffer().AsSpan(start, (int)file.Length - start)));
        file.Write(number);
    }

    /// <summary>CRC-32.</summary>
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint remainder = uint.MaxValue;
        foreach (byte value in data) remainder = Remainders[(byte)(remainder ^ value)] ^ (remainder >> 8);
        return ~remainder;
    }

    private static uint[] MakeRemainders()
    {
        var remainders = new uint[256];
        for (uint i = 0; i < remainders.Length; i++)
        {
            uint remainder = i;
            for (int bit = 0; bit < 8; bit++) remainder = (remainder & 1) == 0 ? remainder >> 1 : 0xedb88320 ^ (remainder >> 1);
            remainders[i] = remainder;
        }

        return remainders;
    }
}
