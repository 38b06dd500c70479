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
            hints.Add(new Problem(Rules.LooksLikeAttribute.Id, Place.At(index), annotation.Kind, OtherNames.Advice(kind)));
        }

        foreach (Misnaming misnaming in annotation.Misnamings)
        {
            hints.Add(new Problem(Rules.LooksLikeArgument.Id, Place.At(index, misnaming.Written), annotation.Kind, misnaming.Written, misnaming.Meant));
        }
    }
}
