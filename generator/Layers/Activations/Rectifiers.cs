using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

internal sealed class ReLUKind : LayerKind
{
    public override string Name => "ReLU";

    public override Layer Read(LayerReader reader) => new ReLULayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape));
}

/// <summary>x &lt; 0 ? 0 : x; a NaN stays one, and its gradient passes.</summary>
internal sealed record ReLULayer(string Name, Tensor Input, Tensor Output) : ElementwiseLayer(Name, "ReLU", Input, Output)
{
    public override ActivationGain Gain => ActivationGain.Rectifier(0);

    public override Activation? Activation => new(Kind, "rectified", Function) { KeepsMaximum = true, KeepsWinner = true };

    protected override Expression Function => new("x < 0 ? 0 : x") { Lanes = "{max}({zero}, x)", KeepsZero = true };

    public override Expression Derivative => new("y <= 0 ? 0 : g") { Lanes = "ConditionalSelect(LessThanOrEqual(y, {zero}), {zero}, g)" };
}

internal sealed class LeakyReLUKind : LayerKind
{
    public override string Name => "LeakyReLU";

    public override void Check(AnnotationReader reader) => reader.Fraction("slope", mayBeNegative: true);

    public override Layer Read(LayerReader reader) =>
        new LeakyReLULayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape), reader.Double("slope", 0.01));
}

/// <summary>x, or slope × x where x is not positive.</summary>
internal sealed record LeakyReLULayer(string Name, Tensor Input, Tensor Output, double Slope) : ElementwiseLayer(Name, "LeakyReLU", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(Setting.Deciding("slope", Slope));

    public override ActivationGain Gain => ActivationGain.Rectifier(Slope);

    // Of two numbers its product may make one, which the gradient would still pass.
    public override Activation? Activation => new(Kind + Activation.InName(Slope), $"rectified with slope {Text.Number(Slope)}", Function)
    {
        KeepsMaximum = Slope > 0,   // 0 × −∞ is a NaN
    };

    protected override Expression Function => new("x > 0 ? x : {0} * x", Slope)
    {
        Lanes = "ConditionalSelect(GreaterThan(x, {zero}), x, {0} * x)",
        KeepsZero = Slope >= 0,   // and not −0
    };

    public override Expression Derivative => DerivativeReadsInput
        ? new("x > 0 ? g : {0} * g", Slope) { Lanes = "ConditionalSelect(GreaterThan(x, {zero}), g, {0} * g)" }
        : new("y > 0 ? g : {0} * g", Slope) { Lanes = "ConditionalSelect(GreaterThan(y, {zero}), g, {0} * g)" };

    // A negative slope turns the sign, so that the output no longer tells the side.
    protected override bool DerivativeReadsInput => Slope < 0;
}
