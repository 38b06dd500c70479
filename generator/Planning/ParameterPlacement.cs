using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>The place and the first values of each parameter.</summary>
internal static class ParameterPlacement
{
    /// <summary>64 bytes of floats: where a vector or a cache line begins.</summary>
    public const int Alignment = 16;

    public static EquatableArray<PlannedParameter> Place(NetworkModel model, PlanBuilder builder)
    {
        var placed = new List<PlannedParameter>();
        int offset = 0;
        long place = 0;
        foreach (Layer layer in model.Layers)
        {
            foreach (Parameter parameter in layer.Parameters)
            {
                string name = Text.Pascal(layer.Name) + Text.PascalParts(parameter.Role);
                var slot = new Slot(name, Store.Parameters, Layout.Plain(parameter.Shape), PerSample: false);
                Permutation? permutation = builder.PermutationOf(layer, parameter.Role);
                placed.Add(
                    new PlannedParameter(
                        layer.Name + "." + parameter.Role,
                        slot,
                        offset,
                        place,
                        parameter.Initial.Before(NextGain(model, layer.Output)),
                        permutation,
                        !model.IsTrainable || parameter.IsTrained,
                        parameter.Decays));
                offset += parameter.Shape.Count;
                place += Aligned(parameter.Shape.LongCount);
            }
        }

        return placed.ToEquatableArray();
    }

    /// <summary>A length with what is left free behind it, so that the next place is aligned.</summary>
    public static long Aligned(long count) => (count + Alignment - 1) / Alignment * Alignment;

    /// <summary>The length of the array that holds some parameters.</summary>
    public static long LengthOf(IEnumerable<PlannedParameter> parameters) =>
        parameters.Select(parameter => parameter.Place + Aligned(parameter.Shape.LongCount)).DefaultIfEmpty(0).Max();

    /// <summary>Puts parameters in an order of groups, each in the order of declaration.</summary>
    public static void Arrange(IDictionary<string, PlannedParameter> parameters, Func<PlannedParameter, int> group)
    {
        long place = 0;
        foreach (PlannedParameter parameter in parameters.Values.OrderBy(group).ThenBy(parameter => parameter.Offset).ToList())
        {
            parameters[parameter.Name] = parameter with { Place = place };
            place += Aligned(parameter.Shape.LongCount);
        }
    }

    private static ActivationGain NextGain(NetworkModel model, Tensor tensor)
    {
        Layer? next = model.ReadersOf(tensor).FirstOrDefault();
        if (next == null) return ActivationGain.Linear;
        return next.Gain.PassesOn ? NextGain(model, next.Output) : next.Gain;
    }
}
