using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>Mean of each group of channels, and by what it is normalised; the same number for each channel of a group.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="IsAffine">Whether there are weights.</param>
/// <param name="Epsilon">What is added to a variance.</param>
/// <param name="KeepsInverses">Whether a backward pass needs what the scales are without the weights.</param>
internal sealed record GroupStatistics(Scalar Scalar, Layout Source, int Groups, bool IsAffine, double Epsilon, bool KeepsInverses) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<Port> ports = new[] { Port.In("input") };
            if (IsAffine) ports = ports.Append(Port.In("weights"));
            ports = ports.Append(Port.Out("means"));
            if (KeepsInverses) ports = ports.Append(Port.Out("inverses"));
            return ports.Append(Port.Out("scales")).ToEquatableArray();
        }
    }

    public override bool IsPerSample => true;

    public override string Name => GroupText.Name(
        "GroupStatistics", Source.Shape, Groups, Source.NameSuffix, IsAffine ? KeepsInverses ? "" : "Forward" : "Plain");

    public override string Title => GroupText.Title(Source.Shape, Groups);

    public override string Form =>
        "the mean, then the squares of the distances to it; "
        + $"sums of each channel {ChannelText.FormOfSums(Source, isPerSample: true)}, then sequential: channel";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Source);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        var text = new ChannelText(writer, dialect.Registers / 4, ("input", Source));
        string count = Text.Number(Source.Shape.Count / Groups);
        text.DeclareSums("sum", "squares");
        text.EachChannel(() =>
        {
            text.Sum(new[] { "sum" }, (x, _, sum, term) => writer.Line(dialect.Add(sum("sum"), term(x("input")))));
            text.Store("means", v => text.Name("sum", v));
        });
        writer.Line();
        GroupText.EachGroup(writer, Source.Shape, Groups, group =>
        {
            GroupText.Total(writer, group, "total", at => writer.Argument("means").At(at));
            writer.Line($"{writer.Scalar} mean = {dialect.Rounded($"total / {count}")};");
            group.Each(at => writer.Line($"{writer.Argument("means").At(at)} = mean;"));
        });
        writer.Line();
        text.EachChannel(() =>
        {
            text.Load("mean", "means");
            NormText.EmitSquares(writer, text);
            text.Store("scales", v => text.Name("squares", v));
        });
        writer.Line();
        GroupText.EachGroup(writer, Source.Shape, Groups, group =>
        {
            GroupText.Total(writer, group, "total", at => writer.Argument("scales").At(at));
            string variance = dialect.Rounded($"total / {count}");
            string root = dialect.SquareRootOfNumber(dialect.Rounded($"{variance} + {writer.Number(Epsilon)}"));
            writer.Line($"{writer.Scalar} inverse = {dialect.Rounded($"1 / {root}")};");
            group.Each(at =>
            {
                if (KeepsInverses) writer.Line($"{writer.Argument("inverses").At(at)} = inverse;");
                string scale = IsAffine ? dialect.Rounded($"{writer.Argument("weights").At(at)} * inverse") : "inverse";
                writer.Line($"{writer.Argument("scales").At(at)} = {scale};");
            });
        });
    }
}

/// <summary>The sums over a channel's gradients that its weight, its bias and its group's input gradients are made of.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Output">How the output's gradient lies.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="IsAffine">Whether there are weights.</param>
/// <param name="OfProducts">Whether gradients times normalised inputs are added up.</param>
/// <param name="OfGradients">Whether gradients are.</param>
/// <param name="OfInput">Whether what the inputs' gradients need of a group is made of both.</param>
internal sealed record GroupGradientSums(
    Scalar Scalar, Layout Output, Layout Source, int Groups, bool IsAffine, bool OfProducts, bool OfGradients, bool OfInput) : Kernel(Scalar, 1)
{
    /// <summary>Whether the weights are among what it reads.</summary>
    public bool ReadsWeights => OfInput && IsAffine;

    public override EquatableArray<Port> Ports
    {
        get
        {
            IEnumerable<Port> ports = new[] { Port.In("outputGradient"), Port.In("input"), Port.In("means"), Port.In("inverses") };
            if (ReadsWeights) ports = ports.Append(Port.In("weights"));
            if (OfProducts) ports = ports.Append(Port.Out("weightSums"));
            if (OfGradients) ports = ports.Append(Port.Out("biasSums"));
            if (OfInput) ports = ports.Append(Port.Out("offsets")).Append(Port.Out("slopes"));
            return ports.ToEquatableArray();
        }
    }

    public override bool IsPerSample => true;

    public override string Name => GroupText.Name(
        "GroupGradientSums",
        Source.Shape,
        Groups,
        Layout.NameSuffixOf(Output, Source),
        (IsAffine ? "" : "Plain") + (OfInput ? "Input" : (OfProducts ? "Weight" : "") + (OfGradients ? "Bias" : "")));

    public override string Title => GroupText.Title(Source.Shape, Groups);

    public override string Form =>
        $"gradients, and gradients × distances to the mean; sums of each channel {ChannelText.FormOfSums(Source, isPerSample: true)}"
        + (OfInput ? ", then sequential: channel" : "");

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Output, Source);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        var text = new ChannelText(writer, dialect.Registers / 7, ("outputGradient", Output), ("input", Source));
        string[] sums = (OfGradients ? new[] { "sum" } : new string[0]).Concat(OfProducts ? new[] { "products" } : new string[0]).ToArray();
        text.DeclareSums(sums);
        text.EachChannel(() =>
        {
            text.Load("mean", "means");
            text.Sum(sums, (x, of, sum, term) =>
            {
                string gradient = text.Local("gradient");
                writer.Line($"{dialect.Type} {gradient} = {term(x("outputGradient"))};");
                if (OfGradients) writer.Line(dialect.Add(sum("sum"), gradient));
                if (OfProducts) writer.Line(dialect.Accumulate(sum("products"), gradient, term(NormText.Distance(dialect, x("input"), of("mean")))));
            });
            if (OfProducts) text.Store("weightSums", v => text.Rounded($"{text.Name("products", v)} * {text.Element("inverses", v)}"));
            if (OfGradients) text.Store("biasSums", v => text.Name("sum", v));
        });
        if (!OfInput) return;
        string count = Text.Number(Source.Shape.Count / Groups);
        writer.Line();
        GroupText.EachGroup(writer, Source.Shape, Groups, group =>
        {
            GroupText.Total(writer, group, "sum", at => Weighted("biasSums", at));
            GroupText.Total(writer, group, "products", at => Weighted("weightSums", at));
            writer.Line($"{writer.Scalar} inverse = {writer.Argument("inverses").At(group.First)};");
            writer.Line($"{writer.Scalar} offset = {dialect.Rounded($"{dialect.Rounded($"sum / {count}")} * inverse")};");
            writer.Line($"{writer.Scalar} slope = {dialect.Rounded($"{dialect.Rounded($"products / {count}")} * {dialect.Factor("inverse * inverse")}")};");
            group.Each(at => writer.Statements(
                new[] { $"{writer.Argument("offsets").At(at)} = offset", $"{writer.Argument("slopes").At(at)} = slope" }));
        });

        string Weighted(string port, Index at)
        {
            string sum = writer.Argument(port).At(at);
            return IsAffine ? dialect.Rounded($"{writer.Argument("weights").At(at)} * {sum}") : sum;
        }
    }
}

