using System.Linq;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>Zeros around what a convolution reads are its padding; a border that goes round is written for rows and columns apart.</summary>
internal static class PaddingPatterns
{
    public static Layer? Rewrite(Layer layer, Context context)
    {
        if (!layer.Inputs.Any(input => context.AreOne(layer, input))) return null;
        if (layer is BorderLayer { Kind: "Pad", Mode: "Circular" } second && layer.Input is BorderLayer { Kind: "Pad", Mode: "Circular" } first
            && context.IsAlone(first))
        {
            int[] before = first.Before.Zip(second.Before, (one, other) => one + other).ToArray();
            int[] after = first.After.Zip(second.After, (one, other) => one + other).ToArray();
            bool isApart = first.Before.Concat(first.After).Zip(second.Before.Concat(second.After)).All(pair => pair.First == 0 || pair.Second == 0)
                && Enumerable.Range(0, before.Length).All(axis => first.Before[axis] + first.After[axis] == 0 || second.Before[axis] + second.After[axis] == 0);
            return isApart ? new BorderLayer("Pad", first.Input, second.Shape, before, after, "Circular") : null;
        }

        if (layer is not ConvLayer { Transposed: false } conv || conv.Input is not BorderLayer { Kind: "Pad", Mode: "Zero" } pad) return null;
        Window window = conv.Window with
        {
            Before = conv.Window.Before.Zip(pad.Before, (own, more) => own + more).ToArray(),
            After = conv.Window.After.Zip(pad.After, (own, more) => own + more).ToArray(),
        };
        return conv.Reading(pad.Input, window);
    }
}
