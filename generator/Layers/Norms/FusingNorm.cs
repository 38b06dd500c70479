using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>A norm that multiplies each channel by a number and moves it by another, and on the way adds a tensor and computes an activation.</summary>
internal abstract record FusingNorm(string Name, string Kind, Tensor Input, Tensor Output) : ChannelLayer(Name, Kind, Input, Output), IFusing
{
    public bool Accepts(Epilogue epilogue, ILayerPlan plan) =>
        epilogue.Pool == null && (epilogue.Addend is not { } addend || GoTogether(plan.LayoutOf(Input), plan.LayoutOf(Output), addend));

    public bool TakesWinners(ILayerPlan plan) => false;

    public void PlanBackwardOfWinners(ILayerPlan plan, Slot outputGradient, PoolShape pool, Slot winners) =>
        throw new System.NotSupportedException("A norm is not pooled.");

    public override void PlanForward(ILayerPlan plan) => PlanForward(plan, Fused.Nothing);

    public abstract void PlanForward(ILayerPlan plan, Fused fused);

    /// <summary>Adds the step that makes the output: (x − mean) × scale + bias, and what is fused with it.</summary>
    protected void PlanNormal(ILayerPlan plan, Fused fused, Slot means, Slot scales, Slot? biases)
    {
        Slot input = plan.Value(Input);
        bool isInPlace = !plan.IsTrainable && fused.Layers.Count == 0 && input.Layout == plan.LayoutOf(Output) && plan.MayOverwriteInput(this);
        Slot output = isInPlace ? plan.ShareValue(this) : plan.MakeValue(this, fused), written = InOrderOf(plan, input, output);
        List<Slot> slots = new() { input, means, scales };
        if (biases != null) slots.Add(biases);
        Slot? addend = fused.Layers.OfType<IAdding>().Select(adding => plan.Value(adding.Addend)).SingleOrDefault();
        if (addend != null) slots.Add(addend);
        slots.Add(written);
        var kernel = new ChannelNormal(plan.Scalar, plan.Batch, Seen(input), Seen(written), biases != null, addend?.Layout, fused.Epilogue.Activation);
        plan.Add(this, fused, kernel, slots);
        PutInPlace(plan, "reorder", written, output);
    }

    /// <summary>The gradient in the order of the input, so that one pass goes through both.</summary>
    protected Slot GradientInOrderOf(ILayerPlan plan, Slot input, Slot gradient)
    {
        if (GoTogether(Seen(gradient), Seen(input))) return gradient;
        Slot ordered = plan.GradientBuffer(this, "OrderedGradient", input.Layout.Compact);
        plan.Add(this, "reorder gradient", new Reorder(plan.Scalar, gradient.Layout, ordered.Layout), gradient, ordered);
        return ordered;
    }
}
