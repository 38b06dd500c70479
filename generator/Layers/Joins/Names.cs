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

internal sealed class OutputKind : LayerKind
{
    public override string Name => "Output";

    public override TapUse TapUse => TapUse.Ends;

    public override bool OnlyRenames => true;

    public override void Check(AnnotationReader reader) => reader.Fraction("Weight", 1, mayBeNegative: true);

    public override Layer Read(LayerReader reader) => new NameLayer(reader.Name, Name, reader.Input)
    {
        EndsHead = reader.String("name"),
        Weight = reader.Double("Weight", 1),
    };
}

/// <summary>Names a tensor, or goes on from a named one: no step at all.</summary>
internal sealed record NameLayer(string Name, string Kind, Tensor Tensor) : Layer(Name, Kind, Tensor, Tensor)
{
    public override string? EndsHead { get; init; }

    /// <summary>Of a head, the factor of its loss.</summary>
    public double Weight { get; init; } = 1;

    public override EquatableArray<Setting> Settings => EndsHead == null ? default : EquatableArray.Of(Setting.Told("weight", Weight));

    public override void PlanForward(ILayerPlan plan)
    {
    }

    public override void PlanBackward(ILayerPlan plan)
    {
    }
}
