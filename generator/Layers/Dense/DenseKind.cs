namespace CnnGen.Generator.Layers.Dense;

internal sealed class DenseKind : LayerKind
{
    public override string Name => "Dense";

    public override Layer? Read(LayerReader reader)
    {
        int units = reader.AtLeast(1, "units");
        if (!reader.IsSound) return null;
        var shape = new DenseShape(reader.Input.Shape.Count, units, reader.Bool("Bias", true));
        return reader.FitsArray(shape.Weights, perSample: false, "The weight of " + reader.Name)
            ? new DenseLayer(reader.Name, reader.Input, reader.Makes(shape.Output), shape)
            : null;
    }
}
