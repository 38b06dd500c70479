using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

/// <summary>A function of each element.</summary>
internal abstract record ElementwiseLayer(string Name, string Kind, Tensor Input, Tensor Output) : Layer(Name, Kind, Input, Output), IRectifying
{
    // Every derivative here is a function of the output, unless the layer says otherwise: so the input need not be kept.
    public override bool BackwardReadsOutput => !DerivativeReadsInput;

    /// <summary>Whether the derivative has to be taken from the input, <c>x</c>, and not from the output, <c>y</c>.</summary>
    protected virtual bool DerivativeReadsInput => false;

    /// <summary>The function of <c>x</c>.</summary>
    protected abstract Expression Function { get; }

    /// <summary>The gradient of the input, from that of the output, <c>g</c>, and <c>x</c> or <c>y</c>.</summary>
    public abstract Expression Derivative { get; }

    public override bool KeepsLayout => true;

    /// <summary>For rectifiers: the slope of the negative side.</summary>
    public virtual double? Rectifier => null;

    public Epilogue? AsEpilogue(ILayerPlan plan, Layer head) => Rectifier is { } slope ? new Epilogue(Rectifier: slope) : null;

    public override void PlanForward(ILayerPlan plan)
    {
        if (plan.MayOverwriteInput(this) && !(DerivativeReadsInput && plan.IsTrainable) && plan.Value(Input).Layout == plan.LayoutOf(Output))
        {
            Slot values = plan.ShareValue(this);
            plan.Add(
                this,
                "forward",
                new ElementwiseForward(plan.Scalar, plan.Batch, Kind, values.Layout, values.Layout, Function, IsInPlace: true) { Slope = Rectifier },
                values);
            return;
        }

        Slot input = plan.Value(Input), output = plan.MakeValue(this);
        plan.Add(
            this,
            "forward",
            new ElementwiseForward(plan.Scalar, plan.Batch, Kind, input.Layout, output.Layout, Function, IsInPlace: false) { Slope = Rectifier },
            input,
            output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), kept = plan.ValueLike(DerivativeReadsInput ? Input : Output, outputGradient.Layout);
        bool isInPlace = outputGradient.Layout == plan.LayoutOf(Input) || plan.TakesAnyGradient(Input);
        Slot inputGradient = isInPlace ? plan.ShareGradient(this) : plan.MakeGradient(this);
        var kernel = new ElementwiseInputGradient(
            plan.Scalar,
            plan.Batch,
            Kind,
            kept.Layout,
            outputGradient.Layout,
            inputGradient.Layout,
            Derivative,
            DerivativeReadsInput,
            isInPlace)
        { Slope = Rectifier };
        if (isInPlace) plan.Add(this, "input gradient", kernel, kept, inputGradient);
        else plan.Add(this, "input gradient", kernel, kept, outputGradient, inputGradient);
    }

    public void PlanDerivative(ILayerPlan plan, Tensor tensor)
    {
        Slot gradient = plan.Gradient(tensor), kept = plan.ValueLike(tensor, gradient.Layout);
        plan.Add(
            this,
            "input gradient",
            new ElementwiseInputGradient(
                plan.Scalar,
                plan.Batch,
                Kind,
                kept.Layout,
                gradient.Layout,
                gradient.Layout,
                Derivative,
                DerivativeReadsInput,
                IsInPlace: true)
            { Slope = Rectifier },
            kept,
            gradient);
    }
}

/// <summary>
/// A formula in C#, in which <c>{0}</c>, <c>{1}</c>, … are constants of the network's number type, <c>{one}</c> is the number one, <c>{M}</c> the class
/// of its minima and maxima, and <c>{T}</c> a cast to it.
/// </summary>
/// <param name="Format">The formula.</param>
/// <param name="Constants">Its constants.</param>
internal sealed record Expression(string Format, EquatableArray<double> Constants)
{
    public Expression(string format, params double[] constants)
        : this(format, constants.ToEquatableArray())
    {
    }

    /// <summary>The library's method that computes it for spans, where there is one.</summary>
    public string? OfSpans { get; init; }

