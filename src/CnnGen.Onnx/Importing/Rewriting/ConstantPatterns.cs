using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>Factors and offsets go into the weights before them, or into each other.</summary>
internal static class ConstantPatterns
{
    public static Layer? Rewrite(Layer layer, Context context)
    {
        if (layer.Inputs.Length != 1 || !context.IsAlone(layer.Input) || !context.AreOne(layer, layer.Input)) return null;
        return layer switch
        {
            ConstantLayer { IsFactor: false } constant when layer.Input is ConvLayer conv => Untied(conv, constant.Values),
            ConstantLayer constant when layer.Input is NormLayer { Kind: "LayerNorm" } norm => constant.IsFactor
                ? IntoNorm(norm, i => constant.Values[i], _ => 0, context)
                : IntoNorm(norm, _ => 1, i => constant.Values[i], context),

            // In a file of our own the bias of all positions is no other than this.
            ScaleLayer { Factor: [1] } scale when context.IsOwn && layer.Input is ConvLayer conv => Untied(conv, Spread(scale, context)),
            ScaleLayer scale => Scale(scale, context),
            NormalizeLayer norm => Normalize(norm),
            _ => null,
        };
    }

    private static Layer? Scale(ScaleLayer scale, Context context) => scale.Input switch
    {
        ConvLayer or DenseLayer => IntoWeights(scale.Input, scale.FactorOf, scale.OffsetOf, scale.Factor is [1]),
        NormLayer norm => IntoNorm(norm, scale, context),

        // x f + o of two; and (x + o) f, which is x f + o f.
        ScaleLayer { Offset: [0] } before when scale.Factor is [1] => new ScaleLayer(before.Input, before.Factor, scale.Offset),
        ScaleLayer { Factor: [1] } before when scale.Offset is [0] => new ScaleLayer(before.Input, scale.Factor, Products(before.Offset, scale.Factor)),
        _ => null,
    };

    private static Layer? Normalize(NormalizeLayer norm) => norm.Input switch
    {
        ConvLayer or DenseLayer when norm.Mean is [0] =>
            IntoWeights(norm.Input, channel => 1 / norm.Deviation[norm.Deviation.Length == 1 ? 0 : channel], _ => 0, false),
        ScaleLayer { Factor: [1] } before when norm.Mean is [0] =>
            new NormalizeLayer(before.Input, Array.ConvertAll(before.Offset, offset => 0 - offset), norm.Deviation),
        _ => null,
    };

    private static Layer IntoWeights(Layer layer, Func<int, double> factor, Func<int, double> offset, bool isOffset)
    {
        int filters = layer.Shape[0];
        (LayerTensor weight, LayerTensor? bias) = layer is ConvLayer conv ? (conv.Weight, conv.Bias) : (((DenseLayer)layer).Weight, ((DenseLayer)layer).Bias);
        int each = bias is null ? 1 : bias.Values.Length / filters;
        bool hasBias = bias is not null || Enumerable.Range(0, filters).Any(filter => offset(filter) != 0);
        LayerTensor? moved = hasBias
            ? new LayerTensor("bias", bias?.Shape ?? [filters], Enumerable.Range(0, filters * each)
                .Select(i => (float)((bias?.Values[i] ?? 0) * factor(i / each) + offset(i / each))).ToArray())
            : null;
        LayerTensor scaled = isOffset ? weight
            : weight with { Values = weight.Values.Select((number, i) => (float)(number * factor(FilterOf(layer, i)))).ToArray() };
        return layer is ConvLayer convolution ? convolution.With(scaled, moved) : ((DenseLayer)layer).With(scaled, moved);
    }

    /// <summary>Which filter, or unit, a weight belongs to.</summary>
    private static int FilterOf(Layer layer, int index)
    {
        if (layer is not ConvLayer conv) return index / (((DenseLayer)layer).Weight.Values.Length / layer.Shape[0]);
        int[] shape = conv.Weight.Shape;
        int cells = shape.Skip(2).Aggregate(1, (product, size) => product * size), outer = index / cells / shape[1];
        return conv.Transposed ? outer / (shape[0] / conv.Groups) * shape[1] + index / cells % shape[1] : outer;
    }

    private static NormLayer IntoNorm(NormLayer norm, ScaleLayer scale, Context context)
    {
        // A layer norm has weights of its own for each position.
        int positions = norm.Kind == "LayerNorm" ? Dims.Count(norm.Shape.AsSpan(1)) : 1;
        return IntoNorm(norm, i => scale.FactorOf(i / positions), i => scale.OffsetOf(i / positions), context);
    }

    private static NormLayer IntoNorm(NormLayer norm, Func<int, double> factor, Func<int, double> offset, Context context)
    {
        int[] shape = norm.Kind == "LayerNorm" ? norm.Shape : [norm.Shape[0]];
        int count = Dims.Count(shape);
        context.Spend(norm, shape);
        float[] weight = new float[count], bias = new float[count];
        for (int i = 0; i < count; i++)
        {
            weight[i] = (float)((norm.Weight?.Values[i] ?? 1) * factor(i));
            bias[i] = (float)((norm.Bias?.Values[i] ?? 0) * factor(i) + offset(i));
        }

        return norm.With(new LayerTensor("weight", shape, weight), new LayerTensor("bias", shape, bias));
    }

    private static ConvLayer Untied(ConvLayer conv, float[] values)
    {
        int positions = values.Length / conv.Shape[0];
        float[] bias = values;
        if (conv.Bias is { } before)
        {
            bool isTied = before.Values.Length < values.Length;
            bias = values.Select((number, i) => number + before.Values[isTied ? i / positions : i]).ToArray();
        }

        return conv.With(conv.Weight, new LayerTensor("bias", conv.Shape, bias));
    }

    private static float[] Spread(ScaleLayer scale, Context context)
    {
        int positions = Dims.Count(scale.Shape.AsSpan(1));
        context.Spend(scale, scale.Shape);
        return Enumerable.Range(0, positions * scale.Shape[0]).Select(i => (float)scale.OffsetOf(i / positions)).ToArray();
    }

    private static double[] Products(double[] a, double[] b) =>
        Enumerable.Range(0, Math.Max(a.Length, b.Length)).Select(i => Literals.Shortest((float)(a[a.Length == 1 ? 0 : i] * b[b.Length == 1 ? 0 : i])))
            .ToArray();
}
