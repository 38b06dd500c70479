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
            .Select(item => (item.annotation, item.index, UseOf(item.annotation), new AnnotationReader(item.annotation, item.index, hints).String("name")))
            .ToList();

        // One that cannot be read may be any.
        if (uses.Any(use => use.Use != TapUse.Names && use.Name == null)) return;
        foreach ((Annotation annotation, int index, TapUse use, string? name) in uses)
        {
            if (use != TapUse.Names || annotation.IsStray || string.IsNullOrEmpty(name)) continue;
            if (uses.Any(other => other.Use != TapUse.Names && other.Name == name)) continue;
            string rule = (annotation.Kind == Catalogue.Input ? Rules.InputNeverRead : Rules.TapNeverRead).Id;
            hints.Add(new Problem(rule, Place.At(index), name!, Catalogue.Readers));
        }

        static TapUse UseOf(Annotation annotation) => annotation.Kind == Catalogue.Input ? TapUse.Names : Catalogue.Layers[annotation.Kind].TapUse;
    }
}
