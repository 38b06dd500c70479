using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;
using Text = CnnGen.Generator.Model.Text;

namespace CnnGen.Generator.Emission;

/// <summary>In which order a network keeps its numbers, a line for each tensor: two networks of the same lines exchange them as they lie.</summary>
internal static class OwnOrder
{
    /// <summary>The lines, of places and counts; names are left out, and so is what the numbers mean, of which <see cref="Architecture"/> tells.</summary>
    public static IEnumerable<string> Of(NetworkPlan plan)
    {
        yield return $"{Literals.TypeOf(plan.Model.Options.Scalar)}, {Text.Number(plan.TrainedLength)} of {Text.Number(plan.ParameterLength)} trained, " +
            $"{Text.Number(plan.BufferCount)} buffers, {Text.Number(plan.Model.IsTrainable ? plan.Model.Optimizer.StatesPerParameter : 0)} states";
        foreach (PlannedParameter parameter in plan.Parameters.OrderBy(parameter => parameter.Place))
        {
            string order = parameter.Permutation is { } permutation
                ? $", {Text.Number(permutation.Channels)} channels last of {Text.Number(permutation.Positions)} positions"
                : "";
            yield return $"{Text.Number(parameter.Offset)}: {Text.Number(parameter.Shape.Count)} at {Text.Number(parameter.Place)}{order}";
        }
    }
}
