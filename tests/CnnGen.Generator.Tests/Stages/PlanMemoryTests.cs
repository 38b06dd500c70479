using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>What spares memory changes nothing else: every step reads the same numbers, cell for cell, as in a plan that copies and keeps everything.</summary>
public class PlanMemoryTests
{
    private static readonly ForcedForms Wasteful = new(EquatableArray.Of("*.view=copy", "*.again=kept"));

    [Fact]
    public void EveryStepReadsWhatItReadsInAPlanThatCopiesAndKeeps()
    {
        int parts = 0, again = 0;
        foreach (string declaration in PlanMemory.Declarations(17))
        {
            NetworkModel model = Plans.Model(declaration);
            NetworkPlan plan = Planner.Plan(model), wasteful = Planner.Plan(model, Wasteful);
            Step[] steps = [.. plan.Forward.Concat(plan.Backward)], wastefulSteps = [.. wasteful.Forward.Concat(wasteful.Backward)];
            Assert.DoesNotContain(wastefulSteps, step => step.IsAgain || step.Slots.Any(slot => slot.Whole != null));
            Assert.True(plan.LengthOf(Element.Number) <= wasteful.LengthOf(Element.Number), declaration);
            parts += steps.SelectMany(step => step.Slots).Where(slot => slot.Whole != null).Distinct().Count();
            again += steps.Count(step => step.IsAgain);
            PlanMemory.AssertReadsTheSame(declaration, plan, wasteful);
        }

        Assert.True(parts > 100, $"only {parts} parts");
        Assert.True(again > 30, $"only {again} steps again");
    }
}
