using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Emission;

/// <summary>From when to when each buffer is needed, in words.</summary>
internal sealed class Lives
{
    private readonly List<string> steps;

    public Lives(NetworkPlan plan) => steps = plan.Forward.Select(Title)
        .Append("Loss")
        .Concat(plan.BackwardOfOutput.Concat(plan.Backward).Select(Title))
        .Concat((plan.Update?.Deferred ?? default).Select(step => step.Title + ", which is left to Step"))
        .ToList();

    /// <summary>Whether it is needed from the first step to the last, and beyond.</summary>
    public bool IsAlways(PlannedBuffer buffer) => buffer.Slot.HasZeroBorder || (buffer.FirstStep == 0 && Last(buffer) == null);

    /// <summary>The first step that needs it.</summary>
    public string First(PlannedBuffer buffer) => steps[buffer.FirstStep];

    /// <summary>The last one; null where calls may follow that use it.</summary>
    public string? Last(PlannedBuffer buffer) => buffer.LastStep == steps.Count ? null : steps[buffer.LastStep];

    private static string Title(Step step) => step.Title + (step.IsAgain ? " again" : "");
}
