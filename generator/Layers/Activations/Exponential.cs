using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

internal sealed class ELUKind : LayerKind
{
    public override string Name => "ELU";

    public override void Check(AnnotationReader reader) => reader.Fraction("alpha", mayBeNegative: true);

    public override Layer Read(LayerReader reader) => new EluLayer(
        reader.Name, Name, reader.Input, reader.Makes(reader.Input.Shape), reader.Double("alpha", 1), 1, ActivationGain.Rectifier(0));
}

internal sealed class SELUKind : LayerKind
{
    // G. Klambauer et al., Self-normalizing neural networks, 2017: the fixed point of mean 0 and variance 1, where weights have variance 1 / fan-in.
    private const double Alpha = 1.6732632423543772, Scale = 1.0507009873554805;

    public override string Name => "SELU";

    public override Layer Read(LayerReader reader) =>
        new EluLayer(reader.Name, Name, reader.Input, reader.Makes(reader.Input.Shape), Alpha, Scale, ActivationGain.Linear);
}

/// <summary>scale × x, and scale × alpha × (exp(x) − 1) below zero.</summary>
internal sealed record EluLayer(string Name, string Kind, Tensor Input, Tensor Output, double Alpha, double Scale, ActivationGain OfWeights)
    : ElementwiseLayer(Name, Kind, Input, Output)
{
    public override EquatableArray<Setting> Settings =>
        EquatableArray.Of(Setting.Deciding("alpha", Alpha), Setting.Deciding("scale", Scale));

    public override ActivationGain Gain => OfWeights;

    protected override Expression Function =>
        Expression.OfLibrary("x > 0 ? {1} * x : {1} * {0} * (Exp(x) - 1)", "{Activations}.Elu<{N}>({x}, {y}, alpha: {0}, scale: {1})", Alpha, Scale);

    // A negative alpha turns the sign, so that the output no longer tells the side.
    protected override bool DerivativeReadsInput => Alpha < 0;

    public override Expression Derivative
    {
        get
        {
            string above = Scale == 1 ? "g" : "{1} * g";
            return DerivativeReadsInput
                ? new($"x > 0 ? {above} : {{0}} * g * global::CnnGen.Runtime.Elementary.Exp(x)", Scale * Alpha, Scale)
                {
                    Rounded = $"x > 0 ? {above} : {{T}}({{T}}({{0}} * g) * global::CnnGen.Runtime.Elementary.Exp(x))",
                }
                : new($"y > 0 ? {above} : (y + {{0}}) * g", Scale * Alpha, Scale)
                {
                    Lanes = $"ConditionalSelect(GreaterThan(y, {{zero}}), {above}, (y + {{0}}) * g)",
                    Rounded = $"y > 0 ? {above} : {{T}}({{T}}(y + {{0}}) * g)",
                };
        }
    }
}

internal sealed class SoftplusKind : LayerKind
{
    public override string Name => "Softplus";

    public override Layer Read(LayerReader reader) =>
        new SmoothLayer(reader.Name, Name, reader.Input, reader.Makes(reader.Input.Shape), "Softplus", "Log(1 + Exp(x))", ActivationGain.Linear);
}

internal sealed class SiLUKind : LayerKind
{
    public override string Name => "SiLU";

    public override Layer Read(LayerReader reader) =>
        new SmoothLayer(reader.Name, Name, reader.Input, reader.Makes(reader.Input.Shape), "Silu", "x / (1 + Exp(-x))", ActivationGain.Rectifier(0));
}

internal sealed class GELUKind : LayerKind
{
    public override string Name => "GELU";

    public override Layer Read(LayerReader reader)
    {
        bool isTanh = reader.Bool("Tanh");
        return new SmoothLayer(
            reader.Name,
            Name,
            reader.Input,
            reader.Makes(reader.Input.Shape),
            isTanh ? "GeluTanh" : "Gelu",
            isTanh ? "x / 2 * (1 + Tanh(√(2 / π) * (x + 0.044715 * x³)))" : "x / 2 * (1 + Erf(x / √2))",
            ActivationGain.Rectifier(0))
        {
            Variant = Setting.Told("tanh", isTanh) with { Decides = isTanh },
        };
    }
}

internal sealed class MishKind : LayerKind
{
    public override string Name => "Mish";

    public override Layer Read(LayerReader reader) => new SmoothLayer(
        reader.Name, Name, reader.Input, reader.Makes(reader.Input.Shape), "Mish", "x * Tanh(Log(1 + Exp(x)))", ActivationGain.Linear);
}

/// <summary>A smooth function that the library has, with its slope, which is taken from the input.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Kind">The attribute's name.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Output">What it makes.</param>
/// <param name="Method">The library's name for it.</param>
/// <param name="Formula">The function, for readers.</param>
/// <param name="OfWeights">What weights before it start from.</param>
internal sealed record SmoothLayer(string Name, string Kind, Tensor Input, Tensor Output, string Method, string Formula, ActivationGain OfWeights)
    : ElementwiseLayer(Name, Kind, Input, Output)
{
    /// <summary>What its kind says of the method, if there are several.</summary>
    public Setting? Variant { get; init; }

    public override EquatableArray<Setting> Settings => Variant == null ? default : EquatableArray.Of(Variant);

    public override ActivationGain Gain => OfWeights;

    protected override Expression Function => Expression.OfLibrary(Formula, $"{{Activations}}.{Method}<{{N}}>({{x}}, {{y}})");

    protected override bool DerivativeReadsInput => true;

    public override Expression Derivative => Expression.OfLibrary("", $"{{Activations}}.{Method}Gradient<{{N}}>({{x}}, {{g}}, {{d}})");
}
