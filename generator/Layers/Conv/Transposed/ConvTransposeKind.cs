using System;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Transposed;

internal sealed class ConvTransposeKind : LayerKind
{
    public override string Name => "ConvTranspose";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader)
    {
        int filters = reader.AtLeast(1, "filters", 1), groups = reader.AtLeast(1, "Groups", 1);
        if (reader.Bool("UntiedBias") && !reader.Bool("Bias", true)) ConvKind.ReportBias(reader);
        ParameterOptions.Check(reader);
        Window window = WindowReader.Check(reader, "kernel", "kernelHeight", "kernelWidth", stridesItself: false);
        CheckOutputPadding(reader, "Height", window.StrideHeight, window.DilationHeight);
        CheckOutputPadding(reader, "Width", window.StrideWidth, window.DilationWidth);
        if (filters >= 1 && groups >= 1 && filters % groups != 0 && reader.Has("filters") && reader.Knows("filters", "Groups"))
        {
            ConvKind.ReportGroups(reader, groups, "filters", filters);
        }
    }

    public override Layer? Read(LayerReader reader)
    {
        int filters = reader.Int("filters"), groups = reader.Int("Groups", 1);
        Shape input = reader.Input.Shape;
        if (input.Channels % groups != 0) ConvKind.ReportGroups(reader, groups, "channels", input.Channels);
        Window window = WindowReader.Of(reader, "kernel", "kernelHeight", "kernelWidth", stridesItself: false);
        if (!reader.IsSound) return null;

        int below = input.IsLine ? 0 : OutputPadding(reader, "Height");
        decimal height = Size(input.Height, window.StrideHeight, window.SpanHeight, window.Top, window.Bottom, below);
        decimal width = Size(input.Width, window.StrideWidth, window.SpanWidth, window.Left, window.Right, OutputPadding(reader, "Width"));
        if (height < 1 || width < 1)
        {
            string argument = reader.First("kernel", height < 1 ? "kernelHeight" : "kernelWidth");
            string size = input.IsLine
                ? Text.Number((long)width) + " positions"
                : $"{Text.Number((long)height)} rows and {Text.Number((long)width)} columns";
            reader.Report(Rules.NothingLeft, argument, Padded(reader, Math.Min(height, width)), reader.Name, input.ToString(), size);
            return null;
        }

        Tensor output = reader.Makes(input.With(filters, LayerReader.Size(height), LayerReader.Size(width)));
        ConvBias bias = !reader.Bool("Bias", true) ? ConvBias.None : reader.Bool("UntiedBias") ? ConvBias.Untied : ConvBias.PerFilter;
        var adjoint = new ConvShape(output.Shape, input.Channels, window, groups, ConvBias.None);
        var framed = new Border(window.Top, window.Bottom, window.Left, window.Right);
        bool fits = reader.FitsArray(output.Shape, perSample: true, "The output of " + reader.Name)
            && reader.FitsArray(adjoint.Weights, perSample: false, "The weight of " + reader.Name)
            && (framed == Border.None || reader.FitsArray(adjoint.Framed, perSample: true, "The output of " + reader.Name + " with its padding"));
        return fits ? new ConvTransposeLayer(reader.Name, reader.Input, output, adjoint, bias, ParameterOptions.Read(reader)) : null;
    }

    /// <summary>The rows, or columns, that an output has: PyTorch's formula.</summary>
    private static decimal Size(int input, int stride, long span, int before, int after, int outputPadding) =>
        ((decimal)(input - 1) * stride) - before - after + span + outputPadding;

    /// <summary>The most padding that leaves something, where one number is the padding of all sides; null elsewhere.</summary>
    private static Remedy? Padded(LayerReader reader, decimal size)
    {
        if (!WindowReader.Paddings.Where(reader.Has).SequenceEqual(new[] { "Padding" })) return null;
        string padding = Text.Number((int)Math.Floor(reader.Int("Padding") + ((size - 1) / 2)));
        return new Remedy($"Pad by {padding}", reader.Set("Padding", padding));
    }

    private static int OutputPadding(AnnotationReader reader, string axis) => reader.Int(reader.First("OutputPadding" + axis, "OutputPadding"));

    private static void CheckOutputPadding(AnnotationReader reader, string axis, int stride, int dilation)
    {
        string argument = reader.First("OutputPadding" + axis, "OutputPadding");
        int padding = reader.AtLeastOnce(0, argument), least = Math.Max(stride, dilation);
        if (padding > 0 && least >= 1 && padding >= least && reader.Knows("Stride", "Stride" + axis, "Dilation", "Dilation" + axis))
        {
            var remedy = new Remedy($"Pad the output by {Text.Number(least - 1)}", reader.Set(argument, Text.Number(least - 1)));
            reader.ReportOnce(Rules.OutputPaddingTooLarge, argument, remedy, argument, reader.Subject, Text.Number(least), Text.Number(padding));
        }
    }
}
