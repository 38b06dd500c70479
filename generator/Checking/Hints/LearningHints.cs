using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Checking.Hints;

/// <summary>Layers that make the same of everything, so that no gradient passes them; and optimizers that have nothing to train.</summary>
internal static class LearningHints
{
    public static void Add(CheckedNetwork network, ICollection<Problem> hints)
    {
        // A loss over one class says it better.
        bool hasOneClass = hints.Any(hint => hint.Id == Rules.OneClass.Id);
        CheckedLayer? last = network.Inputs.LastOrDefault(input => input.Layer is { } layer && !Catalogue.Layers[layer.Kind].OnlyRenames);
        foreach (CheckedLayer item in network.Inputs)
        {
            if (item.Layer is not { ConstantBecause: { } reason } layer || (hasOneClass && item == last)) continue;
            hints.Add(new Problem(Rules.NothingLearns.Id, Place.At(item.Annotation), layer.Name, reason));
        }
    }

    /// <summary>Says that all there is to train is frozen.</summary>
    public static void AddOptimizer(AnnotationReader reader, NetworkModel? network)
    {
        List<Parameter> parameters = (network is { IsTrainable: true } ? network.Layers : default).SelectMany(layer => layer.Parameters).ToList();
        if (parameters.Count > 0 && !parameters.Any(parameter => parameter.IsTrained))
        {
            reader.Report(Rules.NothingTrained, null, reader.Subject, Text.Grouped(parameters.Sum(parameter => parameter.Shape.LongCount)));
        }
    }
}
