using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CnnGen.Onnx.Format;

namespace CnnGen.Onnx.Exporting;

/// <summary>A network's parameters and buffers, as ONNX stores them: little-endian, in the network's number type.</summary>
internal sealed class Numbers
{
    private readonly Dictionary<string, (TensorDescription Tensor, byte[] All)> tensors;
    private readonly int size;

    private Numbers(TensorProto.Types.DataType type, int size, NetworkDescription network, byte[] parameters, byte[] buffers)
    {
        Type = type;
        this.size = size;
        tensors = network.Parameters.Select(tensor => (tensor, parameters))
            .Concat(network.Buffers.Select(tensor => (tensor, buffers)))
            .ToDictionary(item => item.tensor.Name);
    }

    /// <summary>The type of them.</summary>
    public TensorProto.Types.DataType Type { get; }

    /// <summary>Copies those of a network.</summary>
    /// <exception cref="NotSupportedException">ONNX cannot hold them.</exception>
    public static Numbers Of<T>(INetwork<T> network) where T : unmanaged
    {
        TensorProto.Types.DataType type =
            typeof(T) == typeof(float) ? TensorProto.Types.DataType.Float
            : typeof(T) == typeof(double) ? TensorProto.Types.DataType.Double
            : throw new NotSupportedException($"A model of ONNX holds numbers of type float or double, not {typeof(T)}.");
        int size = Unsafe.SizeOf<T>();
        long bytes = size * ((long)network.ParameterCount + network.BufferCount);
        if (bytes > int.MaxValue / 4 * 3L)
        {
            string count = bytes.ToString("N0", CultureInfo.InvariantCulture);
            throw new NotSupportedException($"A model of ONNX holds at most two gigabytes; the numbers of {network.Description.Name} take {count} bytes.");
        }

        T[] parameters = new T[network.ParameterCount], buffers = new T[network.BufferCount];
        network.CopyParametersTo(parameters);
        network.CopyBuffersTo(buffers);
        return new Numbers(type, size, network.Description, LittleEndian<T>(parameters), LittleEndian<T>(buffers));
    }

    /// <summary>The shape of a parameter or buffer.</summary>
    public IReadOnlyList<int> ShapeOf(string name) => tensors[name].Tensor.Shape;

    /// <summary>The bytes of a parameter or buffer.</summary>
    public ReadOnlySpan<byte> Of(string name)
    {
        (TensorDescription tensor, byte[] all) = tensors[name];
        return all.AsSpan(tensor.Offset * size, tensor.Count * size);
    }

    /// <summary>A parameter whose equal parts change their places: part after part of what is returned, by the number that it had.</summary>
    public ReadOnlySpan<byte> Reordered(string name, IReadOnlyList<int> order)
    {
        ReadOnlySpan<byte> all = Of(name);
        int part = all.Length / order.Count;
        var result = new byte[all.Length];
        for (int i = 0; i < order.Count; i++) all.Slice(order[i] * part, part).CopyTo(result.AsSpan(i * part));
        return result;
    }

    /// <summary>Constants of the network's number type, each rounded once.</summary>
    public byte[] Encode(IReadOnlyList<double> values) => Type == TensorProto.Types.DataType.Float
        ? LittleEndian<float>(values.Select(value => (float)value).ToArray())
        : LittleEndian<double>(values.ToArray());

    /// <summary>Numbers as bytes, the least first.</summary>
    public static byte[] LittleEndian<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        if (BitConverter.IsLittleEndian) return bytes;
        int size = bytes.Length / Math.Max(1, values.Length);
        for (int first = 0; first < bytes.Length; first += size) bytes.AsSpan(first, size).Reverse();
        return bytes;
    }
}
