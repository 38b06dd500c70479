using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

internal sealed class ConvKind : LayerKind
{
    public override string Name => "Conv";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader)
    {
        int filters = reader.AtLeast(1, "filters", 1), groups = reader.AtLeast(1, "Groups", 1);
        if (reader.Bool("UntiedBias") && !reader.Bool("Bias", true)) ReportBias(reader);
        string? padding = WindowReader.Paddings.FirstOrDefault(reader.Has);
        if (reader.Bool("Same") && padding != null) ReportPadding(reader, padding);
        ParameterOptions.Check(reader);
        WindowReader.Check(reader, "kernel", "kernelHeight", "kernelWidth", stridesItself: false);
        if (filters >= 1 && groups >= 1 && filters % groups != 0 && reader.Has("filters") && reader.Knows("filters", "Groups"))
        {
            ReportGroups(reader, groups, "filters", filters);
        }
    }

    public override Layer? Read(LayerReader reader)
    {
        int filters = reader.Int("filters"), groups = reader.Int("Groups", 1);
        bool hasBias = reader.Bool("Bias", true), isUntied = reader.Bool("UntiedBias");
        Shape input = reader.Input.Shape;
        if (input.Channels % groups != 0) ReportGroups(reader, groups, "channels", input.Channels);
        Window? window = WindowReader.Read(reader, "kernel", "kernel", "kernelHeight", "kernelWidth", stridesItself: false);
        if (!reader.IsSound || window == null) return null;

        ConvBias bias = !hasBias ? ConvBias.None : isUntied ? ConvBias.Untied : ConvBias.PerFilter;
        var shape = new ConvShape(input, filters, window, groups, bias);
        bool fits = reader.FitsArray(shape.Weights, perSample: false, "The weight of " + reader.Name)
            && (!window.IsPadded || reader.FitsArray(shape.Framed, perSample: true, "The padded input of " + reader.Name));
        return fits ? new ConvLayer(reader.Name, reader.Input, reader.Makes(shape.Output), shape, ParameterOptions.Read(reader)) : null;
    }

    public override void Hint(AnnotationReader reader, Shape input)
    {
        if (!reader.Has("kernelWidth") || !input.IsSpatial || input.IsLine) return;
        int filters = reader.Int("filters"), height = reader.Int("kernelHeight"), width = reader.Int("kernelWidth");
        string[] words = { Text.Number(filters), Text.Number(height), Text.Number(width) };

        // Elsewhere a third number is the stride; here it is the kernel's second side. On an input too narrow for the square kernel, the
        // narrow one is what fits.
        bool hasStride = reader.Has("Stride") || reader.Has("StrideHeight") || reader.Has("StrideWidth");
        if (width <= 2 && width < height && !hasStride && input.Width >= height)
        {
            var stride = new Remedy(
                $"Make {words[2]} the stride",
                new Edit(EditKind.Rename, reader.At("kernelHeight"), "kernel: "),
                new Edit(EditKind.Name, reader.At("kernelWidth"), "Stride = "));
            reader.Report(Rules.LooksLikeStride, "kernelWidth", stride, words);
        }

        // Elsewhere the channels that come in are written first. Kernels of one row or one column are oblong on purpose, and so are those of
        // which each channel has its own.
        bool isOblong = height > 1 && width > 2 && height != width && !reader.Has("Groups");
        if (!isOblong || filters != input.Channels) return;
        var order = new Remedy(
            "Leave out the channels that come in",
            new Edit(EditKind.Value, reader.At("filters"), Source: reader.At("kernelHeight")),
            new Edit(EditKind.Value, reader.At("kernelHeight"), Source: reader.At("kernelWidth")),
            new Edit(EditKind.Rename, reader.At("kernelHeight"), "kernel: "),
            new Edit(EditKind.Remove, reader.At("kernelWidth")));
        reader.Report(Rules.LooksLikeInputChannels, "filters", order, words);
    }

    public static void ReportGroups(AnnotationReader reader, int groups, string what, int count) => reader.Report(
        Rules.GroupsDoNotDivide,
        "Groups",
        Groups.Dividing(reader, "Groups", reader.Int("filters"), reader.Incoming?.Channels ?? reader.Int("filters")),
        reader.Subject,
        "channels and filters",
        Text.Number(groups),
        what,
        Text.Number(count));

    public static void ReportBias(AnnotationReader reader) =>
        reader.Report(Rules.BiasConflict, "UntiedBias", new[] { reader.Without("Bias"), reader.Without("UntiedBias") }, reader.Subject);

    private static void ReportPadding(AnnotationReader reader, string padding)
    {
        string[] paddings = WindowReader.Paddings.Where(reader.Has).ToArray();
        reader.Report(Rules.SameWithPadding, "Same", new[] { reader.Without(paddings), reader.Without("Same") }, reader.Subject, padding);
    }
}
