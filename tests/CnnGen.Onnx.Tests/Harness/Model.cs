using System;
using System.Linq;
using CnnGen.Onnx.Format;
using Google.Protobuf;
using AttributeType = CnnGen.Onnx.Format.AttributeProto.Types.AttributeType;
using DataType = CnnGen.Onnx.Format.TensorProto.Types.DataType;

namespace CnnGen.Onnx.Tests.Harness;

/// <summary>Builds small models: each call adds a line to the graph.</summary>
internal sealed class Model
{
    private readonly Random random = new(7);

    public Model(int opset = 17)
    {
        Proto = new ModelProto { IrVersion = 8, ProducerName = "tests", Graph = new GraphProto { Name = "graph" } };
        Proto.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
    }

    public ModelProto Proto { get; }

    private GraphProto Graph => Proto.Graph;

    /// <summary>An input; a size of 0 is left open, as a batch is.</summary>
    public Model Input(string name, params int[] shape)
    {
        Graph.Input.Add(Value(name, shape));
        return this;
    }

    public Model Output(string name)
    {
        Graph.Output.Add(Value(name, null));
        return this;
    }

    /// <summary>Weights of random numbers.</summary>
    public Model Weight(string name, params int[] shape) => Numbers(name, shape, Enumerable.Range(0, Count(shape)).Select(_ => random.NextSingle() - 0.5f).ToArray());

    /// <summary>Weights above 0, such as a variance.</summary>
    public Model Positive(string name, params int[] shape) => Numbers(name, shape, Enumerable.Range(0, Count(shape)).Select(_ => random.NextSingle() + 0.5f).ToArray());

    public Model Numbers(string name, int[] shape, params float[] numbers)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)DataType.Float };
        tensor.Dims.AddRange(shape.Select(size => (long)size));
        tensor.FloatData.AddRange(numbers);
        Graph.Initializer.Add(tensor);
        return this;
    }

    public Model Scalar(string name, float number) => Numbers(name, [], number);

    public Model Integers(string name, params long[] numbers)
    {
        TensorProto tensor = new() { Name = name, DataType = (int)DataType.Int64 };
        tensor.Dims.Add(numbers.Length);
        tensor.Int64Data.AddRange(numbers);
        Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>A node: <c>Node("Conv", "x w b", "y", ("pads", new[] { 1, 1, 1, 1 }))</c>; - is an input that is left out.</summary>
    public Model Node(string op, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        NodeProto node = new() { OpType = op, Name = $"{op.ToLowerInvariant()}_{Graph.Node.Count}" };
        node.Input.AddRange(inputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name == "-" ? "" : name));
        node.Output.AddRange(outputs.Split(' '));
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        Graph.Node.Add(node);
        return this;
    }

    public byte[] ToBytes() => Proto.ToByteArray();

    private static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case int integer:
                attribute.Type = AttributeType.Int;
                attribute.I = integer;
                break;
            case float or double:
                attribute.Type = AttributeType.Float;
                attribute.F = Convert.ToSingle(value, System.Globalization.CultureInfo.InvariantCulture);
                break;
            case string text:
                attribute.Type = AttributeType.String;
                attribute.S = ByteString.CopyFromUtf8(text);
                break;
            case int[] integers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(integers.Select(number => (long)number));
                break;
            case float[] floats:
                attribute.Type = AttributeType.Floats;
                attribute.Floats.AddRange(floats);
                break;
            default:
                throw new ArgumentException($"An attribute of {value.GetType()}.", nameof(value));
        }

        return attribute;
    }

    private static ValueInfoProto Value(string name, int[]? shape)
    {
        TypeProto.Types.Tensor type = new() { ElemType = (int)DataType.Float };
        if (shape is not null)
        {
            type.Shape = new TensorShapeProto();
            foreach (int size in shape)
            {
                TensorShapeProto.Types.Dimension dimension = new();
                if (size > 0) dimension.DimValue = size;
                else dimension.DimParam = "N";
                type.Shape.Dim.Add(dimension);
            }
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, size) => product * size);
}
