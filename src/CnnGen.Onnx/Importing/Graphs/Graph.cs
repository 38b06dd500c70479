using System.Collections.Generic;

namespace CnnGen.Onnx.Importing.Graphs;

/// <summary>A model that was read and checked: every name that is read is made before, by one maker.</summary>
/// <param name="File">What the file is called.</param>
/// <param name="Producer">Who made it; may be empty.</param>
/// <param name="Opset">The version of ONNX's operators.</param>
/// <param name="Nodes">In an order in which each comes after what it reads.</param>
/// <param name="Inputs">The inputs that are no weights.</param>
/// <param name="Outputs">The names of the outputs.</param>
/// <param name="Constants">The weights, by name.</param>
/// <param name="IsOwn">Whether CnnGen wrote it: nodes are called after the layer that they are of, <c>conv1/Conv</c>.</param>
/// <param name="Notes">What was remarkable while reading.</param>
internal sealed record Graph(
    string File,
    string Producer,
    int Opset,
    IReadOnlyList<Node> Nodes,
    IReadOnlyList<GraphInput> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, Constant> Constants,
    bool IsOwn,
    List<string> Notes);

/// <summary>An input.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape, with 1 for the batch.</param>
/// <param name="Sample">The shape of one sample.</param>
/// <param name="Batch">The batch that the file fixes, 1 where it has none; 0: any.</param>
internal sealed record GraphInput(string Name, int[] Shape, int[] Sample, int Batch);

/// <summary>An operator with what it reads and makes.</summary>
/// <param name="Operator">Which one.</param>
/// <param name="Domain">Whose; empty: ONNX's.</param>
/// <param name="Name">Its name, or where it has none that of its first output.</param>
/// <param name="Inputs">The names of what it reads; empty for what is left out.</param>
/// <param name="Outputs">The names of what it makes.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record Node(
    string Operator,
    string Domain,
    string Name,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, NodeAttribute> Attributes)
{
    /// <summary>In a file of our own: the layer that it is a part of.</summary>
    public string Unit => UnitOf(Name);

    /// <summary>The layer of which a node is a part: what stands before the slash.</summary>
    public static string UnitOf(string name) => name.IndexOf('/', System.StringComparison.Ordinal) is > 0 and int slash ? name[..slash] : name;

    public override string ToString() => $"{Operator} '{Name}'";
}

/// <summary>An attribute: one of these, the others being null.</summary>
internal sealed record NodeAttribute(
    float? Number = null, long? Integer = null, string? Text = null, long[]? Integers = null, float[]? Numbers = null, Constant? Tensor = null);
