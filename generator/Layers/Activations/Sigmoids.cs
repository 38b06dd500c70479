using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

internal sealed class SigmoidKind : LayerKind
{
    public override string Name => "Sigmoid";

    public override bool MakesProbabilities => true;

    public override Layer Read(LayerReader reader) => new SigmoidLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape));
}

/// <summary>1 / (1 + exp(−x)).</summary>
internal sealed record SigmoidLayer(string Name, Tensor Input, Tensor Output) : ElementwiseLayer(Name, "Sigmoid", Input, Output)
{
    protected override Expression Function => new("global::CnnGen.Runtime.Elementary.Sigmoid(x)") { OfSpans = "{Elementary}.Sigmoid({x}, {y})" };

    public override Expression Derivative => new("g * y * ({one} - y)") { Lanes = "g * y * ({one} - y)", Rounded = "{T}({T}(g * y) * {T}({one} - y))" };
}

internal sealed class TanhKind : LayerKind
{
    public override string Name => "Tanh";

    public override Layer Read(LayerReader reader) => new TanhLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape));
}

/// <summary>The hyperbolic tangent.</summary>
internal sealed record TanhLayer(string Name, Tensor Input, Tensor Output) : ElementwiseLayer(Name, "Tanh", Input, Output)
{
    protected override Expression Function => new("global::CnnGen.Runtime.Elementary.Tanh(x)") { OfSpans = "{Elementary}.Tanh({x}, {y})" };

    public override Expression Derivative => new("g * ({one} - y * y)") { Lanes = "g * ({one} - y * y)", Rounded = "{T}(g * {T}({one} - {T}(y * y)))" };
}
