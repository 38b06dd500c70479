using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Depthwise;

/// <summary>
/// The gradient of a depthwise convolution's framed input, with channels in lanes: for each row of outputs and each row of the kernel,
/// the inputs under some neighbouring columns stay in registers while the columns' gradients times the weights are added.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution: as many groups as channels and filters.</param>
/// <param name="Input">How the gradient of the framed input lies, channels last.</param>
/// <param name="Gradient">How the gradients of the outputs lie, channels last.</param>
internal sealed record DepthwiseInputGradient(Scalar Scalar, ConvShape Shape, Layout Input, Layout Gradient) : Kernel(Scalar, 1)
{
    private const int MostStatements = 100, MostColumns = 16;

    // A kernel row's weights are kept in registers up to so many.
    private const int MostKept = 7;

    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.In("weights"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => "ConvDepthwise" + Shape.NameSuffix + "InputGradient" + Input.NameSuffix + "From" + Gradient.NameSuffix;

    public override string Title => Shape.InputGradientTitle();

    public override string Form => Shape.InputGradientForm;

    public override long Macs => Shape.Macs;

    public override bool HasText(Dialect dialect) => dialect.IsFor(Shape.Channels) || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect)
    {
        (int columns, int taps) = TileOf(dialect);
        return $"{(dialect.IsVector ? "1 vector of channels" : "1 channel")} × {Text.Plural(columns, "column")} × {Text.Plural(taps, "kernel column")}";
    }

    private bool KeepsWeights => Shape.Window.Width <= MostKept;

    private int PackedChannels => DepthwiseForward.PackedChannels(Shape, Scalar);

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        Window window = Shape.Window;
        (int tileColumns, int tileTaps) = TileOf(dialect);
        writer.Comment("sumP: the gradient of the input P places behind the first one under the tile" + (KeepsWeights ? "; wT: kernel column T" : ""));
        writer.DeclareVectors(
            Places(tileColumns, tileTaps).Select(Sum).Concat(Enumerable.Range(0, KeepsWeights ? window.Width : 0).Select(Weight)).Append("value"));
        RestLanes.Declare(writer, Shape.Channels, "behind the last channel lies the next column");
        writer.Clear("inputGradient", Input.Count);
        writer.Nest(new[] { new Loop("row", Shape.Output.Height) }, row => writer.Tiles(
            "channel", "channel", Shape.Channels, dialect.Lanes, (channel, channels) =>
            writer.Nest(new[] { new Loop("kernelRow", window.Height) }, kernelRow =>
            {
                // Packed as [tap][channel], so that the weights of neighbouring channels are one vector.
                Pointer w = writer.Point("w", "weights", channel + (kernelRow[0] * (window.Width * PackedChannels)), ((window.Width - 1) * PackedChannels) + 1);
                if (KeepsWeights) writer.Statements(Enumerable.Range(0, window.Width).Select(t => $"{Weight(t)} = {w.Load(t * PackedChannels)}"));
                writer.Tiles("column", "column", Shape.Output.Width, tileColumns, (column, columns) =>
                    writer.Tiles("kernelColumn", "kernel column", window.Width, tileTaps, (kernelColumn, taps) =>
                    {
                        // A part of a kernel row finds its weights where the part begins.
                        Pointer part = tileTaps == window.Width
                            ? w
                            : writer.Point(
                                "part",
                                "weights",
                                channel + (kernelRow[0] * (window.Width * PackedChannels)) + (kernelColumn * PackedChannels),
                                ((taps - 1) * PackedChannels) + 1);
                        EmitTile(
                            writer,
                            channel,
                            channels,
                            row[0],
                            kernelRow[0],
                            column,
                            columns,
                            kernelColumn,
                            taps,
                            t => KeepsWeights ? Weight(t) : part.Load(t * PackedChannels));
                    }));
            })));
    }

    private static string Sum(int place) => "sum" + Text.Number(place);

    private static string Weight(int tap) => "w" + Text.Number(tap);

    private void EmitTile(
        KernelWriter writer,
        Index channel,
        int channels,
        Index row,
        Index kernelRow,
        Index column,
        int columns,
        Index kernelColumn,
        int taps,
        Func<int, string> weight)
    {
        Dialect dialect = writer.Dialect;
        List<int> places = Places(columns, taps);
        Pointer g = writer.Point("g", "outputGradient", Gradient.At(channel, row, column), ((columns - 1) * Gradient.ColumnStride) + 1);
        Pointer d = writer.Point(
            "d",
            "inputGradient",
            ConvText.InputAt(Shape, Input, channel, row, kernelRow, column, kernelColumn),
            (places.Max() * Input.ColumnStride) + 1,
            isWritten: true);
        writer.Statements(places.Select(place => $"{Sum(place)} = {d.Load(place * Input.ColumnStride)}"));

        // Each input meets the outputs from left to right, whatever the tile.
        for (int c = 0; c < columns; c++)
        {
            int first = c * Shape.Window.StrideWidth;
            writer.Statements(
                Enumerable.Range(0, taps)
                    .Select(t => dialect.Accumulate(Sum(first + (t * Shape.Window.DilationWidth)), "value", weight(t)))
                    .Prepend($"value = {g.Load(c * Gradient.ColumnStride)}"));
        }

        writer.Statements(
            places.Select(place => d.Store(place * Input.ColumnStride, RestLanes.Keep(Sum(place), d, place * Input.ColumnStride, channels, dialect))));
    }

    /// <summary>The places of a row of inputs that some columns read, from the first one on.</summary>
    private List<int> Places(int columns, int taps) =>
        (from c in Enumerable.Range(0, columns)
         from t in Enumerable.Range(0, taps)
         select (c * Shape.Window.StrideWidth) + (t * Shape.Window.DilationWidth)).Distinct().OrderBy(place => place).ToList();

    /// <summary>Output columns and kernel columns that are computed together. Only at a single column is the kernel cut: its order would show.</summary>
    private (int Columns, int Taps) TileOf(Dialect dialect)
    {
        int free = dialect.Registers - 1 - (KeepsWeights ? Shape.Window.Width : 0), width = Shape.Output.Width;
        if (Shape.Window.Width > free) return (1, Shares.Of(Shape.Window.Width, free));
        int statements = Math.Min(MostStatements, dialect.MostStatements);
        int most = Enumerable.Range(1, Math.Min(width, MostColumns))
            .Last(columns => columns == 1 || (Places(columns, Shape.Window.Width).Count <= free && columns * Shape.Window.Width <= statements));
        return (Shares.Of(width, most), Shape.Window.Width);
    }
}
