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
                var slot = new Slot(Text.Pascal(layer.Name) + Text.Pascal(parameter.Role), Store.Parameters, Layout.Plain(parameter.Shape), PerSample: false);
                Permutation? permutation = layer.PermutationOf(parameter.Role, builder.LayoutOf(layer.Input), builder.FormOf(layer));
                placed.Add(new PlannedParameter(layer.Name + "." + parameter.Role, slot, offset, place, parameter.Initial.Before(NextGain(model, layer.Output)), permutation));
                offset += parameter.Shape.Count;
                place += Aligned(parameter.Shape.LongCount);
            }
        }

        return placed.ToEquatableArray();
    }

    /// <summary>A length with what is left free behind it, so that the next place is aligned.</summary>
    public static long Aligned(long count) => (count + Alignment - 1) / Alignment * Alignment;

    /// <summary>The length of the array that holds some parameters.</summary>
    public static long LengthOf(IEnumerable<PlannedParameter> parameters) => parameters.Select(parameter => parameter.Place + Aligned(parameter.Shape.LongCount)).DefaultIfEmpty(0).Max();

    /// <summary>Moves some parameters behind all others, each group in its order; gives the length of what the others take.</summary>
    public static long PutLast(IDictionary<string, PlannedParameter> parameters, ICollection<Slot> late)
    {
        long place = 0, early = 0;
        foreach (PlannedParameter parameter in parameters.Values.OrderBy(parameter => late.Contains(parameter.Slot)).ThenBy(parameter => parameter.Offset).ToList())
        {
            parameters[parameter.Name] = parameter with { Place = place };
            place += Aligned(parameter.Shape.LongCount);
            if (!late.Contains(parameter.Slot)) early = place;
        }

        return early;
    }

    private static ActivationGain NextGain(NetworkModel model, Tensor tensor)
    {
        Layer? next = model.ReadersOf(tensor).FirstOrDefault();
        if (next == null) return ActivationGain.Linear;
        return next.Gain.PassesOn ? NextGain(model, next.Output) : next.Gain;
    }
}
