using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

internal sealed class AddKind : PairwiseKind
{
    public override string Name => "Add";

    protected override Layer Make(LayerReader reader, Tensor output) => new AddLayer(reader.Name, reader.Input, reader.Tapped!, output);
}

/// <summary>The sum of the running tensor and a tapped one.</summary>
internal sealed record AddLayer(string Name, Tensor Input, Tensor Tapped, Tensor Output) : PairwiseLayer(Name, "Add", Input, Tapped, Output, '+'), IAdding
{
    public Tensor Addend => Tapped;

    public override ActivationGain Gain => ActivationGain.Next;

    protected override bool ForgetsInputs => true;

    /// <summary>
    /// What has made the running tensor can add the other one on the way, which is there by then: all that is declared between would change places with it.
    /// (By From the running tensor may be another one, and the tapped one what the layer before has made.)
    /// </summary>
    public Epilogue? AsEpilogue(ILayerPlan plan, Layer head) =>
        head.Output == Input && Input.Shape == Tapped.Shape && Input != Tapped && Output.Shape.IsSpatial && plan.Follows(this, head)
            ? new Epilogue(Addend: plan.LayoutOf(Tapped))
            : null;

    public override void PlanBackward(ILayerPlan plan)
    {
        // The running tensor takes the gradient over as it is, if it may; the tapped one then has it copied or added.
        bool isPassed = plan.WantsGradient(Input) && Input.Shape == Output.Shape;
        if (plan.WantsGradient(Tapped)) Pass(plan, Tapped, "tapped gradient", mayTakeOver: !isPassed);
        if (plan.WantsGradient(Input)) Pass(plan, Input, "input gradient", mayTakeOver: true);
    }

    private void Pass(ILayerPlan plan, Tensor tensor, string pass, bool mayTakeOver)
    {
        if (tensor.Shape != Output.Shape)
        {
            PlanSums(plan, tensor, pass, null);
            return;
        }

        Slot gradient = plan.Gradient(Output);
        Layout layout = plan.LayoutOf(tensor);

        bool fits = gradient.Layout == layout || (gradient.Layout.Shape == layout.Shape && plan.TakesAnyGradient(tensor));
        if (plan.HasGradient(tensor) || (mayTakeOver && fits))
        {
            plan.PassGradient(tensor, gradient);
            return;
        }

        Slot own = plan.MakeGradient(tensor);
        Kernel copy = Output.Shape.IsSpatial
            ? new Reorder(plan.Scalar, gradient.Layout, own.Layout)
            : new Copy(plan.Scalar, plan.Batch, Output.Shape, "the gradient of both");
        plan.Add(this, pass, copy, gradient, own);
    }
}
