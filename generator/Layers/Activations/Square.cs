using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

internal sealed class SquareKind : LayerKind
{
    public override string Name => "Square";

    public override Layer Read(LayerReader reader) => new SquareLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape));
}

/// <summary>x².</summary>
internal sealed record SquareLayer(string Name, Tensor Input, Tensor Output) : ElementwiseLayer(Name, "Square", Input, Output)
{
    public override Activation? Activation => new(Kind, "squared", Function);

    protected override Expression Function => new("x * x") { Lanes = "x * x", KeepsZero = true };

    // The root would not tell the sign.
    protected override bool DerivativeReadsInput => true;

    public override Expression Derivative => new("2 * x * g", 2) { Lanes = "{0} * x * g", Rounded = "{T}({T}(2 * x) * g)" };
}
