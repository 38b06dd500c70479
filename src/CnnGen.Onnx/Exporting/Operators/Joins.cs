namespace CnnGen.Onnx.Exporting.Operators;

/// <summary>What names tensors, and what joins them.</summary>
internal static class Joins
{
    /// <summary>A name, which the graph has no need of: readers name what they read.</summary>
    public static string Name(LayerWriter layer)
    {
        layer.MakesTensor = false;
        return layer.Input;
    }

    public static string Output(LayerWriter layer)
    {
        layer.IsHead = true;
        return Name(layer);
    }

    /// <summary>The running tensor's channels first.</summary>
    public static string Concat(LayerWriter layer) =>
        layer.Node("Concat", new[] { layer.Input, layer.Sources[1].Name }, Attributes.Of("axis", 1));
}
