using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Dense;

internal sealed class FlattenKind : LayerKind
{
    public override string Name => "Flatten";

    public override bool OnlyRenames => true;

    public override Layer Read(LayerReader reader) => new FlattenLayer(reader.Name, reader.Input, reader.Makes(Shape.Of(reader.Input.Shape.Count)));
}

/// <summary>The same numbers under another shape: no step at all.</summary>
internal sealed record FlattenLayer(string Name, Tensor Input, Tensor Output) : Layer(Name, "Flatten", Input, Output)
{
    public override ActivationGain Gain => ActivationGain.Next;

    public override bool KeepsLayout => true;

    public override void PlanForward(ILayerPlan plan) => plan.ShareValue(this);

    public override void PlanBackward(ILayerPlan plan)
    {
        if (plan.WantsGradient(Input)) plan.ShareGradient(this);
    }
}
