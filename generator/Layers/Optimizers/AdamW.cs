namespace CnnGen.Generator.Layers.Optimizers;

/// <summary>Adam whose decay is taken from the parameters themselves.</summary>
internal sealed class AdamWKind : OptimizerKind
{
    public override string Name => "AdamW";

    protected override double DefaultDecay => 0.01;

    protected override Optimizer ReadRule(AnnotationReader reader) => Adam.Read(reader, isDecoupled: true);
}
