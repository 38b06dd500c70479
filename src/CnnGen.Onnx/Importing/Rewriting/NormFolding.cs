using System;
using System.Linq;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>With --fold a batch norm right behind weights becomes a factor and an offset, which then go into them.</summary>
internal static class NormFolding
{
    public static Layer? Rewrite(Layer layer, Context context)
    {
        bool folds = context.Options.Fold && layer is NormLayer { Kind: "BatchNorm" } && layer.Input is ConvLayer or DenseLayer && context.IsAlone(layer.Input);
        if (!folds) return null;
        NormLayer norm = (NormLayer)layer;
        float[] mean = norm.Buffers[0].Values, variance = norm.Buffers[1].Values;
        double[] factor = Enumerable.Range(0, mean.Length).Select(i => (norm.Weight?.Values[i] ?? 1) / Math.Sqrt(variance[i] + norm.Epsilon)).ToArray();
        double[] offset = Enumerable.Range(0, mean.Length).Select(i => (norm.Bias?.Values[i] ?? 0) - mean[i] * factor[i]).ToArray();
        return new ScaleLayer(norm.Input, factor, offset) { Origin = norm.Input.Origin };
    }
}
