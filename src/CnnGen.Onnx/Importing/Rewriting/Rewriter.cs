using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>What a rule may ask.</summary>
/// <param name="Options">What the import wants.</param>
/// <param name="Readers">How often each layer is read.</param>
internal sealed record Context(OnnxImportOptions Options, IReadOnlyDictionary<Layer, int> Readers)
{
    /// <summary>Whether nobody else reads a layer, so that it may be changed.</summary>
    public bool IsAlone(Layer layer) => Readers.GetValueOrDefault(layer) <= 1;
}

/// <summary>Puts several layers in one attribute's place, rule by rule until none applies: patterns that exporters write for one layer.</summary>
internal static class Rewriter
{
    // Each rule makes a graph smaller, or moves a constant towards weights; this only bounds the time.
    private const int MostPasses = 64;

    private static readonly Func<Layer, Context, Layer?>[] Rules =
    [
        ActivationPatterns.Rewrite,
        NormFolding.Rewrite,
        ConstantPatterns.Rewrite,
        PaddingPatterns.Rewrite,
        ShapePatterns.Rewrite,
    ];

    public static LayerGraph Rewrite(LayerGraph graph, OnnxImportOptions options)
    {
        for (int pass = 0; pass < MostPasses && Pass(graph, options); pass++)
        {
        }

        foreach (Layer layer in graph.Live())
        {
            if (layer.Refusal is { } refusal) throw new RefusalException(refusal + ".");
        }

        return graph;
    }

    private static bool Pass(LayerGraph graph, OnnxImportOptions options)
    {
        List<Layer> live = graph.Live();
        Context context = new(options, graph.Readers(live));
        Dictionary<Layer, Layer> replaced = [];
        foreach (Layer layer in live)
        {
            for (int i = 0; i < layer.Inputs.Length; i++) layer.Inputs[i] = replaced.GetValueOrDefault(layer.Inputs[i], layer.Inputs[i]);
            Layer? better = Rules.Select(rule => rule(layer, context)).FirstOrDefault(found => found is not null);
            if (better is null) continue;
            if (better.Origin.Length == 0) better.Origin = layer.Origin;
            replaced[layer] = better;
        }

        bool changed = replaced.Count > 0;
        foreach (LayerOutput output in graph.Outputs)
        {
            output.Layer = replaced.GetValueOrDefault(output.Layer, output.Layer);

            // The numbers of an output have an order, and no shape of their own.
            while (ShapePatterns.IsShape(output.Layer) && output.Layer.Input is not InputLayer)
            {
                output.Layer = output.Layer.Input;
                changed = true;
            }
        }

        return changed;
    }
}
