using System.Linq;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>Shapes of shapes, shapes that nobody asks for, and the last position of a recurrent layer.</summary>
internal static class ShapePatterns
{
    public static bool IsShape(Layer layer) => layer.Kind is "Reshape" or "Flatten";

    public static Layer? Rewrite(Layer layer, Context context)
    {
        if (IsShape(layer))
        {
            if (layer.Shape.SequenceEqual(layer.Input.Shape)) return layer.Input;
            return IsShape(layer.Input) ? new PlainLayer(layer.Kind, layer.Input.Input, layer.Shape, layer.Arguments.ToArray()) : null;
        }

        // A dense layer flattens by itself.
        if (layer is DenseLayer dense && IsShape(dense.Input))
        {
            return new DenseLayer(dense.Input.Input, dense.Shape[0], dense.Weight, dense.Bias) { Origin = dense.Origin };
        }

        bool isLast = layer is BorderLayer { Kind: "Crop" } crop && crop.Input is RecurrentLayer { Last: false } && context.IsAlone(crop.Input)
            && crop.Before[0] == crop.Input.Shape[1] - 1;
        if (!isLast) return null;
        RecurrentLayer last = ((RecurrentLayer)layer.Input).OfLastPosition();
        return new PlainLayer("Reshape", last, layer.Shape, layer.Shape.Select(Printing.Literals.Of).ToArray());
    }
}
