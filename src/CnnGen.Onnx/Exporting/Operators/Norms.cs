using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Onnx.Exporting.Operators;

/// <summary>Norms. Without weights and biases of their own they have ones and zeros, where the operator asks for some.</summary>
internal static class Norms
{
    public static string Batch(LayerWriter layer)
    {
        long[] shape = { layer.InputShape[0] };
        return layer.Node(
            "BatchNormalization",
            Affine(layer, shape).Prepend(layer.Input).Append(layer.Parameter("running_mean")).Append(layer.Parameter("running_var")).ToArray(),
            Attributes.Of("epsilon", layer.Number("epsilon")));
    }

    /// <summary>Over the whole sample.</summary>
    public static string Layer(LayerWriter layer)
    {
        long[] shape = layer.InputShape.Select(size => (long)size).ToArray();
        return layer.Node(
            "LayerNormalization",
            Affine(layer, shape).Prepend(layer.Input).ToArray(),
            Attributes.Of("axis", 1),
            Attributes.Of("epsilon", layer.Number("epsilon")));
    }

    /// <summary>Each group as one channel of an instance norm; then each channel, or feature, its weight and bias. An operator of its own is younger.</summary>
    public static string Group(LayerWriter layer)
    {
        long groups = layer.Integers("groups")[0];
        string grouped = layer.Reshape("grouped", layer.Input, groups, -1);
        string normal = layer.Node(
            "InstanceNormalization",
            new[] { grouped, Same(layer, "ones", 1, groups), Same(layer, "zeros", 0, groups) },
            Attributes.Of("epsilon", layer.Number("epsilon")));
        string output = layer.Reshape("shape", normal, layer.InputShape.Select(size => (long)size).ToArray());
        if (!layer.IsOn("affine")) return output;
        long[] shape = layer.PerChannel(layer.InputShape[0]);
        return layer.Node("Add", layer.Node("Mul", output, layer.Parameter("weight", shape)), layer.Parameter("bias", shape));
    }

    private static IEnumerable<string> Affine(LayerWriter layer, long[] shape) => layer.IsOn("affine")
        ? new[] { layer.Parameter("weight"), layer.Parameter("bias") }
        : new[] { Same(layer, "ones", 1, shape), Same(layer, "zeros", 0, shape) };

    private static string Same(LayerWriter layer, string role, double value, params long[] shape) =>
        layer.Constant(role, Enumerable.Repeat(value, (int)shape.Aggregate(1L, (count, size) => count * size)).ToArray(), shape);
}
