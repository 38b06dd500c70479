using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

/// <summary>A sum or a product of two tensors of one shape, or of one number for each channel with a whole image.</summary>
internal abstract class PairwiseKind : LayerKind
{
    public override TapUse TapUse => TapUse.Joins;

    public override Layer? Read(LayerReader reader)
    {
        Shape running = reader.Input.Shape, tapped = reader.Tapped!.Shape;
        if (running == tapped || Serves(tapped, running)) return Make(reader, reader.Makes(running));
        if (Serves(running, tapped)) return Make(reader, reader.Makes(tapped));
        reader.Report(Rules.CannotJoin, "name", reader.Name, running.ToString(), tapped.ToString(), "two equal shapes, or C×1×1 and C×H×W");
        return null;
    }

    protected abstract Layer Make(LayerReader reader, Tensor output);

    private static bool Serves(Shape numbers, Shape image) => numbers.IsSpatial && image.IsSpatial && numbers.Positions == 1 && numbers.Channels == image.Channels;
}

/// <summary>What both have in common: each element of one meets its own of the other.</summary>
internal abstract record PairwiseLayer(string Name, string Kind, Tensor Input, Tensor Tapped, Tensor Output, char Operator) : Layer(Name, Kind, Input, Output)
{
    public override EquatableArray<Tensor> Inputs => EquatableArray.Of(Input, Tapped);

    public override bool KeepsLayout => Input.Shape == Tapped.Shape;

    // A list of features may lie as the image that it was; what meets it need not.
    public override bool NeedsPlainInput => !Output.Shape.IsSpatial;

    /// <summary>Whether what it reads is not needed any more once it is done.</summary>
    protected abstract bool ForgetsInputs { get; }

    public override void PlanForward(ILayerPlan plan)
    {
        Slot left = plan.Value(Input), right = plan.Value(Tapped);
        Layout output = plan.LayoutOf(Output);
        bool isInPlace = (ForgetsInputs || !plan.IsTrainable) && Input.Shape == Output.Shape && left.Layout == output && plan.MayOverwriteInput(this);
        var kernel = new Pairwise(plan.Scalar, plan.Batch, Operator, Output.Shape, left.Layout, right.Layout, output, isInPlace);
        if (isInPlace) plan.Add(this, "forward", kernel, plan.ShareValue(this), right);
        else plan.Add(this, "forward", kernel, left, right, plan.MakeValue(this));
    }
}