    /// <summary>
    /// The same for vectors, where they can do it: <c>{zero}</c> is a vector of zeros, and <c>{min}</c> and <c>{max}</c> are what the hardware has, which
    /// return the second operand where one is no number.
    /// </summary>
    public string? Lanes { get; init; }

    /// <summary>Whether it makes zero of zero, so that it may go over borders.</summary>
    public bool KeepsZero { get; init; }

    /// <summary>
    /// The same with a cast <c>{T}</c> around each operation whose result another one takes: where a runtime may keep more than the type holds.
    /// </summary>
    public string? Rounded { get; init; }

    public string Text(KernelWriter writer) => Filled(writer.Dialect.Reproducible && Rounded != null ? Rounded : Format, writer.Number)
        .Replace("{T}", $"({writer.Scalar})")
        .Replace("{M}", writer.Dialect.Scalar == Scalar.Single ? "MathF" : "Math")
        .Replace("{one}", "1")
        .Replace("global::CnnGen.Runtime.Elementary", writer.Elementary);

    /// <summary>The text for vectors.</summary>
    public string OfLanes(KernelWriter writer) => Filled(Lanes!, writer.Dialect.Constant)
        .Replace("{one}", writer.Dialect.Constant(1))
        .Replace("{zero}", "Lanes.Zero")
        .Replace("{min}", writer.Dialect.NativeMinimum)
        .Replace("{max}", writer.Dialect.NativeMaximum);

    /// <summary>The same for a reader who sees no number type.</summary>
    public override string ToString() => Filled(Format, Model.Text.Number)
        .Replace("{M}", "Math")
        .Replace("{one}", "1")
        .Replace("global::CnnGen.Runtime.Elementary.", "");

    private string Filled(string format, System.Func<double, string> constant)
    {
        for (int i = 0; i < Constants.Count; i++) format = format.Replace("{" + Model.Text.Number(i) + "}", constant(Constants[i]));
        return format;
    }
}

/// <summary>The forward pass of a function of each element.</summary>
internal sealed record ElementwiseForward(Scalar Scalar, int Batch, string Kind, Layout Source, Layout Target, Expression Function, bool IsInPlace)
    : Kernel(Scalar, Elements.IsPerSample(Source, Target) ? 1 : Batch)
{
    public override EquatableArray<Port> Ports => IsInPlace
        ? EquatableArray.Of(Port.InOut("values"))
        : EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => Elements.IsPerSample(Source, Target);

    public override bool IsTiny => Batch * Source.LongCount <= 4;

    public override bool CountsSamples => !IsPerSample && !TakesSpans;

    /// <summary>For rectifiers: the slope of the negative side.</summary>
    public double? Slope { get; init; }

    private bool TakesSpans => Function.OfSpans != null && Source.ChannelsLast == Target.ChannelsLast && (long)Batch * Source.Shape.Count > 1;

    public override string Name => $"{Kind}{Source.Shape}{Layout.NameSuffixOf(Source, Target)}Forward";

    public override string Title => Source.Shape.ToString();

    public override string Form => IsInPlace ? "element by element, in place" : "element by element";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsVector && HasVectors && Elements.HasLanes(dialect, Source, Target));

    private bool HasVectors => Slope != null || (Function.Lanes != null && (Function.KeepsZero || Target.IsCompact));

    public override void Emit(KernelWriter writer)
    {
        (string from, string to) = IsInPlace ? ("values", "values") : ("input", "output");
        if (writer.Dialect.IsVector)
        {
            Elements.CommentBorder(writer, Target, isGradient: false);
            writer.EachVector(
                Source.Count,
                isPerSample: !IsPerSample,
                at =>
                {
                    writer.Line($"Lanes x = {writer.Element(from, at)};");
                    writer.StoreElement(to, at, Slope is { } slope ? writer.Dialect.Rectified("x", slope) : $"({Function.OfLanes(writer)})");
                },
                at =>
                {
                    writer.Line($"{writer.Scalar} x = Unsafe.Add(ref {from}, {at});");
                    writer.Line($"Unsafe.Add(ref {to}, {at}) = {Function.Text(writer)};");
                });
            return;
        }

        if (TakesSpans)
        {
            string method = Function.OfSpans!;
            if (!IsPerSample)
            {
                writer.Line($"{writer.Elementary}.{method}({from}, {to});");
                return;
            }

            string length = Text.Number(Source.Shape.Width * (Source.ChannelsLast ? Source.Shape.Channels : 1));
            writer.Nest(new[] { new Loop("channel", Source.ChannelsLast ? 1 : Source.Shape.Channels), new Loop("row", Source.Shape.Height) }, at =>
                writer.Line(
                    $"{writer.Elementary}.{method}({from}.Slice({Source.At(at[0], at[1], 0)}, {length}), {to}.Slice({Target.At(at[0], at[1], 0)}, " +
                    $"{length}));"));
            return;
        }

        Elements.Each(writer, new[] { Source, Target }, at =>
        {
            writer.Line($"{writer.Scalar} x = {from}[{at[0]}];");
            writer.Line($"{to}[{at[1]}] = {Function.Text(writer)};");
        });
    }
}

