using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>A layer that has numbers of its own for each channel, or for each feature.</summary>
internal abstract record ChannelLayer(string Name, string Kind, Tensor Input, Tensor Output) : Layer(Name, Kind, Input, Output)
{
    public override ActivationGain Gain => ActivationGain.Next;

    // A list of features may lie as the image that it was.
    public override bool NeedsPlainInput => !Input.Shape.IsSpatial;

    /// <summary>How a tensor or its gradient lies, as the layer sees it.</summary>
    protected Layout Seen(Slot slot) => Input.Shape.IsSpatial ? slot.Layout : Layout.Plain(Input.Shape);

    /// <summary>
    /// Where a kernel writes that goes in the order of what it reads: the place itself, or one from which <see cref="PutInPlace"/> takes it there.
    /// </summary>
    protected Slot InOrderOf(ILayerPlan plan, Slot source, Slot target)
    {
        if (GoTogether(Seen(source), Seen(target))) return target;
        Layout ordered = new(Input.Shape, source.Layout.ChannelsLast, Border.None);
        return target.IsGradient ? plan.GradientBuffer(this, "OrderedInputGradient", ordered) : plan.Buffer(this, "Ordered", ordered);
    }

    /// <summary>Adds the step that puts what a kernel has written in order, if it has written it elsewhere.</summary>
    protected void PutInPlace(ILayerPlan plan, string pass, Slot written, Slot target)
    {
        if (written != target) plan.Add(this, pass, new Reorder(plan.Scalar, written.Layout, target.Layout), written, target);
    }

    /// <summary>Whether one pass goes through them as they lie.</summary>
    protected static bool GoTogether(params Layout[] layouts) => ChannelText.HasChannelsTogether(layouts) || ChannelText.HasRowsTogether(layouts);

    /// <summary>A place for the gradient of the input, in an order that the kernel goes in.</summary>
    protected Slot MakeInputGradient(ILayerPlan plan, Slot outputGradient) =>
        Input.Shape.IsSpatial ? plan.MakeGradient(Input, outputGradient.Layout) : plan.MakeGradient(this);
}
