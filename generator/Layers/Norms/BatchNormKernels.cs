using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>Mean and variance of each channel over all samples of a call, and by what they are normalised.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="IsAffine">Whether there are weights.</param>
/// <param name="Epsilon">What is added to a variance.</param>
/// <param name="KeepsCount">Whether a backward pass asks of how many values they are.</param>
internal sealed record BatchStatistics(Scalar Scalar, int Batch, Layout Source, bool IsAffine, double Epsilon, bool KeepsCount) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<Port> ports = IsAffine ? new[] { Port.In("input"), Port.In("weights") } : new[] { Port.In("input") };
            ports = ports.Concat(new[] { Port.Out("means"), Port.Out("variances") });
            if (IsAffine) ports = ports.Append(Port.Out("inverses"));
            ports = ports.Append(Port.Out("scales"));
            return (KeepsCount ? ports.Append(Port.Out("counts")) : ports).ToEquatableArray();
        }
    }

    public override string Name => $"BatchStatistics{Source.Shape}{Source.NameSuffix}{(IsAffine ? "" : "Plain")}";

    public override string Title => $"{Source.Shape}, over the batch";

    public override string Form => $"the mean, then the squares of the distances to it; sums {ChannelText.FormOfSums(Source)}";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Source);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        var text = new ChannelText(writer, dialect.Registers / 6, ("input", Source));
        writer.Line($"{writer.Scalar} count = {NormText.Count(writer, Source.Shape)};");
        text.DeclareSums("sum", "squares");
        text.EachChannel(() =>
        {
            text.Sum(new[] { "sum" }, (x, _, sum, term) => writer.Line(dialect.Add(sum("sum"), term(x("input")))));
            text.Declare("mean", v => text.Rounded($"{text.Name("sum", v)} / {text.Spread("count")}"));
            NormText.EmitSquares(writer, text);
            text.Store("means", v => text.Name("mean", v));
            text.Store("variances", v => text.Rounded($"{text.Name("squares", v)} / {text.Spread("count - 1")}"));
            text.Declare("variance", v => text.Rounded($"{text.Name("squares", v)} / {text.Spread("count")}"));
            NormText.EmitScales(text, IsAffine, Epsilon);
        }, mayRepeat: true);
        if (KeepsCount) writer.Line($"{writer.Argument("counts").At(0)} = count;");
    }
}

/// <summary>By what the channels are normalised that the running averages speak of.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Channels">How many there are.</param>
/// <param name="IsAffine">Whether there are weights.</param>
/// <param name="Epsilon">What is added to a variance.</param>
/// <param name="ServesBackward">Whether a backward pass follows, for which the averages are kept as they are now.</param>
/// <param name="KeepsCount">Whether it asks of how many values they are.</param>
internal sealed record RunningStatistics(Scalar Scalar, int Channels, bool IsAffine, double Epsilon, bool ServesBackward, bool KeepsCount) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<Port> ports = ServesBackward ? new[] { Port.In("runningMeans"), Port.In("runningVariances") } : new[] { Port.In("runningVariances") };
            if (IsAffine) ports = ports.Append(Port.In("weights"));
            if (ServesBackward) ports = ports.Append(Port.Out("means"));
            if (ServesBackward && IsAffine) ports = ports.Append(Port.Out("inverses"));
            ports = ports.Append(Port.Out("scales"));
            return (KeepsCount ? ports.Append(Port.Out("counts")) : ports).ToEquatableArray();
        }
    }

    public override string Name => $"RunningStatistics{Text.Number(Channels)}{(IsAffine ? "" : "Plain")}{(ServesBackward ? "" : "Forward")}";

    public override string Title => $"{Text.Plural(Channels, "channel")}, the running averages";

    public override string Form => "channel by channel";

    public override bool CountsSamples => false;

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Layout.Plain(Shape.Of(Channels)));

    public override void Emit(KernelWriter writer)
    {
        var text = new ChannelText(writer, 1, ("runningVariances", Layout.Plain(Shape.Of(Channels))));
        text.EachChannel(() =>
        {
            if (ServesBackward)
            {
                text.Load("mean", "runningMeans");
                text.Store("means", v => text.Name("mean", v));
            }

            text.Load("variance", "runningVariances");
            NormText.EmitScales(text, IsAffine, Epsilon, keepsInverses: ServesBackward);
        }, mayRepeat: true);
        if (!KeepsCount) return;
        writer.Comment("of so many values that one of them does not move them");
        writer.Line($"{writer.Argument("counts").At(0)} = {writer.Scalar}.PositiveInfinity;");
    }
}

