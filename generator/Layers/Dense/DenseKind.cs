using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Dense;

internal sealed class DenseKind : LayerKind
{
    public override string Name => "Dense";

    public override void Check(AnnotationReader reader)
    {
        reader.AtLeast(1, "units");
        ParameterOptions.Check(reader);
    }

    public override Layer? Read(LayerReader reader)
    {
        var shape = new DenseShape(reader.Input.Shape.Count, reader.Int("units"), reader.Bool("Bias", true));
        return reader.FitsArray(shape.Weights, perSample: false, "The weight of " + reader.Name)
            ? new DenseLayer(reader.Name, reader.Input, reader.Makes(shape.Output), shape, ParameterOptions.Read(reader))
            : null;
    }

    public override Shape AlwaysMakes(AnnotationReader reader) => Shape.Of(reader.Int("units"));
}