/// <summary>The gradient of the input of a function of each element.</summary>
internal sealed record ElementwiseInputGradient(
    Scalar Scalar, int Batch, string Kind, Layout Kept, Layout Output, Layout Input, Expression Derivative, bool ReadsInput, bool IsInPlace)
    : Kernel(Scalar, Elements.IsOfImages(Kept.Shape, Kept, Output, Input) ? 1 : Batch)
{
    public override EquatableArray<Port> Ports => IsInPlace
        ? EquatableArray.Of(Port.In(KeptName), Port.InOut("gradient"))
        : EquatableArray.Of(Port.In(KeptName), Port.In("outputGradient"), Port.Out("inputGradient"));

    public override bool IsPerSample => Elements.IsOfImages(Kept.Shape, Kept, Output, Input);

    public override string Name => $"{Kind}{Input.Shape}{Layout.NameSuffixOf(Output, Input)}InputGradient";

    public override string Title => Input.Shape.ToString();

    public override string Form => IsInPlace ? "element by element, in place" : "element by element";

    /// <summary>For rectifiers: the slope of the negative side.</summary>
    public double? Slope { get; init; }

    private string KeptName => ReadsInput ? "input" : "output";

    public override bool HasText(Dialect dialect) =>
        dialect.IsPlainScalar || (dialect.IsVector && HasVectors && Kept == Output && Output == Input && Kept.Count >= dialect.Lanes);

    private bool HasVectors => (Slope != null && !ReadsInput) || Derivative.Lanes != null;

    /// <summary>What the derivative calls what is kept.</summary>
    private string Variable => ReadsInput ? "x" : "y";

    public override void Emit(KernelWriter writer)
    {
        if (writer.Dialect.IsVector)
        {
            EmitLanes(writer);
            return;
        }

        (string from, string to) = IsInPlace ? ("gradient", "gradient") : ("outputGradient", "inputGradient");
        Elements.Each(writer, new[] { Kept, Output, Input }, at =>
        {
            writer.Line($"{writer.Scalar} {Variable} = {KeptName}[{at[0]}], g = {from}[{at[1]}];");
            writer.Line($"{to}[{at[2]}] = {Derivative.Text(writer)};");
        });
    }

    private void EmitLanes(KernelWriter writer)
    {
        (string from, string to) = IsInPlace ? ("gradient", "gradient") : ("outputGradient", "inputGradient");
        Elements.CommentBorder(writer, Input, isGradient: true);
        writer.EachVector(
            Kept.Count,
            isPerSample: !IsPerSample,
            at =>
            {
                writer.Line($"Lanes {Variable} = {writer.Element(KeptName, at)}, g = {writer.Element(from, at)};");
                writer.StoreElement(to, at, Slope is { } slope ? writer.Dialect.Passed("y", "g", slope) : $"({Derivative.OfLanes(writer)})");
            },
            at =>
            {
                writer.Line($"{writer.Scalar} {Variable} = Unsafe.Add(ref {KeptName}, {at}), g = Unsafe.Add(ref {from}, {at});");
                writer.Line($"Unsafe.Add(ref {to}, {at}) = {Derivative.Text(writer)};");
            });
    }
}
