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
        bool keepsWeights = KeepsWeights(dialect);
        writer.Comment($"sum{(tileRows > 1 ? "R_" : "")}C: {(tileRows > 1 ? "row R, " : "")}column C of the tile");
        writer.DeclareVectors(from r in Enumerable.Range(0, tileRows) from c in Enumerable.Range(0, tileColumns) select Sum(r, c));
        writer.DeclareVectors(Enumerable.Range(0, keepsWeights ? window.Cells : 0).Select(Weight).Append("value"));
        EpilogueText.Declare(writer, Epilogue);
        writer.Line();

        // Row after row, so that its inputs stay near while all channels pass over them.
        writer.Tiles("row", "row", height, tileRows, (row, rows) => writer.Tiles("channel", "channel", Shape.Channels, dialect.Lanes, (channel, channels) =>
        {
            // Packed as [tap][channel], so that the weights of neighbouring channels are one vector.
            Pointer w = writer.Point("w", "weights", channel, ((window.Cells - 1) * PackedChannels(Shape, Scalar)) + dialect.Lanes);
            if (keepsWeights) writer.Statements(Enumerable.Range(0, window.Cells).Select(k => $"{Weight(k)} = {w.Load(k * PackedChannels(Shape, Scalar))}"));
            writer.Tiles("column", "column", width, tileColumns, (column, columns) => EmitTile(channel, channels, row, rows, column, columns, w));
        }));

        void EmitTile(Index channel, int channels, Index row, int rows, Index column, int columns, Pointer w)
        {
            EmitStart(writer, channel, row, rows, column, columns);
            Index start = Source.At(channel, (row * window.StrideHeight) + -window.Top, (column * window.StrideWidth) + -window.Left);
            int lastRow = ((rows - 1) * window.StrideHeight) + ((window.Height - 1) * window.DilationHeight);
            int lastColumn = ((columns - 1) * window.StrideWidth) + ((window.Width - 1) * window.DilationWidth);
            Pointer x = writer.Point("x", "input", start, (lastRow * Source.RowStride) + (lastColumn * Source.ColumnStride) + 1);

            // Each output adds its taps row by row, whatever the order in which the inputs come.
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
                            if (kr < 0 || kr % window.DilationHeight != 0 || kr / window.DilationHeight >= window.Height) continue;
                            if (kc < 0 || kc % window.DilationWidth != 0 || kc / window.DilationWidth >= window.Width) continue;
                            int tap = (kr / window.DilationHeight * window.Width) + (kc / window.DilationWidth);
                            uses.Add(dialect.Accumulate(Sum(r, c), "value", keepsWeights ? Weight(tap) : w.Load(tap * PackedChannels(Shape, Scalar))));
                        }
                    }

                    if (uses.Count > 0)
                    {
                        writer.Statements(uses.Prepend($"value = {x.Load((inputRow * Source.RowStride) + (inputColumn * Source.ColumnStride))};"));
                    }
                }
            }

            writer.Line();
            new EpilogueText(writer, Epilogue, Target, Places, (_, r, c) => Sum(r, c), Shape.Channels).Emit(channel, channels, 1, row, rows, column, columns);
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

    /// <summary>Whether all weights of a vector of channels stay in registers.</summary>
    private bool KeepsWeights(Dialect dialect) => Shape.Window.Cells + 6 <= dialect.Registers;

    private (int Rows, int Columns) TileOf(Dialect dialect)
    {
        (int height, int width) = Epilogue.Kept(Shape.Output);
        int stepRows = Epilogue.Pool?.Window.Height ?? 1, stepColumns = Epilogue.Pool?.Window.Width ?? 1;
        int free = dialect.Registers - 1 - (KeepsWeights(dialect) ? Shape.Window.Cells : 1);
        int most = Math.Max(stepColumns, Math.Min(free / stepRows, dialect.MostStatements / (Shape.Window.Cells * stepRows)) / stepColumns * stepColumns);

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
