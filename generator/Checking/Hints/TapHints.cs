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
        var uses = new List<(Annotation Annotation, int Index, TapUse Use, string? Name)>();
        for (int index = 0; index < declaration.Annotations.Count; index++)
        {
            Annotation annotation = declaration.Annotations[index];
            var reader = new AnnotationReader(annotation, index, hints);
            if (annotation.Kind == Catalogue.Input) uses.Add((annotation, index, TapUse.Names, reader.String("name")));
            if (!Catalogue.Layers.TryGetValue(annotation.Kind, out LayerKind? kind)) continue;
            if (kind.TakesState(reader)) uses.Add((annotation, index, TapUse.Joins, reader.String(kind.StateArgument!)));
            else if (kind.TapUse is not (TapUse.None or TapUse.Ends)) uses.Add((annotation, index, kind.TapUse, reader.String("name")));
        }

        // One that cannot be read may be any.
        if (uses.Any(use => use.Use != TapUse.Names && use.Name == null)) return;
        foreach ((Annotation annotation, int index, TapUse use, string? name) in uses)
        {
            if (use != TapUse.Names || annotation.IsStray || string.IsNullOrEmpty(name)) continue;
            if (uses.Any(other => other.Use != TapUse.Names && other.Name == name)) continue;
            string rule = (annotation.Kind == Catalogue.Input ? Rules.InputNeverRead : Rules.TapNeverRead).Id;
            var remedy = new Remedy($"Remove {annotation.Kind}", new Edit(EditKind.Remove, Place.At(index)));
            hints.Add(new Problem(rule, Place.At(index), name!, Catalogue.Readers) { Remedies = EquatableArray.Of(remedy) });
        }
    }
}
