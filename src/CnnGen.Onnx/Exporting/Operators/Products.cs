using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Format;

namespace CnnGen.Onnx.Exporting.Operators;

/// <summary>Convolutions and dense layers.</summary>
internal static class Products
{
    public static string Conv(LayerWriter layer) => Convolution(layer, "Conv", Window(layer));

    public static string ConvTranspose(LayerWriter layer) =>
        Convolution(layer, "ConvTranspose", Window(layer).Append(Attributes.Of("output_padding", layer.Integers("outputPadding"))));

    /// <summary>Weights are of PyTorch's order, units × inputs: what comes in is a row.</summary>
    public static string Dense(LayerWriter layer)
    {
        string input = layer.InputShape.Count == 1 ? layer.Input : layer.Node("Flatten", new[] { layer.Input }, Attributes.Of("axis", 1));
        List<string> inputs = new() { input, layer.Parameter("weight") };
        if (layer.IsOn("bias")) inputs.Add(layer.Parameter("bias"));
        return layer.Node("Gemm", inputs.ToArray(), Attributes.Of("transB", 1));
    }

    private static string Convolution(LayerWriter layer, string type, IEnumerable<AttributeProto> attributes)
    {
        bool isUntied = layer.IsOn("untiedBias");
        List<string> inputs = new() { layer.Input, layer.Parameter("weight") };
        if (layer.IsOn("bias") && !isUntied) inputs.Add(layer.Parameter("bias"));
        string sums = layer.Node(type, inputs.ToArray(), attributes.ToArray());
        return isUntied ? layer.Node("Add", sums, layer.Parameter("bias")) : sums;
    }

    private static IEnumerable<AttributeProto> Window(LayerWriter layer) => new[]
    {
        Attributes.Of("kernel_shape", layer.Integers("kernel")),
        Attributes.Of("strides", layer.Integers("stride")),
        Attributes.Of("pads", layer.Integers("padding")),
        Attributes.Of("dilations", layer.Integers("dilation")),
        Attributes.Of("group", layer.Integers("groups")[0]),
    };
}
