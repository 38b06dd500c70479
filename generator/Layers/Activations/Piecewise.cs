using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

internal sealed class ReLU6Kind : LayerKind
{
    public override string Name => "ReLU6";

    public override Layer Read(LayerReader reader) =>
        new ClipLayer(reader.Name, Name, reader.Input, reader.Makes(reader.Input.Shape), 0, 6, ActivationGain.Rectifier(0));
}

internal sealed class ClipKind : LayerKind
{
    public override string Name => "Clip";

    public override void Check(AnnotationReader reader)
    {
        double minimum = reader.Fraction("minimum", mayBeNegative: true), maximum = reader.Fraction("maximum", mayBeNegative: true);
        if (!reader.IsSound || !reader.Knows("minimum", "maximum") || reader.Round(minimum) < reader.Round(maximum)) return;
        reader.ReportRange("maximum", $"a number above the minimum, {Text.Number(minimum)}" + (minimum < maximum ? ", in single precision too" : ""), maximum);
    }

    public override Layer Read(LayerReader reader) => new ClipLayer(
        reader.Name,
        Name,
        reader.Input,
        reader.Makes(reader.Input.Shape),
        reader.Double("minimum"),
        reader.Double("maximum"),
        ActivationGain.Linear);
}

/// <summary>x, or the nearer end of a range; a NaN stays one, and its gradient passes.</summary>
internal sealed record ClipLayer(string Name, string Kind, Tensor Input, Tensor Output, double Minimum, double Maximum, ActivationGain OfWeights)
    : ElementwiseLayer(Name, Kind, Input, Output)
{
    public override EquatableArray<Setting> Settings =>
        EquatableArray.Of(Setting.Deciding("minimum", Minimum), Setting.Deciding("maximum", Maximum));

    public override ActivationGain Gain => OfWeights;

    public override Activation? Activation => new(NameOfRange, $"clipped between {Text.Number(Minimum)} and {Text.Number(Maximum)}", Function)
    {
        KeepsMaximum = true,
        KeepsWinner = true,
    };

    protected override Expression Function => new("x < {0} ? {0} : x > {1} ? {1} : x", Minimum, Maximum)
    {
        Lanes = "{min}({1}, {max}({0}, x))",
        KeepsZero = Minimum <= 0 && Maximum >= 0,
    };

    public override Expression Derivative => new("y <= {0} || y >= {1} ? 0 : g", Minimum, Maximum)
    {
        Lanes = "ConditionalSelect(LessThanOrEqual(y, {0}) | GreaterThanOrEqual(y, {1}), {zero}, g)",
    };

    private string NameOfRange => Kind == "Clip" ? $"Clip{Activation.InName(Minimum)}To{Activation.InName(Maximum)}" : Kind;
}

internal sealed class HardSigmoidKind : LayerKind
{
    public override string Name => "HardSigmoid";

    public override void Check(AnnotationReader reader)
    {
        reader.Fraction("Slope", HardSigmoidLayer.UsualSlope, mayBeNegative: true);
        reader.Fraction("Offset", HardSigmoidLayer.UsualOffset, mayBeNegative: true);
    }

    public override Layer Read(LayerReader reader) => new HardSigmoidLayer(
        reader.Name,
        reader.Input,
        reader.Makes(reader.Input.Shape),
        reader.Double("Slope", HardSigmoidLayer.UsualSlope),
        reader.Double("Offset", HardSigmoidLayer.UsualOffset));
}

