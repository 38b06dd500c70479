using System;

namespace CnnGen.Onnx.Exporting.Operators;

/// <summary>Functions of single numbers, and the softmax.</summary>
internal static class Activations
{
    public static string LeakyReLU(LayerWriter layer) =>
        layer.Node("LeakyRelu", new[] { layer.Input }, Attributes.Of("alpha", layer.Number("slope")));

    /// <summary>One slope for all, or one for each channel, over all its positions.</summary>
    public static string PReLU(LayerWriter layer) => layer.Node(
        "PRelu",
        layer.Input,
        layer.IsOn("channels") ? layer.Parameter("weight", layer.PerChannel(layer.InputShape[0])) : layer.Parameter("weight"));

    public static string Clip(LayerWriter layer) => layer.Node(
        "Clip", layer.Input, layer.Constant("minimum", layer.Number("minimum")), layer.Constant("maximum", layer.Number("maximum")));

    public static string HardSigmoid(LayerWriter layer) => layer.Node(
        "HardSigmoid", new[] { layer.Input }, Attributes.Of("alpha", layer.Number("slope")), Attributes.Of("beta", layer.Number("offset")));

    public static string ELU(LayerWriter layer) => layer.Node("Elu", new[] { layer.Input }, Attributes.Of("alpha", layer.Number("alpha")));

    public static string SELU(LayerWriter layer) => layer.Node(
        "Selu", new[] { layer.Input }, Attributes.Of("alpha", layer.Number("alpha")), Attributes.Of("gamma", layer.Number("scale")));

    /// <summary>x / 2 × (1 + erf(x / √2)), or x / 2 × (1 + tanh(√(2 / π) × (x + 0.044715 × x³))): an operator of its own is younger.</summary>
    public static string GELU(LayerWriter layer)
    {
        string x = layer.Input, half = layer.Constant("half", 0.5), one = layer.Constant("one", 1), inner;
        if (layer.IsOn("tanh"))
        {
            string cube = layer.Node("Mul", layer.Node("Mul", x, x), x);
            string sum = layer.Node("Add", x, layer.Node("Mul", cube, layer.Constant("cubic", 0.044715)));
            inner = layer.Node("Tanh", layer.Node("Mul", sum, layer.Constant("factor", Math.Sqrt(2 / Math.PI))));
        }
        else
        {
            inner = layer.Node("Erf", layer.Node("Div", x, layer.Constant("root", Math.Sqrt(2))));
        }

        return layer.Node("Mul", layer.Node("Mul", x, half), layer.Node("Add", inner, one));
    }

    /// <summary>Over the features, or over the channels of each position.</summary>
    public static string Softmax(LayerWriter layer) => layer.Node("Softmax", new[] { layer.Input }, Attributes.Of("axis", 1));
}
