namespace CnnGen.Generator.Layers.Norms;

internal sealed class LayerNormKind : LayerKind
{
    public override string Name => "LayerNorm";

    public override void Check(AnnotationReader reader)
    {
        reader.Positive("Epsilon", 1e-5);
        ParameterOptions.Check(reader, bias: "Affine");
    }

    public override Layer Read(LayerReader reader) => new RunNorm(
        reader.Name,
        Name,
        reader.Input,
        reader.Makes(reader.Input.Shape),
        Groups: 1,
        reader.Double("Epsilon", 1e-5),
        reader.Bool("Affine", true),
        ParameterOptions.Read(reader));
}
