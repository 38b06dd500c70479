using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

internal sealed class MultiplyKind : PairwiseKind
{
    public override string Name => "Multiply";

    protected override Layer Make(LayerReader reader, Tensor output) => new MultiplyLayer(reader.Name, reader.Input, reader.Tapped!, output);
}

/// <summary>The product of the running tensor and a tapped one: a gate.</summary>
internal sealed record MultiplyLayer(string Name, Tensor Input, Tensor Tapped, Tensor Output) : PairwiseLayer(Name, "Multiply", Input, Tapped, Output, '*')
{
    // Backward multiplies by them.
    protected override bool ForgetsInputs => false;

    public override void PlanBackward(ILayerPlan plan)
    {
        PlanFactor(plan, Tapped, Input, "tapped gradient");
        PlanFactor(plan, Input, Tapped, "input gradient");
    }

    private void PlanFactor(ILayerPlan plan, Tensor factor, Tensor other, string pass)
    {
        if (!plan.WantsGradient(factor)) return;
        if (factor.Shape != Output.Shape)
        {
            PlanSums(plan, factor, pass, plan.Value(other));
            return;
        }

        bool isGate = other.Shape != Output.Shape;
        Slot gradient = plan.Gradient(Output), value = isGate ? Numbers(plan, other) : plan.Value(other), own = plan.MakeGradient(factor);
        Kernel kernel = isGate
            ? new Gate(plan.Scalar, '*', gradient.Layout, own.Layout)
            : new Pairwise(plan.Scalar, plan.Batch, '*', Output.Shape, gradient.Layout, value.Layout, own.Layout, IsGradient: true);
        plan.Add(this, pass, kernel, gradient, value, own);
    }
}
