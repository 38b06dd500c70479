using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace CnnGen.Onnx.Importing.Printing;

/// <summary>Writes weights as safetensors: the length of a header, the header in JSON, and the numbers.</summary>
internal static class Safetensors
{
    public static void Write(Stream stream, IReadOnlyDictionary<string, OnnxWeight> weights)
    {
        // Names are those of layers and parameters, letters, digits and points: nothing in them is to be escaped.
        StringBuilder header = new("{\"__metadata__\":{\"format\":\"pt\"}");
        long start = 0;
        foreach ((string name, OnnxWeight weight) in weights)
        {
            long end = start + 4L * weight.Values.Count;
            header.Append($",\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(",", weight.Shape)}],\"data_offsets\":[{start},{end}]}}");
            start = end;
        }

        header.Append('}');
        header.Append(' ', (8 - header.Length % 8) % 8);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(Encoding.UTF8.GetBytes(header.ToString()));
        foreach (OnnxWeight weight in weights.Values)
        {
            byte[] bytes = new byte[4 * weight.Values.Count];
            for (int i = 0; i < weight.Values.Count; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), weight.Values[i]);
            stream.Write(bytes);
        }
    }
}
