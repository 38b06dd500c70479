using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>Which kernel sums the gradient of a convolution's weights, and of a bias for each filter, and where.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Sums">Where it sums.</param>
internal sealed record WeightGradient(Kernel Kernel, PatchSums Sums)
{
    /// <summary>Chooses it.</summary>
    /// <param name="scalar">The number type.</param>
    /// <param name="live">The gradients.</param>
    /// <param name="hasFew">Whether most of them are zero.</param>
    /// <param name="forced">What a test asks for.</param>
    public static WeightGradient Of(Scalar scalar, LiveGradients live, bool hasFew, string? forced)
    {
        if (forced != "lists" && FilterWeightGradient.Suits(live, hasFew))
        {
            return new WeightGradient(new FilterWeightGradient(scalar, live), new PatchSums(live.Shape, FiltersLast: true));
        }

        var sums = new PatchSums(live.Shape, FiltersLast: false);
        bool isFew = forced != "lists" && FewWeightGradient.Suits(live.Shape);
        return new WeightGradient(isFew ? new FewWeightGradient(scalar, live) : new PatchWeightGradient(scalar, live), sums);
    }

    /// <summary>Adds its steps.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="operands">What the gradient is made of.</param>
    public void Plan(ILayerPlan plan, Layer layer, params Slot[] operands)
    {
        Slot[] slots = operands.Append(PlanSums(plan, layer, Sums)).ToArray();
        if (Kernel is PatchWeightGradient lists)
        {
            slots = slots.Append(plan.Scratch(layer, "Live", lists.ListCount)).Append(plan.Scratch(layer, "Places", lists.ListCount, Element.Index)).ToArray();
        }

        plan.Add(layer, "weight gradient", Kernel, slots);
    }

    /// <summary>The place where a call sums the gradients of the parameters, sample after sample: empty at first, and added to the gradients at last.</summary>
    public static Slot PlanSums(ILayerPlan plan, Layer layer, PatchSums all) => PlanSums(plan, layer, all, new AddSums(plan.Scalar, all));

    /// <summary>The same, for sums that are added in a way of their own.</summary>
    public static Slot PlanSums(ILayerPlan plan, Layer layer, GradientSums all, AddGradientSums add)
    {
        Slot sums = plan.Scratch(layer, "Sums", all.Count);
        plan.AddFirst(layer, "sums clear", new ClearSums(plan.Scalar, all), sums);
        Slot[] totals = all.HasBias
            ? new[] { plan.ParameterGradient(layer, "weight"), plan.ParameterGradient(layer, "bias") }
            : new[] { plan.ParameterGradient(layer, "weight") };
        plan.AddLast(layer, "sums add", add, totals.Prepend(sums).ToArray());
        return sums;
    }
}
