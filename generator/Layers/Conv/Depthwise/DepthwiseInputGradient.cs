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
        Size channels = writer.Size("channels", Shape.Channels), packed = writer.Size("packedChannels", PackedChannels);
        Strides ofInput = writer.Strides("inputGradient", Input, channels, ConvText.InputAt(Shape, Input, 0, 0, 0, 0, 0).Constant);
        Strides ofGradient = writer.Strides("outputGradient", Gradient, channels, Gradient.At(0, 0, 0).Constant);
        writer.Comment("sumP: the gradient of the input P places behind the first one under the tile" + (KeepsWeights ? "; wT: kernel column T" : ""));
        writer.DeclareVectors(
            Places(tileColumns, tileTaps).Select(Sum).Concat(Enumerable.Range(0, KeepsWeights ? window.Width : 0).Select(Weight)).Append("value"));
        RestLanes.Declare(writer, Shape.Channels, "behind the last channel lies the next column");
        writer.Clear("inputGradient", writer.Size("inputGradientCount", Input.Count));
        writer.Nest(new[] { writer.Size("rows", Shape.Output.Height).Loop("row") }, row => writer.Tiles(
            "channel", "channel", channels, dialect.Lanes, (channel, lanes) =>
            writer.Nest(new[] { new Loop("kernelRow", window.Height) }, kernelRow =>
            {
                // Packed as [tap][channel], so that the weights of neighbouring channels are one vector.
                Index ofRow = channel + (kernelRow[0] * window.Width * packed);
                Pointer w = writer.Point("w", "weights", ofRow, ((Index)(window.Width - 1) * packed) + 1);
                if (KeepsWeights) writer.Statements(Enumerable.Range(0, window.Width).Select(t => $"{Weight(t)} = {w.Load((Index)t * packed)}"));
                writer.Tiles("column", "column", writer.Size("columns", Shape.Output.Width), tileColumns, (column, columns) =>
                    writer.Tiles("kernelColumn", "kernel column", window.Width, tileTaps, (kernelColumn, taps) =>
                    {
                        // A part of a kernel row finds its weights where the part begins.
                        Pointer part = tileTaps == window.Width
                            ? w
                            : writer.Point("part", "weights", ofRow + (kernelColumn * packed), ((Index)(taps - 1) * packed) + 1);
                        EmitTile(
                            channel,
                            lanes,
                            row[0],
                            kernelRow[0],
                            column,
                            columns,
                            kernelColumn,
                            taps,
                            t => KeepsWeights ? Weight(t) : part.Load((Index)t * packed));
                    }), unit: 1);
            })));

        void EmitTile(
            Index channel, int lanes, Index row, Index kernelRow, Index column, int columns, Index kernelColumn, int taps, Func<int, string> weight)
        {
            List<int> places = Places(columns, taps);
            Pointer g = writer.Point("g", "outputGradient", ofGradient.At(channel, row, column), ((Index)(columns - 1) * ofGradient.Column) + 1);
            Index first = ofInput.At(
                channel,
                (row * window.StrideHeight) + (kernelRow * window.DilationHeight),
                (column * window.StrideWidth) + (kernelColumn * window.DilationWidth));
            Pointer d = writer.Point("d", "inputGradient", first, At(places.Max()) + 1, isWritten: true);
            writer.Statements(places.Select(place => $"{Sum(place)} = {d.Load(At(place))}"));

            // Each input meets the outputs from left to right, whatever the tile.
            for (int c = 0; c < columns; c++)
            {
                int start = c * window.StrideWidth;
                writer.Statements(
                    Enumerable.Range(0, taps)
                        .Select(t => dialect.Accumulate(Sum(start + (t * window.DilationWidth)), "value", weight(t)))
                        .Prepend($"value = {g.Load((Index)c * ofGradient.Column)}"));
            }

            writer.Statements(places.Select(place => d.Store(At(place), RestLanes.Keep(Sum(place), d, At(place), lanes, dialect))));
        }

        Index At(int place) => (Index)place * ofInput.Column;
    }

    private static string Sum(int place) => "sum" + Text.Number(place);

    private static string Weight(int tap) => "w" + Text.Number(tap);

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
        return (dialect.IsBrief ? Shares.OfBrief(width, most) : Shares.Of(width, most), Shape.Window.Width);
    }
}
