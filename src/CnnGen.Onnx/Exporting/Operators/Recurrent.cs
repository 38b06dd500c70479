using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Format;

namespace CnnGen.Onnx.Exporting.Operators;

/// <summary>
/// Recurrent layers. ONNX goes along the first axis, has its gates in another order, and both biases in one tensor: so the initializers are called as ONNX
/// calls them, <c>lstm1.W</c>, <c>lstm1.R</c> and <c>lstm1.B</c>.
/// </summary>
internal static class Recurrent
{
    /// <summary>PyTorch has r, z, n; ONNX z, r, h. The bias of the state is inside the product with r, as in PyTorch.</summary>
    public static string GRU(LayerWriter layer) => Write(layer, "GRU", new[] { 1, 0, 2 }, hasCells: false, Attributes.Of("linear_before_reset", 1));

    /// <summary>PyTorch has i, f, g, o; ONNX i, o, f, c.</summary>
    public static string LSTM(LayerWriter layer) => Write(layer, "LSTM", new[] { 0, 3, 1, 2 }, hasCells: true);

    private static string Write(LayerWriter layer, string type, int[] gates, bool hasCells, params AttributeProto[] attributes)
    {
        long units = layer.Integers("units")[0], rows = gates.Length * units;
        string steps = layer.Node("Transpose", new[] { layer.Input }, Attributes.Of("perm", new long[] { 2, 0, 1 }));
        List<string> inputs = new()
        {
            steps,
            layer.Initializer("W", new[] { 1, rows, layer.InputShape[0] }, layer.Reordered("weight_ih_l0", gates)),
            layer.Initializer("R", new[] { 1, rows, units }, layer.Reordered("weight_hh_l0", gates)),
        };
        byte[] biases = layer.IsOn("bias")
            ? layer.Reordered("bias_ih_l0", gates).Concat(layer.Reordered("bias_hh_l0", gates)).ToArray()
            : System.Array.Empty<byte>();
        if (biases.Length > 0) inputs.Add(layer.Initializer("B", new[] { 1, 2 * rows }, biases));

        bool takesState = layer.Sources.Count > 1, isLast = layer.IsOn("last");
        string batchAxis = takesState || isLast ? layer.Whole("layerAxis", 0) : "";
        if (takesState)
        {
            if (biases.Length == 0) inputs.Add("");
            inputs.Add("");   // lengths of sequences: all the same
            string state = layer.Sources[1].Name;
            if (hasCells)
            {
                foreach (string part in layer.Node("Split", new[] { state }, new[] { ".hidden", ".cell" }, Attributes.Of("axis", 1)))
                {
                    inputs.Add(layer.Node("Unsqueeze", part, batchAxis));
                }
            }
            else inputs.Add(layer.Node("Unsqueeze", state, batchAxis));
        }

        string[] suffixes = hasCells ? new[] { "", ".Y_h", ".Y_c" } : new[] { "", ".Y_h" };
        string[] outputs = layer.Node(type, inputs.ToArray(), suffixes, attributes.Prepend(Attributes.Of("hidden_size", units)).ToArray());
        string last = takesState || isLast ? layer.Node("Squeeze", outputs[1], batchAxis) : "";
        if (takesState)
        {
            string memory = hasCells
                ? layer.Node("Concat", new[] { last, layer.Node("Squeeze", outputs[2], batchAxis) }, Attributes.Of("axis", 1))
                : last;
            layer.Memory = new Value(memory, layer.Sources[1].Shape);
        }

        if (isLast) return last;

        // Steps × directions × samples × units become samples × units × steps.
        string states = layer.Node("Squeeze", outputs[0], layer.Whole("directionAxis", 1));
        return layer.Node("Transpose", new[] { states }, Attributes.Of("perm", new long[] { 1, 2, 0 }));
    }
}
