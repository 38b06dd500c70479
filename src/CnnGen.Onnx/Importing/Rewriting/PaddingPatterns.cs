using System.Linq;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>Zeros around what a convolution reads are its padding.</summary>
internal static class PaddingPatterns
{
    public static Layer? Rewrite(Layer layer, Context context)
    {
        if (layer is not ConvLayer { Transposed: false } conv || conv.Input is not BorderLayer { Kind: "Pad", Mode: "Zero" } pad) return null;
        Window window = conv.Window with
        {
            Before = conv.Window.Before.Zip(pad.Before, (own, more) => own + more).ToArray(),
            After = conv.Window.After.Zip(pad.After, (own, more) => own + more).ToArray(),
        };
        return conv.Reading(pad.Input, window);
    }
}
