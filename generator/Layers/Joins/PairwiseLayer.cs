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
        string numbers = running.IsLine || tapped.IsLine ? "C×1 and C×L" : "C×1×1 and C×H×W";
        Remedy? flattened = running.LongCount == tapped.LongCount ? Flattened.Before(reader) : null;
        reader.Report(Rules.CannotJoin, "name", flattened, reader.Name, running.ToString(), tapped.ToString(), $"two equal shapes, or {numbers}");
        return null;
    }

    protected abstract Layer Make(LayerReader reader, Tensor output);

    private static bool Serves(Shape numbers, Shape image) =>
        numbers.IsSpatial && numbers.Sizes.Count == image.Sizes.Count && numbers.Positions == 1 && numbers.Channels == image.Channels;
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

    private const string NumbersRole = "Numbers";

    // One of C×1×1 has no order to take over.
    public override Tensor Leading => Input.Shape == Output.Shape ? Input : Tapped;

    public override void PlanForward(ILayerPlan plan)
    {
        if (Input.Shape != Tapped.Shape)
        {
            PlanGate(plan);
            return;
        }

        Slot left = plan.Value(Input), right = plan.Value(Tapped);
        Layout output = plan.LayoutOf(Output);
        bool isInPlace = (ForgetsInputs || !plan.IsTrainable) && left.Layout == output && plan.MayOverwriteInput(this);
        var kernel = new Pairwise(plan.Scalar, plan.Batch, Operator, Output.Shape, left.Layout, right.Layout, output, isInPlace);
        if (isInPlace) plan.Add(this, "forward", kernel, plan.ShareValue(this), right);
        else plan.Add(this, "forward", kernel, left, right, plan.MakeValue(this));
    }

    /// <summary>Where one number for each channel is, without a border, if that is what a tensor holds.</summary>
    protected Slot Numbers(ILayerPlan plan, Tensor tensor) => plan.BufferOf(this, NumbersRole) ?? plan.Value(tensor);

    /// <summary>Adds the step for the gradient of one number for each channel.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tensor">The numbers.</param>
    /// <param name="pass">What the step is called.</param>
    /// <param name="factor">What they were multiplied by; null where they were added.</param>
    protected void PlanSums(ILayerPlan plan, Tensor tensor, string pass, Slot? factor)
    {
        Slot gradient = plan.Gradient(Output), own = plan.MakeGradient(tensor);
        Slot sums = own.Layout.IsCompact ? own : plan.GradientBuffer(this, "Sums", own.Layout.Compact);
        var kernel = new ChannelSums(plan.Scalar, gradient.Layout, factor?.Layout);
        if (factor == null) plan.Add(this, pass, kernel, gradient, sums);
        else plan.Add(this, pass, kernel, gradient, factor, sums);
        if (sums != own) plan.Add(this, pass + " reorder", new Reorder(plan.Scalar, sums.Layout, own.Layout), sums, own);
    }

    private void PlanGate(ILayerPlan plan)
    {
        Slot image = plan.OwnValue(this, Leading), numbers = plan.OwnValue(this, Leading == Input ? Tapped : Input);
        if (!numbers.Layout.IsCompact)
        {
            Slot compact = plan.Buffer(this, NumbersRole, numbers.Layout.Compact);
            plan.Add(this, "reorder", new Reorder(plan.Scalar, numbers.Layout, compact.Layout), numbers, compact);
            numbers = compact;
        }

        Layout output = plan.LayoutOf(Output);
        bool isInPlace = (ForgetsInputs || !plan.IsTrainable) && Leading == Input && image.Layout == output && plan.MayOverwriteInput(this);
        var kernel = new Gate(plan.Scalar, Operator, image.Layout, output, isInPlace);
        if (isInPlace) plan.Add(this, "forward", kernel, plan.ShareValue(this), numbers);
        else plan.Add(this, "forward", kernel, image, numbers, plan.MakeValue(this));
    }
}
