using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>The stage that gives every tensor its layout: the order that its layer writes, and what the layers after it want.</summary>
internal static class Layouts
{
    public static IReadOnlyDictionary<Tensor, Layout> Of(NetworkModel model, PlanOptions planning)
    {
        var layouts = new Dictionary<Tensor, Layout>();
        var borders = new Dictionary<Tensor, Border>();
        var plain = new HashSet<Tensor> { model.Output };
        foreach (Layer layer in model.Layers.Reverse())
        {
            if (layer.OnlyNames) continue;
            Border border = layer.InputBorder(planning);
            if (layer.KeepsLayout) border = Border.Around(border, BorderOf(layer.Output));
            foreach (Tensor input in layer.Inputs)
            {
                borders[input] = Border.Around(border, BorderOf(input));
                if (layer.NeedsPlainInput || (layer.KeepsLayout && plain.Contains(layer.Output))) plain.Add(input);
            }
        }

        layouts[model.Input] = Layout.Plain(model.Input.Shape);
        foreach (Layer layer in model.Layers.Where(layer => !layer.OnlyNames))
        {
            // Flattened, a tensor still lies as rows and columns.
            layouts[layer.Output] = plain.Contains(layer.Output)
                ? Layout.Plain((layer.KeepsLayout || layer.NeedsPlainInput) && layer.Output.Shape.Count == layer.Input.Shape.Count ? layouts[layer.Input].Shape : layer.Output.Shape)
                : layer.OutputLayout(layouts[layer.Input], BorderOf(layer.Output), planning);
        }

        return layouts;

        Border BorderOf(Tensor tensor) => borders.TryGetValue(tensor, out Border? border) ? border : Border.None;
    }
}
