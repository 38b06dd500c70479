using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>
/// The stage that leaves layers out which only scale and shift what the layer before them makes, where nothing is trained: they go into
/// that layer's parameters.
/// </summary>
/// <param name="Computed">The layers that are computed.</param>
/// <param name="Folds">By the name of the layer before it, each layer that is left out.</param>
internal sealed record Folding(NetworkModel Computed, IReadOnlyDictionary<string, Layer> Folds)
{
    public static Folding Of(NetworkModel model)
    {
        var folds = new Dictionary<string, Layer>();
        if (model.IsTrainable) return new Folding(model, folds);
        foreach (Layer head in model.Layers.Where(layer => layer is IFolding))
        {
            if (model.SoleReaderOf(head.Output) is IFoldable and Layer next) folds.Add(head.Name, next);
        }

        EquatableArray<Layer> computed = model.Layers
            .Where(layer => !folds.ContainsValue(layer))
            .Select(layer => folds.TryGetValue(layer.Name, out Layer next) ? ((IFolding)layer).Folded(next.Output) : layer)
            .ToEquatableArray();
        return new Folding(model with { Layers = computed }, folds);
    }
}
