namespace CnnGen.Generator.Layers.Optimizers;

/// <summary>Adam whose decay is taken from the parameters themselves.</summary>
internal sealed class AdamWKind : OptimizerKind
{
    public override string Name => "AdamW";

    public override Optimizer? Read(AnnotationReader reader) => Adam.Read(reader, isDecoupled: true);
}
