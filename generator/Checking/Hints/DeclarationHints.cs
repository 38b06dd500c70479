using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Checking.Hints;

/// <summary>What is right but may not be meant, in a whole declaration; what concerns one kind stands with the kind.</summary>
internal static class DeclarationHints
{
    public static IReadOnlyList<Problem> Of(Declaration declaration, CheckedNetwork network)
    {
        var hints = new List<Problem>();
        int losses = 0;   // one for each head, in their order

        // Where there is a model, each layer has a name of its own.
        Dictionary<string, int>? places = network.Model == null ? null : network.Inputs.ToDictionary(input => input.Layer!.Name, input => input.Annotation);
        for (int index = 0; index < declaration.Annotations.Count; index++)
        {
            Annotation annotation = declaration.Annotations[index];
            if (annotation.IsStray) continue;
            NameHints.Add(annotation, index, network, hints);
            if (!annotation.IsKnown) continue;
            var reader = new AnnotationReader(annotation, index, hints) { LayerPlaces = places };
            if (annotation.Kind == Catalogue.Network) NetworkHints.Add(reader);
            else if (Catalogue.Layers.TryGetValue(annotation.Kind, out LayerKind? layer)
                && network.Inputs.FirstOrDefault(input => input.Annotation == index) is { } known)
            {
                layer.Hint(reader, known.Input);
            }
            else if (Catalogue.Losses.TryGetValue(annotation.Kind, out LossKind? loss) && network.Model is { HasLoss: true } model)
            {
                loss.Hint(reader, model.Layers, model.Heads[losses++].Tensor);
            }
            else if (Catalogue.Optimizers.ContainsKey(annotation.Kind)) LearningHints.AddOptimizer(reader, network.Model);
        }

        LearningHints.Add(network, hints);
        TapHints.Add(declaration, hints);
        return hints;
    }
}
