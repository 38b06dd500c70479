using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>One node as its room sees it: what it reads, its attributes, and what the import wants.</summary>
internal sealed class Call(Node node, Value?[] inputs, Graph graph, OnnxImportOptions options, Arranger arranger, Budget budget, List<string> notes)
{
    public Node Node => node;

    public int Opset => graph.Opset;

    /// <summary>Whether CnnGen wrote the file: what looks like nothing there is somebody's layer.</summary>
    public bool IsOwn => graph.IsOwn;

    /// <summary>Whether the file itself is of one sample, so that no axis of 1 can be another number of them.</summary>
    public bool IsOfOneSample => graph.Inputs.All(input => input.Batch == 1);

    public OnnxImportOptions Options => options;

    public Budget Budget => budget;

    /// <summary>How many inputs are named, those in between that are left out among them.</summary>
    public int InputCount => inputs.Length;

    public Value? this[int index] => index < inputs.Length ? inputs[index] : null;

    /// <summary>An input that the network computes.</summary>
    public View View(int index) => this[index] switch
    {
        View view => view,
        Graphs.Constant => throw new RefusalException($"has a constant as input {index}"),
        _ => throw new RefusalException($"lacks input {index}"),
    };

    /// <summary>An input that stands in the file; null where it is left out.</summary>
    public Constant? Constant(int index, string what) => this[index] switch
    {
        null => null,
        Constant constant => constant,
        _ => throw new RefusalException($"computes its {what} from the network's input; only constant ones can be declared"),
    };

    public Constant Needed(int index, string what) => Constant(index, what) ?? throw new RefusalException($"lacks its {what}");

    public bool Has(string name) => node.Attributes.ContainsKey(name);

    public long Integer(string name, long otherwise) => node.Attributes.TryGetValue(name, out NodeAttribute? attribute)
        ? attribute.Integer ?? throw new RefusalException($"has an attribute {name} that is no whole number")
        : otherwise;

    /// <summary>A number, as the shortest text of the float says it.</summary>
    public double Number(string name, double otherwise) => node.Attributes.TryGetValue(name, out NodeAttribute? attribute)
        ? Literals.Shortest(attribute.Number ?? throw new RefusalException($"has an attribute {name} that is no number"))
        : otherwise;

    public string Text(string name, string otherwise) => node.Attributes.TryGetValue(name, out NodeAttribute? attribute)
        ? attribute.Text ?? throw new RefusalException($"has an attribute {name} that is no text")
        : otherwise;

    public long[]? Integers(string name) => node.Attributes.TryGetValue(name, out NodeAttribute? attribute)
        ? attribute.Integers ?? throw new RefusalException($"has an attribute {name} that is no list of whole numbers")
        : null;

    /// <summary>A list that older operators have as an attribute and newer ones as an input.</summary>
    public long[]? Integers(string name, int input) => Integers(name) ?? Constant(input, name)?.AsIntegers();

    /// <summary>A list of sizes, one for each axis of a kernel.</summary>
    public int[] Sizes(string name, int count, int otherwise, int smallest)
    {
        long[]? list = Integers(name);
        if (list is null) return Enumerable.Repeat(otherwise, count).ToArray();
        if (list.Length != count) throw new RefusalException($"has {list.Length} numbers as {name}, where {count} belong");
        if (list.Any(size => size < smallest || size > Budget.Tensor)) throw new RefusalException($"has {name} = [{string.Join(",", list)}]");
        return list.Select(size => (int)size).ToArray();
    }

    /// <summary>The layer that makes exactly these numbers, in the order and shape of this input.</summary>
    public Layer Arranged(View view) => arranger.Arrange(view);

    /// <summary>The network's input that these numbers are, one list of so many; null: they are none.</summary>
    public InputLayer? InputOf(View view, int count) => arranger.InputOf(view, count);

    /// <summary>As <see cref="Arranged"/>, of a shape with channels and one axis or two behind.</summary>
    public Layer Spatial(int index)
    {
        View view = View(index);
        int rank = view.Shape.Length;
        if (rank == 5) throw new RefusalException($"reads the shape {Dims.Text(view.Shape)}: three axes behind the channels cannot be declared");
        if (rank is < 3 or > 4) throw new RefusalException($"reads the shape {Dims.Text(view.Shape)}, where channels and positions belong");
        return Arranged(view);
    }

    /// <summary>A new layer, called after this node.</summary>
    public T Named<T>(T layer) where T : Layer
    {
        layer.Origin = node.Name;
        return layer;
    }

    /// <summary>What a layer makes, with ONNX's leading 1 for the batch.</summary>
    public static View Batched(Layer layer) => new(layer, [1, .. layer.Shape]);

    public void Note(string text) => notes.Add(text);

    /// <summary>An attribute that has to have one value.</summary>
    public void Require(bool holds, string otherwise)
    {
        if (!holds) throw new RefusalException(otherwise);
    }
}
