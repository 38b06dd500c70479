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
            .Where(item => Catalogue.Layers.TryGetValue(item.annotation.Kind, out LayerKind? kind) && kind.TapUse != TapUse.None)
            .Select(item => (item.annotation, item.index, Catalogue.Layers[item.annotation.Kind].TapUse, new AnnotationReader(item.annotation, item.index, hints).String("name")))
            .ToList();

        // One that cannot be read may be any.
        if (uses.Any(use => use.Use != TapUse.Names && use.Name == null)) return;
        foreach ((_, int index, _, string? name) in uses.Where(use => use.Use == TapUse.Names && !use.Annotation.IsStray && !string.IsNullOrEmpty(use.Name)))
        {
            if (uses.All(use => use.Use == TapUse.Names || use.Name != name)) hints.Add(new Problem(Rules.TapNeverRead.Id, Place.At(index), name!));
        }
    }
}
