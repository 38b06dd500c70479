using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

internal sealed class TapKind : LayerKind
{
    public override string Name => "Tap";

    public override TapUse TapUse => TapUse.Names;

    public override bool OnlyRenames => true;

    public override Layer Read(LayerReader reader) => new NameLayer(reader.Name, Name, reader.Input);
}

internal sealed class FromKind : LayerKind
{
    public override string Name => "From";

    public override TapUse TapUse => TapUse.TakesUp;

    public override Layer Read(LayerReader reader) => new NameLayer(reader.Name, Name, reader.Tapped!);
}

/// <summary>Names a tensor, or goes on from a named one: no step at all.</summary>
internal sealed record NameLayer(string Name, string Kind, Tensor Tensor) : Layer(Name, Kind, Tensor, Tensor)
{
    public override void PlanForward(ILayerPlan plan)
    {
    }

    public override void PlanBackward(ILayerPlan plan)
    {
    }
}
