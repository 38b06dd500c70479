using System.Collections.Generic;
using System.Globalization;
using CnnGen.Benchmarks.Operations;

namespace CnnGen.Benchmarks.Peers.OnnxRuntime;

/// <summary>Writes an ONNX model. The numbers are the field numbers of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    public const string Input = "input";

    private const int IrVersion = 8, OpsetVersion = 13;
    private const int Float = 1;                               // TensorProto.DataType
    private const int IntegerAttribute = 2, IntegersAttribute = 7;   // AttributeProto.AttributeType

    private readonly ProtobufWriter graph = new();
    private int names;

    /// <summary>The model of a network: its input, its layers, its last layer's output.</summary>
    public static (byte[] Model, string Output) Export(NetworkDescription description, IReadOnlyList<Operation> operations)
    {
        var onnx = new OnnxGraph();
        List<string> made = [];
        foreach (Operation operation in operations) made.Add(operation.Export(onnx, NameOf(operation.Sources[0]), NameOf(operation.Sources[^1])));
        return (onnx.Finish(description, made[^1]), made[^1]);

        string NameOf(int source) => source < 0 ? Input : made[source];
    }

    /// <summary>Adds constant numbers.</summary>
    /// <returns>Their name.</returns>
    public string AddTensor(Tensor tensor)
    {
        string name = NewName("tensor");
        graph.Message(5, initializer =>
        {
            foreach (int size in tensor.Shape) initializer.Integer(1, size);
            initializer.Integer(2, Float);
            initializer.Text(8, name);
            initializer.Floats(9, tensor.Values);
        });
        return name;
    }

    /// <summary>Adds an operator.</summary>
    /// <returns>The name of its output.</returns>
    public string AddNode(string type, string[] inputs, (string Name, long[] Values)[]? lists = null, (string Name, long Value)[]? integers = null)
    {
        string output = NewName(type);
        graph.Message(1, node =>
        {
            foreach (string input in inputs) node.Text(1, input);
            node.Text(2, output);
            node.Text(4, type);
            foreach ((string name, long[] values) in lists ?? []) node.Message(5, attribute => WriteList(attribute, name, values));
            foreach ((string name, long value) in integers ?? []) node.Message(5, attribute => WriteInteger(attribute, name, value));
        });
        return output;
    }

    private static void WriteList(ProtobufWriter attribute, string name, long[] values)
    {
        attribute.Text(1, name);
        foreach (long value in values) attribute.Integer(8, value);
        attribute.Integer(20, IntegersAttribute);
    }

    private static void WriteInteger(ProtobufWriter attribute, string name, long value)
    {
        attribute.Text(1, name);
        attribute.Integer(3, value);
        attribute.Integer(20, IntegerAttribute);
    }

    private byte[] Finish(NetworkDescription description, string output)
    {
        graph.Text(2, description.Name);
        graph.Message(11, value => WriteValue(value, Input, description.InputShape));
        graph.Message(12, value => WriteValue(value, output, description.OutputShape));

        var model = new ProtobufWriter();
        model.Integer(1, IrVersion);
        model.Bytes(7, graph.Written);
        model.Message(8, opset => opset.Integer(2, OpsetVersion));
        return model.Written.ToArray();
    }

    private static void WriteValue(ProtobufWriter value, string name, IReadOnlyList<int> sampleShape)
    {
        value.Text(1, name);
        value.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Integer(1, Float);
            tensor.Message(2, shape =>
            {
                foreach (int size in (int[])[1, .. sampleShape]) shape.Message(1, dimension => dimension.Integer(1, size));
            });
        }));
    }

    private string NewName(string stem) => string.Create(CultureInfo.InvariantCulture, $"{stem}{names++}");
}
