using System.Linq;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>Shapes of shapes, and shapes that nobody asks for.</summary>
internal static class ShapePatterns
{
    public static bool IsShape(Layer layer) => layer.Kind is "Reshape" or "Flatten";

    public static Layer? Rewrite(Layer layer, Context context)
    {
        if (layer.Inputs.Length != 1 || !context.AreOne(layer, layer.Input)) return null;
        if (IsShape(layer))
        {
            if (layer.Shape.SequenceEqual(layer.Input.Shape)) return layer.Input;
            return IsShape(layer.Input) ? new PlainLayer(layer.Kind, layer.Input.Input, layer.Shape, layer.Arguments.ToArray()) : null;
        }

        // A dense layer flattens by itself.
        return layer is DenseLayer dense && IsShape(dense.Input)
            ? new DenseLayer(dense.Input.Input, dense.Shape[0], dense.Weight, dense.Bias) { Origin = dense.Origin }
            : null;
    }
}
