using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Rewriting;

/// <summary>What a rule may ask.</summary>
/// <param name="Options">What the import wants.</param>
/// <param name="Readers">How often each layer is read.</param>
/// <param name="IsOwn">Whether CnnGen wrote the file.</param>
/// <param name="Budget">How many numbers the rules may make.</param>
internal sealed record Context(OnnxImportOptions Options, IReadOnlyDictionary<Layer, int> Readers, bool IsOwn, Budget Budget)
{
    /// <summary>Whether two layers may become one attribute: of a file of our own only where they were one.</summary>
    public bool AreOne(Layer layer, Layer input) => !IsOwn || (layer.Origin.Length > 0 && Node.UnitOf(layer.Origin) == Node.UnitOf(input.Origin));

    /// <summary>Counts numbers that a rule is about to make for a layer.</summary>
    public void Spend(Layer layer, int[] shape)
    {
        try
        {
            Budget.Spend(Dims.Count(shape));
        }
        catch (RefusalException refusal)
        {
            throw new RefusalException($"{layer} {refusal.Message}.");
        }
    }

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
        RecurrentPatterns.Rewrite,
    ];

    public static LayerGraph Rewrite(LayerGraph graph, OnnxImportOptions options)
    {
        Budget budget = new();
        for (int pass = 0; pass < MostPasses && Pass(graph, options, budget); pass++)
        {
        }

        HashSet<Layer> handingOn = graph.Outputs.Where(output => output.IsMemory).Select(RecurrentPatterns.MakerOf).ToHashSet<Layer>();
        foreach (Layer layer in graph.Live())
        {
            if (layer.Refusal is { } refusal) throw new RefusalException(refusal + ".");
            if (layer is not RecurrentLayer { State: { } state } || handingOn.Contains(layer)) continue;
            throw new RefusalException(
                $"{layer.Kind} '{layer.Origin}' takes its state from the input '{Names.Shown(state.Tensor)}', and its last state is no output beside others: "
                + "only so it can be declared.");
        }

        // The last state of a layer may have been read in two ways.
        HashSet<Layer> ends = [];
        List<LayerOutput> outputs = graph.Outputs.Where(output => output.IsMemory || ends.Add(output.Layer)).ToList();
        graph.Notes.AddRange(graph.Outputs.Except(outputs).Select(same => $"The output '{Names.Shown(same.Tensor)}' is the same as another."));
        return graph with { Outputs = outputs };
    }

    private static bool Pass(LayerGraph graph, OnnxImportOptions options, Budget budget)
    {
        List<Layer> live = graph.Live();
        Context context = new(options, graph.Readers(live), graph.Places is not null, budget);
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
            while (graph.Places is null && ShapePatterns.IsShape(output.Layer) && output.Layer.Input is not InputLayer)
            {
                output.Layer = output.Layer.Input;
                changed = true;
            }
        }

        return changed;
    }
}