/// <summary>A straight line between 0 and 1, as ONNX has it.</summary>
internal sealed record HardSigmoidLayer(string Name, Tensor Input, Tensor Output, double Slope, double Offset)
    : ElementwiseLayer(Name, "HardSigmoid", Input, Output)
{
    public const double UsualSlope = 1.0 / 6, UsualOffset = 0.5;

    public override EquatableArray<Setting> Settings =>
        EquatableArray.Of(Setting.Deciding("slope", Slope), Setting.Deciding("offset", Offset));

    // Of two numbers its products may make one, as those of a rectifier with a slope.
    public override Activation? Activation => Slope == UsualSlope && Offset == UsualOffset
        ? new(Kind, "through a hard sigmoid", Function) { KeepsMaximum = true }
        : new(
            $"HardSigmoid{Activation.InName(Slope)}Plus{Activation.InName(Offset)}",
            $"through a hard sigmoid of slope {Text.Number(Slope)} and offset {Text.Number(Offset)}",
            Function)
        {
            KeepsMaximum = Slope > 0,
        };

    protected override Expression Function => new("{M}.Min({M}.Max({0} * x + {1}, 0), 1)", Slope, Offset)
    {
        Lanes = "{min}({one}, {max}({zero}, {0} * x + {1}))",
        Rounded = "{M}.Min({M}.Max({T}({T}({0} * x) + {1}), 0), 1)",
        KeepsZero = Offset <= 0,
    };

    public override Expression Derivative => new("y > 0 && y < 1 ? {0} * g : 0", Slope)
    {
        Lanes = "ConditionalSelect(GreaterThan(y, {zero}) & LessThan(y, {one}), {0} * g, {zero})",
    };
}

internal sealed class HardSwishKind : LayerKind
{
    public override string Name => "HardSwish";

    public override Layer Read(LayerReader reader) => new HardSwishLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape));
}

/// <summary>x × (x + 3 between 0 and 6) / 6. A. Howard et al., Searching for MobileNetV3, 2019.</summary>
internal sealed record HardSwishLayer(string Name, Tensor Input, Tensor Output) : ElementwiseLayer(Name, "HardSwish", Input, Output)
{
    public override ActivationGain Gain => ActivationGain.Rectifier(0);

    public override Activation? Activation => new(Kind, "through a hard swish", Function);

    protected override Expression Function => new("x * {M}.Min({M}.Max(x + 3, 0), 6) / 6", 3, 6)
    {
        Lanes = "x * {min}({1}, {max}({zero}, x + {0})) / {1}",
        Rounded = "{T}({T}(x * {M}.Min({M}.Max({T}(x + 3), 0), 6)) / 6)",
        KeepsZero = true,
    };

    // It falls before it rises, so that an output does not tell its input.
    protected override bool DerivativeReadsInput => true;

    public override Expression Derivative => new("x < -3 ? 0 : x <= 3 ? g * (x / 3 + {1}) : g", 3, 0.5)
    {
        Lanes = "ConditionalSelect(LessThan(x, -{0}), {zero}, ConditionalSelect(LessThanOrEqual(x, {0}), g * (x / {0} + {1}), g))",
        Rounded = "x < -3 ? 0 : x <= 3 ? {T}(g * {T}({T}(x / 3) + {1})) : g",
    };
}

internal sealed class SignKind : LayerKind
{
    public override string Name => "Sign";

    public override Layer Read(LayerReader reader) => new SignLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape));
}

/// <summary>
/// −1, 0 or 1. Its derivative would be 0: the gradient passes straight through where the input is no further from 0 than the output may be.
/// I. Hubara et al., Binarized neural networks, 2016.
/// </summary>
internal sealed record SignLayer(string Name, Tensor Input, Tensor Output) : ElementwiseLayer(Name, "Sign", Input, Output)
{
    public override Activation? Activation => new(Kind, "signs alone", Function);

    protected override Expression Function => new("x > 0 ? 1 : x < 0 ? -1 : 0")
    {
        Lanes = "ConditionalSelect(GreaterThan(x, {zero}), {one}, ConditionalSelect(LessThan(x, {zero}), -{one}, {zero}))",
        KeepsZero = true,
    };

    protected override bool DerivativeReadsInput => true;

    public override Expression Derivative => new("x >= -1 && x <= 1 ? g : 0")
    {
        Lanes = "ConditionalSelect(GreaterThanOrEqual(x, -{one}) & LessThanOrEqual(x, {one}), g, {zero})",
    };
}
