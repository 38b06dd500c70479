using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Depthwise;

/// <summary>
/// The forward pass of a depthwise convolution with channels in lanes: each channel has one kernel of its own, and each vector of inputs
/// is read once for all the columns that it belongs to.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution: as many groups as channels and filters.</param>
/// <param name="Source">How the input lies, channels last.</param>
/// <param name="Target">How the output lies, channels last.</param>
/// <param name="Places">By which numbers winners are named.</param>
/// <param name="Epilogue">What happens to a sum.</param>
internal sealed record DepthwiseForward(Scalar Scalar, ConvShape Shape, Layout Source, Layout Target, Places Places, Epilogue Epilogue) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => ConvText.Ports(Shape, Epilogue);

    public override bool IsPerSample => true;

    public override string Name => ConvText.Name("Depthwise", Shape, Source, Target, Epilogue);

    public override string Title => ConvText.Title(Shape, Epilogue);

    public override string Form => Shape.ForwardForm;

    public override string Tile => "channels in lanes";

    public override long Macs => ConvText.Macs(Shape, Epilogue);

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect)
    {
        (int rows, int columns) = TileOf(dialect);
        return $"{(dialect.IsVector ? "1 vector of channels" : "1 channel")} × {Text.Plural(rows, "row")} × {Text.Plural(columns, "column")}";
    }

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        (int tileRows, int tileColumns) = TileOf(dialect);
        Window window = Shape.Window;
        (int height, int width) = Epilogue.Kept(Shape.Output);
        int writtenRows = WrittenRows(dialect), unit = Epilogue.Pool == null ? 1 : 0;
        Size channels = writer.Size("channels", Shape.Channels), packed = writer.Size("packedChannels", PackedChannels(Shape, Scalar));
        Size rowCount = Epilogue.Pool == null ? writer.Size("rows", height) : height;
        Size columnCount = Epilogue.Pool == null ? writer.Size("columns", width) : width;
        Strides source = writer.Strides("input", Source, channels, Source.At(0, -window.Top, -window.Left).Constant);
        bool keepsWeights = KeepsWeights(dialect);
        writer.Comment($"sum{(tileRows > 1 ? "R_" : "")}C: {(tileRows > 1 ? "row R, " : "")}column C of the tile");
        writer.DeclareVectors(from r in Enumerable.Range(0, tileRows) from c in Enumerable.Range(0, tileColumns) select Sum(r, c));
        writer.DeclareVectors(Enumerable.Range(0, keepsWeights ? writtenRows * window.Width : 0).Select(Weight).Append("value"));
        EpilogueText.Declare(writer, Epilogue);
        writer.Line();

        // Row after row, so that its inputs stay near while all channels pass over them.
        writer.Tiles("row", "row", rowCount, tileRows, EachChannel, unit);

        void EachChannel(Index row, int rows) => writer.Vectors("channel", channels, dialect.Lanes, (channel, lanes) =>
        {
            // Packed as [tap][channel], so that the weights of neighbouring channels are one vector.
            Pointer? w = writtenRows < window.Height
                ? null
                : writer.Point("w", "weights", channel, ((Index)(window.Cells - 1) * packed) + dialect.Lanes);
            if (w != null && keepsWeights) EmitWeights(w);
            writer.Tiles("column", "column", columnCount, tileColumns, (column, columns) => EmitTile(channel, lanes, row, rows, column, columns, w), unit);
        });

        void EmitWeights(Pointer w) =>
            writer.Statements(Enumerable.Range(0, writtenRows * window.Width).Select(k => $"{Weight(k)} = {w.Load((Index)k * packed)}"));

        void EmitTile(Index channel, int lanes, Index row, int rows, Index column, int columns, Pointer? w)
        {
            EmitStart(writer, channel, row, rows, column, columns);
            Index start = source.At(channel, row * window.StrideHeight, column * window.StrideWidth);
            int lastRow = ((rows - 1) * window.StrideHeight) + ((writtenRows - 1) * window.DilationHeight);
            int lastColumn = ((columns - 1) * window.StrideWidth) + ((window.Width - 1) * window.DilationWidth);
            Index length = ((Index)lastRow * source.Row) + ((Index)lastColumn * source.Column) + 1;
            if (w != null)
            {
                EmitTaps(writer.Point("x", "input", start, length), w, rows, columns, lastRow, lastColumn);
            }
            else
            {
                // Row after row of the kernel: fewer weights stay in registers, and more columns.
                writer.Walk(
                    new[] { new WalkLoop("kernelRow", window.Height, source.Row * window.DilationHeight, packed * window.Width) },
                    new WalkPointer("x", "input", start, length),
                    new WalkPointer("w", "weights", channel, ((Index)(window.Width - 1) * packed) + dialect.Lanes),
                    (x, ofRow) =>
                    {
                        if (keepsWeights) EmitWeights(ofRow);
                        EmitTaps(x, ofRow, rows, columns, lastRow, lastColumn);
                    });
            }

            writer.Line();
            new EpilogueText(writer, Epilogue, Target, Places, (_, r, c) => Sum(r, c), channels).Emit(channel, lanes, 1, row, rows, column, columns);
        }

        // Each output adds its taps row by row, whatever the order in which the inputs come.
        void EmitTaps(Pointer x, Pointer w, int rows, int columns, int lastRow, int lastColumn)
        {
            for (int inputRow = 0; inputRow <= lastRow; inputRow++)
            {
                for (int inputColumn = 0; inputColumn <= lastColumn; inputColumn++)
                {
                    var uses = new List<string>();
                    for (int r = 0; r < rows; r++)
                    {
                        for (int c = 0; c < columns; c++)
                        {
                            int kr = inputRow - (r * window.StrideHeight), kc = inputColumn - (c * window.StrideWidth);
                            if (kr < 0 || kr % window.DilationHeight != 0 || kr / window.DilationHeight >= writtenRows) continue;
                            if (kc < 0 || kc % window.DilationWidth != 0 || kc / window.DilationWidth >= window.Width) continue;
                            int tap = (kr / window.DilationHeight * window.Width) + (kc / window.DilationWidth);
                            uses.Add(dialect.Accumulate(Sum(r, c), "value", keepsWeights ? Weight(tap) : w.Load((Index)tap * packed)));
                        }
                    }

                    if (uses.Count > 0)
                    {
                        writer.Statements(uses.Prepend($"value = {x.Load(((Index)inputRow * source.Row) + ((Index)inputColumn * source.Column))};"));
                    }
                }
            }
        }

        string Sum(int r, int c) => "sum" + (tileRows > 1 ? Text.Number(r) + "_" : "") + Text.Number(c);

        void EmitStart(KernelWriter at, Index channel, Index row, int rows, Index column, int columns)
        {
            IEnumerable<(int R, int C)> cells = from r in Enumerable.Range(0, rows) from c in Enumerable.Range(0, columns) select (r, c);
            if (Shape.Bias == ConvBias.Untied)
            {
                Layout order = new(Shape.Output, ChannelsLast: true, Border.None);
                Pointer each = at.Point("b", "bias", order.At(channel, row, column), order.At(dialect.Lanes, rows - 1, columns - 1).Constant);
                foreach ((int r, int c) in cells) at.Line($"{Sum(r, c)} = {each.Load(order.At(0, r, c).Constant)};");
                return;
            }

            string start = Shape.Bias == ConvBias.None ? dialect.Zero : at.Load("bias", channel);
            at.Assign(cells.Select(cell => Sum(cell.R, cell.C)), start);
        }
    }

    /// <summary>Channels of a row of packed weights.</summary>
    public static int PackedChannels(ConvShape shape, Scalar scalar)
    {
        int lanes = scalar == Scalar.Single ? 16 : 8;
        return (shape.Channels + lanes - 1) / lanes * lanes;
    }

    private static string Weight(int tap) => "w" + Text.Number(tap);

    /// <summary>Rows of the kernel that are written: all of them, or, where the text counts, one, in a loop.</summary>
    private int WrittenRows(Dialect dialect) => dialect.IsBrief ? 1 : Shape.Window.Height;

    /// <summary>Whether all weights of a vector of channels that are written stay in registers.</summary>
    private bool KeepsWeights(Dialect dialect) => (WrittenRows(dialect) * Shape.Window.Width) + 6 <= dialect.Registers;

    private (int Rows, int Columns) TileOf(Dialect dialect)
    {
        (int height, int width) = Epilogue.Kept(Shape.Output);
        int stepRows = Epilogue.Pool?.Window.Height ?? 1, stepColumns = Epilogue.Pool?.Window.Width ?? 1, written = WrittenRows(dialect) * Shape.Window.Width;
        int free = dialect.Registers - 1 - (KeepsWeights(dialect) ? written : 1);
        if (dialect.IsBrief && Epilogue.Pool == null) return (1, Shares.OfBrief(width, free));
        int most = Math.Max(stepColumns, Math.Min(free / stepRows, dialect.MostStatements / (written * stepRows)) / stepColumns * stepColumns);

        // As few tiles as possible, and those of equal width: a rest would be a second text.
        int tiles = (width + most - 1) / most, columns = (width + tiles - 1) / tiles;
        columns = Math.Min(most, (columns + stepColumns - 1) / stepColumns * stepColumns);
        for (int candidate = Math.Min(most, width); candidate * 4 >= columns * 3; candidate--)
        {
            if (candidate % stepColumns == 0 && width % candidate == 0) return (stepRows, candidate);
        }

        return (Math.Min(stepRows, height), columns);
    }
}
