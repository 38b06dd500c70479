using System;
using System.Collections.Generic;
using System.Linq;
using Google.Protobuf;

namespace CnnGen.Onnx.Format;

/// <summary>Makes tensors within a model its outputs, so that another program can be asked for them.</summary>
internal static class ModelOutputs
{
    /// <summary>A model whose outputs are these tensors, in this order.</summary>
    public static byte[] Expose(ReadOnlySpan<byte> bytes, IEnumerable<string> tensors)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(bytes);
        Dictionary<string, ValueInfoProto> known = model.Graph.Output.Concat(model.Graph.ValueInfo).GroupBy(value => value.Name)
            .ToDictionary(group => group.Key, group => group.First());
        model.Graph.Output.Clear();
        foreach (string tensor in tensors)
        {
            TypeProto type = new() { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float } };
            model.Graph.Output.Add(known.GetValueOrDefault(tensor) ?? new ValueInfoProto { Name = tensor, Type = type });
        }

        return model.ToByteArray();
    }
}
