using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Planning;

/// <summary>Steps that run one after the other: each sample through all of them, or each step through all samples.</summary>
/// <param name="IsPerSample">Whether the loop over the samples is around the steps.</param>
/// <param name="Steps">The steps.</param>
internal sealed record Phase(bool IsPerSample, IReadOnlyList<Step> Steps)
{
    /// <summary>Cuts a pass into phases: what one sample has just written is still near when the next step reads it.</summary>
    public static IReadOnlyList<Phase> Cut(IEnumerable<Step> steps)
    {
        var phases = new List<Phase>();
        foreach (Step step in steps)
        {
            if (phases.Count > 0 && phases[phases.Count - 1].IsPerSample && step.Kernel.IsPerSample) phases[phases.Count - 1] = new Phase(true, phases[phases.Count - 1].Steps.Append(step).ToList());
            else phases.Add(new Phase(step.Kernel.IsPerSample, new[] { step }));
        }

        return phases;
    }
}
