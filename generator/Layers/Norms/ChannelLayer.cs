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

    /// <summary>A place for the gradient of the input, in an order that the kernel goes in.</summary>
    protected Slot MakeInputGradient(ILayerPlan plan, Slot outputGradient) => Input.Shape.IsSpatial ? plan.MakeGradient(Input, outputGradient.Layout) : plan.MakeGradient(this);
}