/// <summary>The sums over a channel's gradients that its weight, its bias and its inputs' gradients are made of.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Output">How the output's gradient lies.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="OfWeight">Whether a weight is trained.</param>
/// <param name="OfBias">Whether a bias is trained.</param>
/// <param name="OfInput">Whether the inputs' gradients need them too, as shares of the values that the statistics are of.</param>
internal sealed record BatchGradientSums(Scalar Scalar, int Batch, Layout Output, Layout Source, bool OfWeight, bool OfBias, bool OfInput)
    : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<Port> ports = new[] { Port.In("outputGradient"), Port.In("input"), Port.In("means"), Port.In("inverses") };
            if (OfInput) ports = ports.Concat(new[] { Port.In("counts"), Port.Out("gradientMeans"), Port.Out("slopes") });
            if (OfWeight) ports = ports.Append(Port.InOut("weightGradient"));
            if (OfBias) ports = ports.Append(Port.InOut("biasGradient"));
            return ports.ToEquatableArray();
        }
    }

    public override string Name =>
        $"BatchGradientSums{Source.Shape}{Layout.NameSuffixOf(Output, Source)}{(OfWeight ? "Weight" : "")}{(OfBias ? "Bias" : "")}{(OfInput ? "Input" : "")}";

    public override string Title => $"{Source.Shape}, over the batch";

    public override string Form => $"gradients, and gradients × distances to the mean; sums {ChannelText.FormOfSums(Source)}";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Output, Source);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        var text = new ChannelText(writer, dialect.Registers / 7, ("outputGradient", Output), ("input", Source));
        if (OfInput)
        {
            writer.Line($"{writer.Scalar} count = {writer.Argument("counts").At(0)};");
            writer.Line($"bool isOfCall = count < {writer.Scalar}.PositiveInfinity;   // else a value does not move them, whatever the sums are");
        }

        bool needsSum = OfBias || OfInput, needsProducts = OfWeight || OfInput;
        string[] sums = new[] { needsSum ? "sum" : "", needsProducts ? "products" : "" }.Where(sum => sum.Length > 0).ToArray();
        text.DeclareSums(sums);
        text.EachChannel(() =>
        {
            text.Load("mean", "means");
            text.Sum(sums, (x, of, sum, term) =>
            {
                string gradient = text.Local("gradient");
                writer.Line($"{dialect.Type} {gradient} = {term(x("outputGradient"))};");
                if (needsSum) writer.Line(dialect.Add(sum("sum"), gradient));
                if (needsProducts) writer.Line(dialect.Accumulate(sum("products"), gradient, term(NormText.Distance(dialect, x("input"), of("mean")))));
            });
            text.Load("inverse", "inverses");
            if (OfInput)
            {
                text.Store("gradientMeans", v => Share(text.Rounded($"{text.Name("sum", v)} / {text.Spread("count")}")));
                text.Declare("square", v => text.Rounded($"{text.Name("inverse", v)} * {text.Name("inverse", v)}"));
                text.Store(
                    "slopes",
                    v => Share(text.Rounded($"{text.Rounded($"{text.Name("products", v)} * {text.Name("square", v)}")} / {text.Spread("count")}")));
            }

            if (OfWeight) text.AddTo("weightGradient", v => text.Rounded($"{text.Name("products", v)} * {text.Name("inverse", v)}"));
            if (OfBias) text.AddTo("biasGradient", v => text.Name("sum", v));
        });

        string Share(string quotient) => $"isOfCall ? {quotient} : {text.Constant(0)}";
    }
}

/// <summary>
/// The gradient of the input: scale × ((gradient − its mean) − (x − mean) × slope), where mean and slope are 0 unless the statistics are of the batch.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Batch">The most samples of a call.</param>
/// <param name="Output">How the output's gradient lies.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="Input">How the input's gradient lies.</param>
internal sealed record BatchInputGradient(Scalar Scalar, int Batch, Layout Output, Layout Source, Layout Input)
    : Kernel(Scalar, Source.Shape.IsSpatial ? 1 : Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(
        Port.In(
            "outputGradient"), Port.In("input"), Port.In("means"), Port.In("scales"), Port.In("gradientMeans"), Port.In("slopes"), Port.Out("inputGradient"));

    public override bool IsPerSample => Source.Shape.IsSpatial;

    public override string Name => $"BatchInputGradient{Source.Shape}{Output.NameSuffix}{Layout.NameSuffixOf(Source, Input)}";

    public override string Title => Source.Shape.ToString();

    public override string Form => "element by element: scale × ((gradient − its mean) − (x − mean) × slope)";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Output, Source, Input);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        var text = new ChannelText(writer, dialect.Registers / 6, ("outputGradient", Output), ("input", Source), ("inputGradient", Input));
        text.EachChannel(() =>
        {
            text.Load("mean", "means");
            text.Load("scale", "scales");
            text.Load("gradientMean", "gradientMeans");

            // The sign is turned once for a channel, so that a multiply-add takes the product away.
            text.Declare("slope", v => "-" + text.Element("slopes", v));
            text.EachElement("inputGradient", (v, x, of) =>
            {
                string rest = dialect.Rounded($"{x("outputGradient")} - {of("gradientMean")}");
                string distance = NormText.Distance(dialect, x("input"), of("mean"));
                return dialect.Rounded($"{of("scale")} * ({dialect.MultiplyAdd(distance, of("slope"), rest)})");
            });
        });
    }
}
