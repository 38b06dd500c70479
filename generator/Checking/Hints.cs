using System.Collections.Generic;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Checking;

/// <summary>What is right but may not be meant.</summary>
internal static class Hints
{
    public static IReadOnlyList<Problem> Of(Declaration declaration, CheckedNetwork network)
    {
        var hints = new List<Problem>();
        int layer = 0;
        for (int index = 0; index < declaration.Annotations.Count; index++)
        {
            Annotation annotation = declaration.Annotations[index];
            if (annotation.IsStray || annotation.IsBroken) continue;
            var reader = new AnnotationReader(annotation, index, hints);
            if (annotation.Kind == Catalogue.Network) HintNetwork(reader);
            else if (Catalogue.Layers.TryGetValue(annotation.Kind, out LayerKind? kind) && layer < network.Layers.Count) kind.Hint(reader, network.Layers[layer++]);
        }

        return hints;
    }

    private static void HintNetwork(AnnotationReader reader)
    {
        // As many channels as positions is rare in a signal, and every square image.
        int channels = reader.Int("channels"), length = reader.Int("length");
        if (reader.Has("length") && channels == length && length > 1) reader.Report(Rules.LooksTwoDimensional, null, Text.Number(channels), Text.Number(length));
    }
}
