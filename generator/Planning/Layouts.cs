using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>
/// The stage that chooses every layer's form, and gives every tensor its layout: the order that its layer writes, and what the layers after
/// it want.
/// </summary>
internal sealed class Layouts
{
    private readonly Dictionary<Tensor, Layout> layouts = new();
    private readonly Dictionary<string, LayerForm?> forms = new();   // by the layers' names

    private Layouts()
    {
    }

    public static Layouts Choose(NetworkModel model, PlanOptions planning)
    {
        var chosen = new Layouts();
        var borders = new Dictionary<Tensor, Border>();
        var plain = new HashSet<Tensor>(model.Heads.Select(head => head.Tensor));
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

        foreach (Tensor tensor in model.Inputs) chosen.layouts[tensor] = Layout.Plain(tensor.Shape);
        foreach (Layer layer in model.Layers.Where(layer => !layer.OnlyNames))
        {
            Layout input = chosen.Of(layer.Leading);
            LayerForm? form = chosen.forms[layer.Name] = layer.ChooseForm(input, planning);

            // Flattened, a tensor still lies as rows and columns.
            bool keepsShape = (layer.KeepsLayout || layer.NeedsPlainInput) && !layer.Output.Shape.IsSpatial
                && layer.Output.Shape.Count == layer.Input.Shape.Count;
            chosen.layouts[layer.Output] = plain.Contains(layer.Output)
                ? Layout.Plain(keepsShape ? input.Shape : layer.Output.Shape)
                : layer.OutputLayout(input, BorderOf(layer.Output), form, planning);
            foreach (Head head in layer.Heads) chosen.layouts[head.Tensor] = Layout.Plain(head.Tensor.Shape);
        }

        return chosen;

        Border BorderOf(Tensor tensor) => borders.TryGetValue(tensor, out Border? border) ? border : Border.None;
    }

    /// <summary>How a tensor lies.</summary>
    public Layout Of(Tensor tensor) => layouts[tensor];

    /// <summary>The form of a layer.</summary>
    public LayerForm? FormOf(Layer layer) => forms.TryGetValue(layer.Name, out LayerForm? form) ? form : null;
}
