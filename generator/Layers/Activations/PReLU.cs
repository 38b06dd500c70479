using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Norms;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

internal sealed class PReLUKind : LayerKind
{
    public override string Name => "PReLU";

    public override void Check(AnnotationReader reader) => ParameterOptions.Check(reader, bias: null);

    public override Layer Read(LayerReader reader) => new PReLULayer(
        reader.Name, reader.Input, reader.Makes(reader.Input.Shape), reader.Bool("Channels"), ParameterOptions.Read(reader));
}

/// <summary>x, or weight × x where x is not positive. K. He et al., Delving deep into rectifiers, 2015.</summary>
internal sealed record PReLULayer(string Name, Tensor Input, Tensor Output, bool HasChannels, ParameterOptions Options)
    : ChannelLayer(Name, "PReLU", Input, Output)
{
    private const double Start = 0.25;

    public override EquatableArray<Setting> Settings => EquatableArray.Of(Setting.Told("channels", HasChannels));

    public override ActivationGain Gain => ActivationGain.Rectifier(Start);

    public override EquatableArray<Parameter> Parameters => EquatableArray.Of(Options.Slope(Shape.Of(HasChannels ? Input.Shape.Channels : 1), Start));

    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.OwnValue(this, Input), output = plan.MakeValue(this), written = InOrderOf(plan, input, output);
        var kernel = new PReLUForward(plan.Scalar, plan.Batch, Seen(input), Seen(written), HasChannels);
        plan.Add(this, "forward", kernel, input, plan.Parameter(this, "weight"), written);
        PutInPlace(plan, "reorder", written, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input), gradient = plan.Gradient(Output);
        if (!GoTogether(Seen(gradient), Seen(input)))
        {
            Slot ordered = plan.GradientBuffer(this, "OrderedGradient", input.Layout.Compact);
            plan.Add(this, "reorder gradient", new Reorder(plan.Scalar, gradient.Layout, ordered.Layout), gradient, ordered);
            gradient = ordered;
        }

        if (Trains("weight"))
        {
            Slot total = plan.ParameterGradient(this, "weight"), sums = HasChannels ? total : plan.Scratch(this, "Sums", Input.Shape.Channels);
            plan.Add(this, "weight gradient", new PReLUSums(plan.Scalar, plan.Batch, Seen(gradient), Seen(input), Adds: HasChannels), gradient, input, sums);
            if (!HasChannels) plan.Add(this, "weight gradient sum", new SumOfChannels(plan.Scalar, Input.Shape.Channels), sums, total);
        }

        if (!plan.WantsGradient(Input)) return;
        Slot inputGradient = MakeInputGradient(plan, gradient), written = InOrderOf(plan, gradient, inputGradient);
        plan.Add(
            this,
            "input gradient",
            new PReLUInputGradient(plan.Scalar, plan.Batch, Seen(gradient), Seen(input), Seen(written), HasChannels),
            gradient,
            input,
            plan.Parameter(this, "weight"),
            written);
        PutInPlace(plan, "reorder input gradient", written, inputGradient);
    }
}

/// <summary>x, or weight × x where x is not positive.</summary>
internal sealed record PReLUForward(Scalar Scalar, int Batch, Layout Source, Layout Target, bool HasChannels)
    : Kernel(Scalar, Source.Shape.IsSpatial ? 1 : Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.Out("output"));

    public override bool IsPerSample => Source.Shape.IsSpatial;

    public override string Name => $"PReLU{Source.Shape}{Layout.NameSuffixOf(Source, Target)}{PReLUText.Suffix(HasChannels)}Forward";

    public override string Title => Source.Shape.ToString();

    public override string Form => "element by element";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Source, Target);

    public override void Emit(KernelWriter writer)
    {
        var text = new ChannelText(writer, writer.Dialect.Registers / 3, ("input", Source), ("output", Target));
        text.EachChannel(() =>
        {
            PReLUText.Load(text, writer, HasChannels);
            text.EachElement("output", (v, x, of) =>
            {
                string element = text.Name("element", v);
                writer.Line($"{writer.Dialect.Type} {element} = {x("input")};");
                return PReLUText.Passed(writer.Dialect, element, element, of("slope"));
            });
        });
    }
}

