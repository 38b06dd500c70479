using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Checking.Hints;

/// <summary>Named tensors that nobody reads by name.</summary>
internal static class TapHints
{
    public static void Add(Declaration declaration, ICollection<Problem> hints)
    {
        List<(Annotation Annotation, int Index, TapUse Use, string? Name)> uses = declaration.Annotations
            .Select((annotation, index) => (annotation, index))
            .Where(item =>
                item.annotation.Kind == Catalogue.Input
                    || (Catalogue.Layers.TryGetValue(item.annotation.Kind, out LayerKind? kind) && kind.TapUse is not (TapUse.None or TapUse.Ends)))
            .Select(item =>
                (
                    item.annotation,
                    item.index,
                    item.annotation.Kind == Catalogue.Input ? TapUse.Names : Catalogue.Layers[item.annotation.Kind].TapUse,
                    new AnnotationReader(item.annotation, item.index, hints).String("name")))
            .ToList();

        // One that cannot be read may be any.
        if (uses.Any(use => use.Use != TapUse.Names && use.Name == null)) return;
        foreach (
            (Annotation annotation, int index, _, string? name) in uses.Where(use =>
                use.Use == TapUse.Names && !use.Annotation.IsStray && !string.IsNullOrEmpty(use.Name)))
        {
            if (uses.All(use => use.Use == TapUse.Names || use.Name != name))
            {
                hints.Add(new Problem((annotation.Kind == Catalogue.Input ? Rules.InputNeverRead : Rules.TapNeverRead).Id, Place.At(index), name!));
            }
        }
    }
}
