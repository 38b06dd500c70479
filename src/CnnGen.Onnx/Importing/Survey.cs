using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Operators;

namespace CnnGen.Onnx.Importing;

/// <summary>What is in a model.</summary>
/// <param name="Graph">The model.</param>
/// <param name="Nodes">Its nodes, without those of constants alone.</param>
/// <param name="Folded">How many nodes compute constants from constants.</param>
internal sealed record Survey(Graph Graph, IReadOnlyList<SurveyedNode> Nodes, int Folded)
{
    public static Survey Of(Graph graph, OnnxImportOptions options)
    {
        IReadOnlyDictionary<string, Value> values = Translator.Values(graph, options);
        List<SurveyedNode> nodes = [];
        HashSet<string> counted = new(StringComparer.Ordinal);
        HashSet<Value> known = [];
        foreach (Node node in graph.Nodes)
        {
            Value[] made = node.Outputs.Where(output => output.Length > 0).Select(output => values[output]).ToArray();
            if (Array.TrueForAll(made, value => value is Constant)) continue;

            // Weights that several nodes read are counted at the first; a refusal goes on to all that read what was refused.
            IEnumerable<string> read = node.Inputs.Where(input => input.Length > 0 && counted.Add(input));
            long weights = read.Sum(input => (values[input] as Constant)?.Floats?.Length ?? 0L);
            string? refusal = made.OfType<Refused>().FirstOrDefault(known.Add)?.Reason;
            nodes.Add(new SurveyedNode(node, made.OfType<View>().FirstOrDefault()?.Shape, weights, refusal));
        }

        return new Survey(graph, nodes, graph.Nodes.Count - nodes.Count);
    }
}

/// <summary>A node of a model.</summary>
/// <param name="Node">The node.</param>
/// <param name="Shape">The shape of what it makes, with 1 for the batch; null where that is not known.</param>
/// <param name="Weights">Numbers of the weights that it reads.</param>
/// <param name="Refusal">Why it cannot be declared; null where it can, or where that is for what comes before it.</param>
internal sealed record SurveyedNode(Node Node, int[]? Shape, long Weights, string? Refusal);
