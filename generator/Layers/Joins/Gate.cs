using System.Collections.Generic;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

/// <summary>An image whose elements meet the number of their channel.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Operator"><c>+</c> or <c>*</c>.</param>
/// <param name="Image">How the image lies.</param>
/// <param name="Target">How the result lies.</param>
/// <param name="IsInPlace">Whether it takes the image's place.</param>
internal sealed record Gate(Scalar Scalar, char Operator, Layout Image, Layout Target, bool IsInPlace = false) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => IsInPlace
        ? EquatableArray.Of(Port.InOut("values"), Port.In("numbers"))
        : EquatableArray.Of(Port.In("input"), Port.In("numbers"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override bool IsCheap => true;

    public override string Name =>
        $"{(Operator == '+' ? "Sum" : "Product")}OfChannels{Image.Shape}{Layout.NameSuffixOf(Image, Target)}{(IsInPlace ? "InPlace" : "")}";

    public override string Title => $"{Image.Shape} {Operator.ToString().Replace('*', '×')} {Image.Shape.With(Image.Shape.Channels, 1, 1)}";

    public override string Form => IsInPlace ? "element by element, in place" : "element by element";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Image, Target);

    public override void Emit(KernelWriter writer)
    {
        (string image, string result) = IsInPlace ? ("values", "values") : ("input", "output");
        ChannelText text = IsInPlace
            ? new ChannelText(writer, writer.Dialect.Registers / 4, (image, Image))
            : new ChannelText(writer, writer.Dialect.Registers / 4, (image, Image), (result, Target));
        text.EachChannel(() =>
        {
            text.Load("number", "numbers");
            text.EachElement(result, (_, element, number) => writer.Dialect.Rounded($"{element(image)} {Operator} {number("number")}"));
        });
    }
}

/// <summary>
/// The gradient of one number that served a whole channel: the sum over its positions, of the gradient or of its products with what the
/// number was multiplied by.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Output">How the gradient lies.</param>
/// <param name="Factor">How the other factor lies; null where there is none.</param>
internal sealed record ChannelSums(Scalar Scalar, Layout Output, Layout? Factor) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => Factor == null
        ? EquatableArray.Of(Port.In("outputGradient"), Port.Out("inputGradient"))
        : EquatableArray.Of(Port.In("outputGradient"), Port.In("factors"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => $"ChannelSums{Output.Shape}{Output.NameSuffix}{(Factor == null ? "" : "Times" + Factor.NameSuffix)}";

    public override string Title => $"{Output.Shape.With(Output.Shape.Channels, 1, 1)} ← {Output.Shape}";

    public override string Form => ChannelText.FormOfSums(Output, isPerSample: true);

    public override bool HasText(Dialect dialect) => Factor == null ? ChannelText.HasText(dialect, Output) : ChannelText.HasText(dialect, Output, Factor);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        var elements = new List<(string, Layout)> { ("outputGradient", Output) };
        if (Factor != null) elements.Add(("factors", Factor));
        var text = new ChannelText(writer, dialect.Registers / 4, elements.ToArray());
        text.DeclareSums("sum");
        text.EachChannel(() =>
        {
            text.Sum(new[] { "sum" }, (element, _, sum, term) => writer.Line(Factor == null
                ? dialect.Add(sum("sum"), term(element("outputGradient")))
                : dialect.Accumulate(sum("sum"), term(element("outputGradient")), term(element("factors")))));
            text.Store("inputGradient", v => text.Name("sum", v));
        });
    }
}
