using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Format;
using CnnGen.Onnx.Importing.Graphs;
using DataType = CnnGen.Onnx.Format.TensorProto.Types.DataType;

namespace CnnGen.Onnx.Importing.Reading;

/// <summary>ONNX's tensors as constants: floating-point numbers become single ones, whole numbers and booleans 64-bit ones.</summary>
internal sealed class TensorReader(string? folder, List<string> notes)
{
    private const int MostAxes = 12;

    /// <summary>Reads a tensor; nothing is made before the bytes are there.</summary>
    public Constant Read(TensorProto tensor)
    {
        string name = Printing.Names.Shown(tensor.Name);
        int[] shape = Shape(tensor, name);
        int count = shape.Length == 0 ? 1 : Count(shape, name);
        DataType type = (DataType)tensor.DataType;
        int size = Size(type) ?? throw new RefusalException($"The tensor '{name}' has numbers of type {type}, which are not read.");
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External) raw = ExternalFiles.Read(tensor, folder, (long)count * size);
        bool isRaw = raw.Length > 0 || tensor.DataLocation == TensorProto.Types.DataLocation.External;
        int there = isRaw ? raw.Length / size : Listed(tensor, type);
        if (there != count || (isRaw && raw.Length % size != 0))
        {
            throw new RefusalException($"The tensor '{name}' {Dims.Text(shape)} should have {count} numbers, and has {there}.");
        }

        return isRaw ? FromRaw(type, shape, count, raw, name) : FromList(tensor, type, shape, name);
    }

    private static int[] Shape(TensorProto tensor, string name)
    {
        if (tensor.Dims.Count > MostAxes) throw new RefusalException($"The tensor '{name}' has {tensor.Dims.Count} axes.");
        if (tensor.Dims.Any(size => size is < 0 or > int.MaxValue))
        {
            throw new RefusalException($"The tensor '{name}' has the sizes [{string.Join(",", tensor.Dims)}].");
        }

        return tensor.Dims.Select(size => (int)size).ToArray();
    }

    private static int Count(int[] shape, string name)
    {
        long count = 1;
        foreach (int size in shape)
        {
            count *= size;
            if (count > int.MaxValue / 8) throw new RefusalException($"The tensor '{name}' {Dims.Text(shape)} is too large.");
        }

        return (int)count;
    }

    private static int? Size(DataType type) => type switch
    {
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
        DataType.Int8 or DataType.Uint8 or DataType.Bool => 1,
        _ => null,
    };

    private static int Listed(TensorProto tensor, DataType type) => type switch
    {
        DataType.Float => tensor.FloatData.Count,
        DataType.Double => tensor.DoubleData.Count,
        DataType.Int64 => tensor.Int64Data.Count,
        DataType.Uint32 or DataType.Uint64 => tensor.Uint64Data.Count,
        _ => tensor.Int32Data.Count,
    };

    private Constant FromRaw(DataType type, int[] shape, int count, ReadOnlySpan<byte> raw, string name)
    {
        if (IsFloating(type))
        {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++)
            {
                floats[i] = type switch
                {
                    DataType.Float => BinaryPrimitives.ReadSingleLittleEndian(raw[(4 * i)..]),
                    DataType.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(raw[(8 * i)..]),
                    DataType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(raw[(2 * i)..]),
                    _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(raw[(2 * i)..]) << 16),
                };
            }

            return Floats(shape, floats, type, name);
        }

        long[] integers = new long[count];
        for (int i = 0; i < count; i++)
        {
            integers[i] = type switch
            {
                DataType.Int64 or DataType.Uint64 => BinaryPrimitives.ReadInt64LittleEndian(raw[(8 * i)..]),
                DataType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(raw[(4 * i)..]),
                DataType.Uint32 => BinaryPrimitives.ReadUInt32LittleEndian(raw[(4 * i)..]),
                DataType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(raw[(2 * i)..]),
                DataType.Uint16 => BinaryPrimitives.ReadUInt16LittleEndian(raw[(2 * i)..]),
                DataType.Int8 => (sbyte)raw[i],
                _ => raw[i],
            };
        }

        return new Constant(shape, integers);
    }

    private Constant FromList(TensorProto tensor, DataType type, int[] shape, string name) => type switch
    {
        DataType.Float => new Constant(shape, tensor.FloatData.ToArray()),
        DataType.Double => Floats(shape, tensor.DoubleData.Select(number => (float)number).ToArray(), type, name),
        DataType.Float16 => Floats(shape, tensor.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).ToArray(), type, name),
        DataType.Bfloat16 => Floats(shape, tensor.Int32Data.Select(bits => BitConverter.UInt32BitsToSingle((uint)(ushort)bits << 16)).ToArray(), type, name),
        DataType.Int64 => new Constant(shape, tensor.Int64Data.ToArray()),
        DataType.Uint32 or DataType.Uint64 => new Constant(shape, tensor.Uint64Data.Select(number => unchecked((long)number)).ToArray()),
        _ => new Constant(shape, tensor.Int32Data.Select(number => (long)number).ToArray()),
    };

    private Constant Floats(int[] shape, float[] floats, DataType type, string name)
    {
        if (type == DataType.Double) notes.Add($"The double numbers of '{name}' are rounded to single ones.");
        return new Constant(shape, floats);
    }

    private static bool IsFloating(DataType type) => type is DataType.Float or DataType.Double or DataType.Float16 or DataType.Bfloat16;
}