/// <summary>The gradient of the input: that of the output, or weight times it where the input is not positive.</summary>
internal sealed record PReLUInputGradient(Scalar Scalar, int Batch, Layout Output, Layout Source, Layout Input, bool HasChannels)
    : Kernel(Scalar, Source.Shape.IsSpatial ? 1 : Batch)
{
    public override EquatableArray<Port> Ports =>
        EquatableArray.Of(Port.In("outputGradient"), Port.In("input"), Port.In("weights"), Port.Out("inputGradient"));

    public override bool IsPerSample => Source.Shape.IsSpatial;

    public override string Name => $"PReLU{Source.Shape}{Output.NameSuffix}{Layout.NameSuffixOf(Source, Input)}{PReLUText.Suffix(HasChannels)}InputGradient";

    public override string Title => Source.Shape.ToString();

    public override string Form => "element by element";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Output, Source, Input);

    public override void Emit(KernelWriter writer)
    {
        var text = new ChannelText(writer, writer.Dialect.Registers / 4, ("outputGradient", Output), ("input", Source), ("inputGradient", Input));
        text.EachChannel(() =>
        {
            PReLUText.Load(text, writer, HasChannels);
            text.EachElement("inputGradient", (v, x, of) =>
            {
                string gradient = text.Name("gradient", v);
                writer.Line($"{writer.Dialect.Type} {gradient} = {x("outputGradient")};");
                return PReLUText.Passed(writer.Dialect, x("input"), gradient, of("slope"));
            });
        });
    }
}

/// <summary>Of each channel the sum of gradients times inputs, where these are not positive: what a weight's gradient is made of.</summary>
internal sealed record PReLUSums(Scalar Scalar, int Batch, Layout Output, Layout Source, bool Adds) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports =>
        EquatableArray.Of(Port.In("outputGradient"), Port.In("input"), Adds ? Port.InOut("weightGradient") : Port.Out("weightGradient"));

    public override string Name => $"PReLUSums{Source.Shape}{Layout.NameSuffixOf(Output, Source)}{(Adds ? "Added" : "")}";

    public override string Title => $"{Source.Shape}, over the batch";

    public override string Form => $"gradients × inputs that are not positive; sums {ChannelText.FormOfSums(Source)}";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Output, Source);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        var text = new ChannelText(writer, dialect.Registers / 5, ("outputGradient", Output), ("input", Source));
        text.DeclareSums("sum");
        text.EachChannel(() =>
        {
            text.Sum(new[] { "sum" }, (x, _, sum, term) =>
            {
                string element = text.Local("element"), zero = dialect.IsVector ? "Lanes.Zero" : "0";
                writer.Line($"{dialect.Type} {element} = {x("input")};");
                // Both factors, since zero times infinity is not zero.
                writer.Line(dialect.Accumulate(sum("sum"), term(Negative(x("outputGradient"))), term(Negative(element))));

                string Negative(string factor) => dialect.IsVector
                    ? $"ConditionalSelect(GreaterThan({element}, {zero}), {zero}, {factor})"
                    : $"({element} > 0 ? 0 : {factor})";
            });
            if (Adds) text.AddTo("weightGradient", v => text.Name("sum", v));
            else text.Store("weightGradient", v => text.Name("sum", v));
        });
    }
}

/// <summary>The sum over the channels.</summary>
internal sealed record SumOfChannels(Scalar Scalar, int Channels) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("sums"), Port.InOut("weightGradient"));

    public override string Name => $"SumOf{Text.Number(Channels)}Channels";

    public override string Title => Text.Plural(Channels, "channel");

    public override string Form => "sequential: channel";

    public override void Emit(KernelWriter writer)
    {
        writer.Line($"{writer.Scalar} sum = 0;");
        writer.Nest(new[] { new Loop("channel", Channels) }, at => writer.Line(writer.Dialect.Add("sum", $"sums[{at[0]}]")));
        writer.Line(writer.Dialect.Add("weightGradient[0]", "sum"));
    }
}

internal static class PReLUText
{
    public static string Suffix(bool hasChannels) => hasChannels ? "Channels" : "";

    /// <summary>Declares the <c>slope</c>: the channel's, or everybody's.</summary>
    public static void Load(ChannelText text, KernelWriter writer, bool hasChannels)
    {
        if (hasChannels) text.Load("slope", "weights");
        else text.Declare("slope", _ => text.Spread(writer.HasReferences ? "weights" : "weights[0]"));
    }

    /// <summary>What passes where a number is positive, and else that times the slope.</summary>
    public static string Passed(Dialect dialect, string x, string passes, string slope) => dialect.IsVector
        ? $"ConditionalSelect(GreaterThan({x}, Lanes.Zero), {passes}, {slope} * {passes})"
        : $"{x} > 0 ? {passes} : {dialect.Rounded($"{slope} * {passes}")}";
}
