using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>
/// Layer norms that exporters write out, since the operator is younger than the file: (x − mean) / √(mean of squares of that + ε). Alone none of these nodes
/// can be declared, so the division becomes the operator.
/// </summary>
internal static class WrittenNorms
{
    /// <summary>The norm whose last node this is; null: of none.</summary>
    /// <param name="node">A node whose inputs are known.</param>
    /// <param name="makers">Who made each tensor so far.</param>
    /// <param name="values">What each name stands for so far.</param>
    public static Node? Find(Node node, IReadOnlyDictionary<string, Node> makers, IReadOnlyDictionary<string, Value> values)
    {
        if (node is not { Operator: "Div", Domain: "", Inputs: [string difference, string root] }) return null;
        if (Maker(difference, "Sub") is not { Inputs: [string x, string mean] }) return null;
        if (Maker(mean, "ReduceMean") is not { } ofInput || ofInput.Inputs[0] != x) return null;
        if (Maker(root, "Sqrt") is not { Inputs: [string sum] } || Maker(sum, "Add") is not { Inputs.Count: 2 } addition) return null;
        int constant = Number(addition.Inputs[0]) is null ? 1 : 0;
        if (Number(addition.Inputs[constant]) is not { } epsilon || Maker(addition.Inputs[1 - constant], "ReduceMean") is not { } ofSquares) return null;
        bool isSquare = Maker(ofSquares.Inputs[0], "Mul") is { Inputs: [string one, string other] }
            ? one == difference && other == difference
            : Maker(ofSquares.Inputs[0], "Pow") is { Inputs: [string power, string exponent] } && power == difference && Number(exponent) == 2;
        if (!isSquare || Axes(ofInput) is not { Length: > 0 } axes || Axes(ofSquares) is not { } same || !axes.SequenceEqual(same)) return null;

        // The last axes, all of them that the first of them begins.
        long first = axes.Min();
        if (!axes.Order().SequenceEqual(Enumerable.Range(0, axes.Length).Select(i => first + i))) return null;
        if (first < 0 ? first + axes.Length != 0 : values.GetValueOrDefault(x) is not View view || first + axes.Length != view.Shape.Length) return null;
        Dictionary<string, NodeAttribute> attributes = new(StringComparer.Ordinal)
        {
            ["axis"] = new NodeAttribute(Integer: first),
            ["epsilon"] = new NodeAttribute(Number: epsilon),
        };
        return new Node("LayerNormalization", "", node.Name, [x], node.Outputs, attributes);

        Node? Maker(string name, string kind) =>
            makers.GetValueOrDefault(name) is { Domain: "", Inputs.Count: > 0 } maker && maker.Operator == kind ? maker : null;

        float? Number(string name) => values.GetValueOrDefault(name) is Constant { Count: 1 } constant ? constant.AsFloats()[0] : null;

        long[]? Axes(Node reduction) => reduction.Attributes.GetValueOrDefault("axes")?.Integers
            ?? (reduction.Inputs.Count > 1 && values.GetValueOrDefault(reduction.Inputs[1]) is Constant { Integers: { } given } ? given : null);
    }
}
