using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Format;
using Google.Protobuf;

namespace CnnGen.Onnx.Exporting;

/// <summary>What the writer of a layer sees of it, and where it puts nodes and initializers.</summary>
internal sealed class LayerWriter
{
    private readonly GraphProto graph;
    private readonly Numbers numbers;
    private readonly LayerDescription layer;
    private readonly Dictionary<string, int> counts = new();

    public LayerWriter(GraphProto graph, Numbers numbers, LayerDescription layer, IReadOnlyList<Value> sources)
    {
        this.graph = graph;
        this.numbers = numbers;
        this.layer = layer;
        Sources = sources;
    }

    /// <summary>The tensors that it reads.</summary>
    public IReadOnlyList<Value> Sources { get; }

    /// <summary>The first of them.</summary>
    public string Input => Sources[0].Name;

    /// <summary>The shape of that, as it lies there.</summary>
    public IReadOnlyList<int> InputShape => Sources[0].Shape;

    /// <summary>The shape of what it makes.</summary>
    public IReadOnlyList<int> OutputShape => layer.OutputShape;

    /// <summary>Whether it makes a tensor, and does not only name one.</summary>
    public bool MakesTensor { get; set; } = true;

    /// <summary>Whether it ends a head.</summary>
    public bool IsHead { get; set; }

    /// <summary>What it hands on to an output besides.</summary>
    public Value? Memory { get; set; }

    /// <summary>A number for each axis behind the channels, which spreads one of each channel over it.</summary>
    public long[] PerChannel(int channels) => InputShape.Skip(1).Select(_ => 1L).Prepend(channels).ToArray();

    public double Number(string option) => layer.Options[option].Number;

    public bool IsOn(string option) => layer.Options[option].IsOn;

    public string Word(string option) => layer.Options[option].Word!;

    public IReadOnlyList<double> Fractions(string option) => layer.Options[option].Numbers;

    public long[] Integers(string option) => layer.Options[option].Numbers.Select(number => (long)number).ToArray();

    /// <summary>A parameter or buffer as it is.</summary>
    public string Parameter(string role) => Parameter(role, numbers.ShapeOf(NameOf(role)).Select(size => (long)size).ToArray());

    /// <summary>The same in another shape of as many numbers.</summary>
    public string Parameter(string role, long[] shape) => Initializer(NameOf(role), numbers.Type, shape, numbers.Of(NameOf(role)));

    /// <summary>A parameter whose equal parts change their places.</summary>
    public byte[] Reordered(string role, IReadOnlyList<int> order) => numbers.Reordered(NameOf(role), order).ToArray();

    /// <summary>Numbers that the layer needs, and no parameter is.</summary>
    public string Initializer(string role, long[] shape, ReadOnlySpan<byte> bytes) => Initializer(NameOf(role), numbers.Type, shape, bytes);

    /// <summary>Constants of the network's number type.</summary>
    public string Constant(string role, IReadOnlyList<double> values, params long[] shape) =>
        Initializer($"{layer.Name}/{role}", numbers.Type, shape, numbers.Encode(values));

    /// <summary>One constant.</summary>
    public string Constant(string role, double value) => Constant(role, new[] { value });

    /// <summary>One for all channels, or one for each.</summary>
    public string OfChannels(string option)
    {
        IReadOnlyList<double> values = Fractions(option);
        return values.Count == 1 ? Constant(option, values[0]) : Constant(option, values, PerChannel(values.Count));
    }

    /// <summary>Whole numbers: axes, sizes, places.</summary>
    public string Whole(string role, params long[] values) =>
        Initializer($"{layer.Name}/{role}", TensorProto.Types.DataType.Int64, new long[] { values.Length }, Numbers.LittleEndian<long>(values));

    /// <summary>Fractions that are single whatever the network's number type.</summary>
    public string Single(string role, params float[] values) =>
        Initializer($"{layer.Name}/{role}", TensorProto.Types.DataType.Float, new long[] { values.Length }, Numbers.LittleEndian<float>(values));

    /// <summary>The same numbers in another shape of a sample.</summary>
    public string Reshape(string role, string input, params long[] shape) =>
        Node("Reshape", input, Whole(role, shape.Prepend(0).ToArray()));   // 0: as it is

    /// <summary>Adds a node; gives its output.</summary>
    public string Node(string type, params string[] inputs) => Node(type, inputs, Array.Empty<AttributeProto>());

    /// <summary>Adds a node; gives its output.</summary>
    public string Node(string type, string[] inputs, params AttributeProto[] attributes) => Node(type, inputs, new[] { "" }, attributes)[0];

    /// <summary>Adds a node; gives its outputs, each called after the node and by a suffix.</summary>
    public string[] Node(string type, string[] inputs, string[] suffixes, params AttributeProto[] attributes)
    {
        int count = counts[type] = counts.GetValueOrDefault(type) + 1;
        string name = $"{layer.Name}/{type}{(count == 1 ? "" : count)}";
        string[] outputs = suffixes.Select(suffix => name + suffix).ToArray();
        graph.Node.Add(NodeOf(type, name, inputs, outputs, attributes));
        return outputs;
    }

    /// <summary>A node.</summary>
    public static NodeProto NodeOf(string type, string name, string[] inputs, string[] outputs, params AttributeProto[] attributes)
    {
        var node = new NodeProto { Name = name, OpType = type };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes);
        return node;
    }

    private string NameOf(string role) => $"{layer.Name}.{role}";

    private string Initializer(string name, TensorProto.Types.DataType type, long[] shape, ReadOnlySpan<byte> bytes)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape);
        graph.Initializer.Add(tensor);
        return name;
    }
}
