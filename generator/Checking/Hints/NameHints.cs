using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Checking.Hints;

/// <summary>Names that look like CnnGen's. That they are unknown, the compiler says.</summary>
internal static class NameHints
{
    public static void Add(Annotation annotation, int index, CheckedNetwork network, ICollection<Problem> hints)
    {
        // Where the network cannot be checked because of it, the generator has said the same.
        bool isTold = network.Problems.Any(problem => problem.Id == Rules.UnknownLayer.Id);
        if (annotation.Lookalike is { } kind && !isTold)
        {
            hints.Add(OtherNames.Complaint(Rules.LooksLikeAttribute, Place.At(index), annotation.Kind, kind, annotation.Written));
        }

        foreach (Misnaming misnaming in annotation.Misnamings)
        {
            Place place = Place.At(index, misnaming.Written);
            var remedy = new Remedy($"Write {misnaming.Meant}", new Edit(EditKind.Rename, place, misnaming.Meant + (misnaming.IsProperty ? " = " : ": ")));
            bool isTaken = annotation.Arguments.Any(argument => argument.Name == misnaming.Meant);
            hints.Add(new Problem(Rules.LooksLikeArgument.Id, place, annotation.Kind, misnaming.Written, misnaming.Meant)
            {
                Remedies = isTaken || !misnaming.IsInOrder ? default : EquatableArray.Of(remedy),
            });
        }
    }
}
