using System.Linq;
using CnnGen.Onnx.Format;

namespace CnnGen.Onnx.Exporting.Operators;

/// <summary>Pools over windows.</summary>
internal static class Pools
{
    public static string Max(LayerWriter layer) => layer.Node("MaxPool", new[] { layer.Input }, Window(layer));

    public static string Average(LayerWriter layer) => layer.Node(
        "AveragePool", new[] { layer.Input }, Window(layer).Append(Attributes.Of("count_include_pad", layer.IsOn("countPadding") ? 1 : 0)).ToArray());

    private static AttributeProto[] Window(LayerWriter layer) => new[]
    {
        Attributes.Of("kernel_shape", layer.Integers("kernel")),
        Attributes.Of("strides", layer.Integers("stride")),
        Attributes.Of("pads", layer.Integers("padding")),
    };
}
