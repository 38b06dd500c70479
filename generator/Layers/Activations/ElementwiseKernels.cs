using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Activations;

/// <summary>The forward pass of a function of each element.</summary>
internal sealed record ElementwiseForward(Scalar Scalar, int Batch, string Kind, Layout Source, Layout Target, Expression Function, bool IsInPlace)
    : Kernel(Scalar, Elements.IsOfImages(Source.Shape, Source, Target) ? 1 : Batch)
{
    public override EquatableArray<Port> Ports => IsInPlace
        ? EquatableArray.Of(Port.InOut("values"))
        : EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => Elements.IsOfImages(Source.Shape, Source, Target);

    public override bool IsTiny => Batch * Source.LongCount <= 4;

    public override bool IsCheap => Function.Lanes != null;

    public override bool CountsSamples => !IsPerSample && !TakesSpans;

    private bool TakesSpans => Function.OfSpans != null && (!Function.HasText || (Elements.HasRuns(Source, Target) && (long)Batch * Source.Shape.Count > 1));

    public override string Name => $"{Kind}{Source.Shape}{Layout.NameSuffixOf(Source, Target)}Forward";

    public override string Title => Source.Shape.ToString();

    public override string Form => IsInPlace ? "element by element, in place" : "element by element";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsVector && HasVectors && Elements.HasLanes(dialect, Source, Target));

    private bool HasVectors => Function.Lanes != null && (Function.KeepsZero || Target.IsCompact);

    public override void Emit(KernelWriter writer)
    {
        (string from, string to) = IsInPlace ? ("values", "values") : ("input", "output");
        if (writer.Dialect.IsVector)
        {
            Elements.CommentBorder(writer, Target, isGradient: false);
            writer.EachVector(
                writer.Size("count", Source.Count),
                isPerSample: !IsPerSample,
                at =>
                {
                    writer.Line($"Lanes x = {writer.Element(from, at)};");
                    writer.StoreElement(to, at, Function.OfLanes(writer));
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
            Elements.EachRun(writer, IsPerSample, new[] { Source, Target }, of => writer.Line(Function.Call(writer, ("x", from + of[0]), ("y", to + of[1]))));
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

    public override bool CountsSamples => !IsPerSample && Derivative.OfSpans == null;

    public override string Name => $"{Kind}{Input.Shape}{Layout.NameSuffixOf(Output, Input)}InputGradient";

    public override string Title => Input.Shape.ToString();

    public override string Form => IsInPlace ? "element by element, in place" : "element by element";

    private string KeptName => ReadsInput ? "input" : "output";

    public override bool HasText(Dialect dialect) =>
        dialect.IsPlainScalar || (dialect.IsVector && Derivative.Lanes != null && Kept == Output && Output == Input && Kept.Count >= dialect.Lanes);

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
        if (Derivative.OfSpans != null)
        {
            Elements.EachRun(writer, IsPerSample, new[] { Kept, Output, Input }, of =>
                writer.Line(Derivative.Call(writer, (Variable, KeptName + of[0]), ("g", from + of[1]), ("d", to + of[2]))));
            return;
        }

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
            writer.Size("count", Kept.Count),
            isPerSample: !IsPerSample,
            at =>
            {
                writer.Line($"Lanes {Variable} = {writer.Element(KeptName, at)}, g = {writer.Element(from, at)};");
                writer.StoreElement(to, at, Derivative.OfLanes(writer));
            },
            at =>
            {
                writer.Line($"{writer.Scalar} {Variable} = Unsafe.Add(ref {KeptName}, {at}), g = Unsafe.Add(ref {from}, {at});");
                writer.Line($"Unsafe.Add(ref {to}, {at}) = {Derivative.Text(writer)};");
            });
    }
}