/// <summary>The gradient of the input: gradient × scale − offset − (x − mean) × slope, each a number of the channel.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Output">How the output's gradient lies.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="Input">How the input's gradient lies.</param>
internal sealed record GroupInputGradient(Scalar Scalar, Layout Output, Layout Source, Layout Input) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(
        Port.In("outputGradient"),
        Port.In("input"),
        Port.In("means"),
        Port.In("scales"),
        Port.In("offsets"),
        Port.In("slopes"),
        Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => $"GroupInputGradient{Source.Shape}{Output.NameSuffix}{Layout.NameSuffixOf(Source, Input)}";

    public override string Title => Source.Shape.ToString();

    public override string Form => "element by element: gradient × scale − offset − (x − mean) × slope";

    public override bool HasText(Dialect dialect) => ChannelText.HasText(dialect, Output, Source, Input);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        var text = new ChannelText(writer, dialect.Registers / 6, ("outputGradient", Output), ("input", Source), ("inputGradient", Input));
        text.EachChannel(() =>
        {
            text.Load("mean", "means");
            text.Load("scale", "scales");

            // Their signs are turned once for a channel, so that multiply-adds take them away.
            text.Declare("offset", v => "-" + text.Element("offsets", v));
            text.Declare("slope", v => "-" + text.Element("slopes", v));
            text.EachElement("inputGradient", (v, x, of) =>
            {
                string scaled = dialect.MultiplyAdd(x("outputGradient"), of("scale"), of("offset"));
                string distance = NormText.Distance(dialect, x("input"), of("mean"));
                return dialect.MultiplyAdd(distance, of("slope"), scaled);
            });
        });
    }
}

/// <summary>A group of channels in the text of a kernel.</summary>
/// <param name="First">Its first channel.</param>
/// <param name="Each">Writes what is done with each channel.</param>
internal sealed record ChannelGroup(Index First, System.Action<System.Action<Index>> Each);

/// <summary>What the kernels of norms over groups of channels write alike.</summary>
internal static class GroupText
{
    public static string Name(string kernel, Shape shape, int groups, string layouts, string options) =>
        $"{kernel}{shape}By{Text.Number(groups)}{layouts}{options}";

    /// <summary>The shape and its groups, as a sentence begins.</summary>
    public static string Title(Shape shape, int groups) => $"{shape}, {Text.Plural(groups, "group")} of {Text.Plural(shape.Channels / groups, "channel")}";

    /// <summary>Writes what is done for each group.</summary>
    public static void EachGroup(KernelWriter writer, Shape shape, int groups, System.Action<ChannelGroup> body)
    {
        int members = shape.Channels / groups;
        writer.Nest(new[] { new Loop("group", groups) }, group =>
        {
            Index first = group[0] * members;
            body(new ChannelGroup(first, each => writer.Nest(new[] { new Loop("member", members) }, member => each(first + member[0]))));
        });
    }

    /// <summary>Declares the sum of a number of each channel of a group, in order.</summary>
    public static void Total(KernelWriter writer, ChannelGroup group, string name, System.Func<Index, string> term)
    {
        writer.Line($"{writer.Scalar} {name} = 0;");
        group.Each(at => writer.Line(writer.Dialect.Add(name, term(at))));
    }
}
