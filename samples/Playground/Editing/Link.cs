using System;
using System.Buffers.Text;
using System.IO;
using System.IO.Compression;
using System.Text;

namespace Playground.Editing;

/// <summary>A declaration as the part of an address behind its #.</summary>
internal static class Link
{
    private const string Start = "#d=";
    private const int MostBytes = 100_000;

    public static string Of(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(Encoding.UTF8.GetBytes(text));
        return Start + Base64Url.EncodeToString(packed.ToArray());
    }

    /// <summary>The declaration of an address; null where it has none, or a damaged one.</summary>
    public static string? Read(string address)
    {
        int start = address.IndexOf(Start, StringComparison.Ordinal);
        if (start < 0) return null;
        try
        {
            using var packed = new MemoryStream(Base64Url.DecodeFromChars(address.AsSpan(start + Start.Length)));
            using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
            var text = new byte[MostBytes];
            int length = deflate.ReadAtLeast(text, MostBytes, throwOnEndOfStream: false);
            return length is > 0 and < MostBytes ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text, 0, length) : null;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentException)
        {
            return null;
        }
    }
}
