using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace CnnGen.Files;

/// <summary>Writes a safetensors file: the same numbers, names and metadata make the same bytes.</summary>
internal static class TensorWriter
{
    private const int BufferBytes = 1 << 16, Alignment = 8;

    /// <summary>Writes a header, and its tensors one behind the other.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="stream">Where to; it stays open.</param>
    /// <param name="header">What <see cref="Header"/> makes of the tensors.</param>
    /// <param name="tensors">Numbers.</param>
    public static void Write<T>(Stream stream, byte[] header, IReadOnlyList<NamedTensor<T>> tensors) where T : unmanaged
    {
        var length = new byte[8];
        for (int i = 0; i < length.Length; i++) length[i] = (byte)((long)header.Length >> (8 * i));
        stream.Write(length, 0, length.Length);
        stream.Write(header, 0, header.Length);

        var buffer = new byte[BufferBytes];
        int size = SizeOf<T>(), most = BufferBytes / size;
        foreach (NamedTensor<T> tensor in tensors)
        {
            for (int first = 0; first < tensor.Values.Length; first += most)
            {
                ReadOnlySpan<T> values = tensor.Values.Span.Slice(first, Math.Min(most, tensor.Values.Length - first));
                StoredNumbers.Write(values, buffer);
                stream.Write(buffer, 0, size * values.Length);
            }
        }
    }

    /// <summary>The header of a file.</summary>
    /// <param name="metadata">Keys and values.</param>
    /// <param name="tensors">Names, shapes and how many numbers.</param>
    public static byte[] Header<T>(IEnumerable<(string Key, string Value)> metadata, IReadOnlyList<NamedTensor<T>> tensors) where T : unmanaged
    {
        var text = new StringBuilder("{\"__metadata__\":{");
        text.Append(string.Join(",", metadata.Select(item => $"{Quoted(item.Key)}:{Quoted(item.Value)}"))).Append('}');
        long end = 0;
        foreach (NamedTensor<T> tensor in tensors)
        {
            long begin = end;
            end += (long)tensor.Values.Length * SizeOf<T>();
            text.Append($",{Quoted(tensor.Name)}:{{\"dtype\":\"{StoredNumbers.TypeOf<T>()}\",\"shape\":[{string.Join(",", tensor.Shape)}],");
            text.Append($"\"data_offsets\":[{begin},{end}]}}");
        }

        // Blanks, so that the numbers lie where programs can use them in place.
        byte[] bytes = FileText.Utf8.GetBytes(text.Append('}').ToString());
        int count = bytes.Length;
        Array.Resize(ref bytes, (count + Alignment - 1) / Alignment * Alignment);
        bytes.AsSpan(count).Fill((byte)' ');
        return bytes;
    }

    private static int SizeOf<T>() where T : unmanaged => StoredNumbers.SizeOf(StoredNumbers.TypeOf<T>());

    private static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char character in value)
        {
            if (character is '"' or '\\') text.Append('\\').Append(character);
            else if (character < ' ') text.Append($"\\u{(int)character:x4}");
            else text.Append(character);
        }

        return text.Append('"').ToString();
    }
}
