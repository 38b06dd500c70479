using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>The text of Winograd's algorithm in one dialect: a block of tiles in, multiplied, and out again.</summary>
internal sealed class WinogradText
{
    private readonly ConvWinograd kernel;
    private readonly KernelWriter writer;
    private readonly Dialect dialect;
    private readonly ConvShape shape;
    private readonly int outputs;
    private readonly int size;
    private readonly int lanes;

    public WinogradText(ConvWinograd kernel, KernelWriter writer)
    {
        this.kernel = kernel;
        this.writer = writer;
        dialect = writer.Dialect;
        shape = kernel.Shape;
        outputs = kernel.Outputs;
        size = kernel.Size;
        lanes = dialect.Lanes;
    }

    public void Emit()
    {
        writer.Comment("dR_C: row R and column C of a tile; eI: element I of a row or column");
        writer.DeclareVectors(Cells(size, size).Select(cell => D(cell.Row, cell.Column)));
        writer.DeclareVectors(Enumerable.Range(0, size).Select(E).Concat(new[] { "p", "q" }));
        if (writer.HasReferences && outputs == 4)
        {
            writer.Line(
                $"Lanes two = {dialect.Constant(2)}, four = {dialect.Constant(4)}, minusFour = {dialect.Constant(-4)}, minusFive = {dialect.Constant(-5)}, " +
                $"eight = {dialect.Constant(8)};");
        }

        EpilogueText.Declare(writer, kernel.Epilogue);
        writer.Line();
        writer.Nest(new[] { new Loop("block", kernel.TileRows, kernel.BlockRows) }, at =>
        {
            using (writer.Braces()) EmitInput(at[0]);
            writer.Line();
            using (writer.Braces()) EmitProducts();
            writer.Line();
            using (writer.Braces()) EmitOutput(at[0]);
        });
    }

    /// <summary>Bᵀ d B of every tile of the block, channels in lanes.</summary>
    private void EmitInput(Index block)
    {
        Layout(out int rowStride, out int columnStride);
        writer.Comment("the inputs of each tile, transformed: [frequency][tile][channel]");
        Loop[] loops = { new("tileRow", kernel.BlockRows), new("tileColumn", kernel.TileColumns), new("channel", shape.Channels, lanes) };
        writer.Nest(loops, at =>
        {
            Index start = kernel.Source.At(at[2], ((block + at[0]) * outputs) + -shape.Window.Top, (at[1] * outputs) + -shape.Window.Left);
            Index to = (((at[0] * kernel.TileColumns) + at[1]) * kernel.PaddedChannels) + at[2];
            Pointer x = writer.Point("x", "input", start, ((size - 1) * (rowStride + columnStride)) + 1);
            Pointer v = writer.Point("v", "scratch", to, ((kernel.Frequencies - 1) * kernel.InputStride) + 1, isWritten: true);
            for (int j = 0; j < size; j++)
            {
                int column = j;
                writer.Statements(Enumerable.Range(0, size).Select(i => $"{E(i)} = {x.Load((i * rowStride) + (column * columnStride))}"));
                InputTransform(i => D(i, column), E);
            }

            for (int i = 0; i < size; i++)
            {
                int row = i;
                InputTransform(E, j => D(row, j));
                writer.Statements(Enumerable.Range(0, size).Select(j => v.Store(((row * size) + j) * kernel.InputStride, E(j))));
            }
        });
    }

    private void Layout(out int rowStride, out int columnStride)
    {
        rowStride = kernel.Source.RowStride;
        columnStride = kernel.Source.ColumnStride;
    }

    /// <summary>At each frequency a product of matrices: tiles × channels times channels × filters.</summary>
    private void EmitProducts()
    {
        (int vectors, int tiles) = kernel.ProductTile(dialect);
        int filters = shape.Filters, perBlock = shape.Channels * kernel.Block, blocks = (filters + kernel.Block - 1) / kernel.Block;
        writer.Comment("at each frequency: tiles × channels times channels × filters; sumT_V: tile T, vector V of filters");
        writer.DeclareVectors(from t in Enumerable.Range(0, tiles) from v in Enumerable.Range(0, vectors) select Sum(t, v));
        writer.DeclareVectors(vectors > 1 ? Enumerable.Range(0, vectors).Select(Weight).Append("value") : new[] { Weight(0) });
        writer.Nest(new[] { new Loop("frequency", kernel.Frequencies) }, at =>
        {
            Index weight = at[0] * (blocks * perBlock), from = at[0] * kernel.InputStride, to = (at[0] * kernel.OutputStride)
                + (kernel.Frequencies * kernel.InputStride);
            if (blocks == 1) EmitFilters(weight, from, to, filters);
            else EmitBlocks(weight, from, to, filters, perBlock);
        });

        void EmitBlocks(Index weight, Index from, Index to, int count, int stride)
        {
            writer.Nest(new[] { new Loop("filterBlock", count / kernel.Block) }, at =>
                EmitFilters(weight + (at[0] * stride), from, to + (at[0] * kernel.Block), kernel.Block));
            int rest = count % kernel.Block;
            if (rest > 0) using (writer.Braces()) EmitFilters(weight + (count / kernel.Block * stride), from, to + (count - rest), rest);
        }

        void EmitFilters(Index weight, Index from, Index to, int count) =>
            writer.Tiles("filter", "filter", count, vectors * lanes, (filter, some) =>
                writer.Tiles("tile", "tile", kernel.BlockTiles, tiles, (tile, several) =>
                    EmitProduct(
                        weight + filter,
                        from + (tile * kernel.PaddedChannels),
                        to + filter + (tile * kernel.PaddedFilters),
                        (some + lanes - 1) / lanes,
                        several)));
    }

    private void EmitProduct(Index weight, Index from, Index to, int vectors, int tiles)
    {
        int unroll = shape.Channels % 4 == 0 ? 4 : shape.Channels % 2 == 0 ? 2 : 1;
        writer.Assign(from t in Enumerable.Range(0, tiles) from v in Enumerable.Range(0, vectors) select Sum(t, v), dialect.Zero);
        var loops = new[] { new WalkLoop("channel", shape.Channels / unroll, unroll, unroll * kernel.Block) };
        var x = new WalkPointer("x", "scratch", from, ((tiles - 1) * kernel.PaddedChannels) + unroll);
        writer.Walk(loops, x, new WalkPointer("w", "weights", weight, ((unroll - 1) * kernel.Block) + (vectors * lanes)), (input, w) =>
        {
            for (int channel = 0; channel < unroll; channel++)
            {
                int c = channel;
                writer.Statements(Enumerable.Range(0, vectors).Select(v => $"{Weight(v)} = {w.Load((c * kernel.Block) + (v * lanes))}"));
                for (int t = 0; t < tiles; t++)
                {
                    string value = input.Broadcast((t * kernel.PaddedChannels) + channel);
                    int tile = t;
                    if (vectors == 1) writer.Line(dialect.Accumulate(Sum(tile, 0), value, Weight(0)));
                    else
                    {
                        writer.Statements(
                            Enumerable.Range(0, vectors).Select(v => dialect.Accumulate(Sum(tile, v), "value", Weight(v))).Prepend($"value = {value};"));
                    }
                }
            }
        });
        using (writer.Braces())
        {
            Pointer m = writer.Point("m", "scratch", to, ((tiles - 1) * kernel.PaddedFilters) + (vectors * lanes), isWritten: true);
            for (int t = 0; t < tiles; t++)
            {
                writer.Statements(Enumerable.Range(0, vectors).Select(v => m.Store((t * kernel.PaddedFilters) + (v * lanes), Sum(t, v))));
            }
        }
    }

    /// <summary>Aᵀ m A of every tile, filters in lanes, and what follows it.</summary>
    private void EmitOutput(Index block)
    {
        (int height, int width) = kernel.Epilogue.Kept(shape.Output);
        writer.Comment("the outputs of each tile, transformed back");
        writer.Nest(new[] { new Loop("tileRow", kernel.BlockRows), new Loop("tileColumn", kernel.TileColumns) }, at =>
        {
            Index row = (block + at[0]) * outputs, column = at[1] * outputs;
            writer.Tiles("filter", "filter", shape.Filters, lanes, (filter, count) =>
            {
                Index from = (((at[0] * kernel.TileColumns) + at[1]) * kernel.PaddedFilters) + filter + (kernel.Frequencies * kernel.InputStride);
                using (writer.Braces())
                {
                    Pointer m = writer.Point("m", "scratch", from, ((kernel.Frequencies - 1) * kernel.OutputStride) + 1);
                    for (int j = 0; j < size; j++)
                    {
                        int frequency = j;
                        writer.Statements(Enumerable.Range(0, size).Select(i => $"{E(i)} = {m.Load(((i * size) + frequency) * kernel.OutputStride)}"));
                        OutputTransform(i => D(i, frequency), E);
                    }

                    // The rows of the result take the place of the first columns' elements.
                    for (int i = 0; i < outputs; i++)
                    {
                        int r = i;
                        OutputTransform(E, j => D(r, j));
                        writer.Statements(Enumerable.Range(0, outputs).Select(j => $"{D(r, j)} = {E(j)}"));
                    }
                }

                if (shape.Bias == ConvBias.PerFilter)
                {
                    writer.Line($"p = {writer.Load("bias", filter)};");
                    writer.Statements(
                        Cells(outputs, outputs)
                            .Select(cell =>
                                dialect.Reproducible && !dialect.IsVector
                                    ? $"{D(cell.Row, cell.Column)} = {dialect.Rounded($"{D(cell.Row, cell.Column)} + p")}"
                                    : $"{D(cell.Row, cell.Column)} += p"));
                }

                EmitStores(filter, count, row, column, height, width);
            });
        });
    }

    /// <summary>The last tiles may have fewer rows and columns.</summary>
    private void EmitStores(Index filter, int count, Index row, Index column, int height, int width)
    {
        var end = new EpilogueText(writer, kernel.Epilogue, kernel.Target, kernel.Places, (_, r, c) => D(r, c));
        if (height % outputs == 0 && width % outputs == 0)
        {
            end.Emit(filter, count, 1, row, outputs, column, outputs);
            return;
        }

        // Window by window, or cell by cell where there is no pool, as far as there are any.
        int windowRows = kernel.Epilogue.Pool?.Window.Height ?? 1, windowColumns = kernel.Epilogue.Pool?.Window.Width ?? 1;
        foreach ((int r, int c) in Cells(outputs, outputs).Where(cell => cell.Row % windowRows == 0 && cell.Column % windowColumns == 0))
        {
            if ((row.IsConstant && row.Constant + r >= height) || (column.IsConstant && column.Constant + c >= width)) continue;
            var conditions = new List<string>();
            if (r >= height % outputs && height % outputs > 0 && !row.IsConstant) conditions.Add($"{row + r} < {Text.Number(height)}");
            if (c >= width % outputs && width % outputs > 0 && !column.IsConstant) conditions.Add($"{column + c} < {Text.Number(width)}");
            if (conditions.Count > 0) writer.Line($"if ({string.Join(" && ", conditions)})");
            var one = new EpilogueText(writer, kernel.Epilogue, kernel.Target, kernel.Places, (_, i, j) => D(r + i, c + j));
            using (writer.Braces()) one.Emit(filter, count, 1, row + r, windowRows, column + c, windowColumns);
        }
    }

    /// <summary>Bᵀ times a row or column (Lavin and Gray 2016, sections 4.1 and 4.3), with what is common computed once.</summary>
    private void InputTransform(Func<int, string> to, Func<int, string> from)
    {
        if (outputs == 2)
        {
            writer.Statements(new[]
            {
                $"{to(0)} = {Minus(from(0), from(2))}", $"{to(1)} = {Plus(from(1), from(2))}",
                $"{to(2)} = {Minus(from(2), from(1))}", $"{to(3)} = {Minus(from(1), from(3))}",
            });
            return;
        }

        writer.Statements(new[]
        {
            $"{to(0)} = {Fused("minusFive", from(2), from(4))}", $"{to(0)} = {Fused("four", from(0), to(0))}",
            $"{to(5)} = {Fused("minusFive", from(3), from(5))}", $"{to(5)} = {Fused("four", from(1), to(5))}",
        });
        writer.Statements(
            new[]
            {
                $"p = {Fused("minusFour", from(2), from(4))}",
                $"q = {Fused("minusFour", from(1), from(3))}",
                $"{to(1)} = {Plus("p", "q")}",
                $"{to(2)} = {Minus("p", "q")}",
            });
        writer.Statements(
            new[]
            {
                $"p = {Minus(from(4), from(2))}",
                $"q = {Minus(from(3), from(1))}",
                $"q = {Plus("q", "q")}",
                $"{to(3)} = {Plus("p", "q")}",
                $"{to(4)} = {Minus("p", "q")}",
            });
    }

    /// <summary>Aᵀ times a row or column.</summary>
    private void OutputTransform(Func<int, string> to, Func<int, string> from)
    {
        if (outputs == 2)
        {
            writer.Statements(new[]
            {
                $"p = {Plus(from(0), from(1))}", $"q = {Minus(from(1), from(2))}", $"{to(0)} = {Plus("p", from(2))}", $"{to(1)} = {Minus("q", from(3))}",
            });
            return;
        }

        writer.Statements(
            new[]
            {
                $"p = {Plus(from(1), from(2))}",
                $"q = {Plus(from(3), from(4))}",
                $"{to(0)} = {Plus(from(0), "p")}",
                $"{to(0)} = {Plus(to(0), "q")}",
                $"{to(2)} = {Fused("four", "q", "p")}",
            });
        writer.Statements(
            new[]
            {
                $"p = {Minus(from(1), from(2))}",
                $"q = {Minus(from(3), from(4))}",
                $"{to(1)} = {Fused("two", "q", "p")}",
                $"{to(3)} = {Fused("eight", "q", "p")}",
                $"{to(3)} = {Plus(to(3), from(5))}",
            });
    }

    private string Fused(string constant, string a, string b)
    {
        string factor = writer.HasReferences ? constant : Literals.Of(
            constant switch { "two" => 2.0, "four" => 4, "minusFour" => -4, "minusFive" => -5, _ => 8 }, dialect.Scalar);
        return dialect.MultiplyAdd(factor, a, b);
    }

    private string Plus(string a, string b) => dialect.Rounded($"{a} + {b}");

    private string Minus(string a, string b) => dialect.Rounded($"{a} - {b}");

    private static IEnumerable<(int Row, int Column)> Cells(int rows, int columns) =>
        Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => (row, column)));

    private static string D(int row, int column) => $"d{Text.Number(row)}_{Text.Number(column)}";

    private static string E(int element) => "e" + Text.Number(element);

    private static string Sum(int tile, int vector) => $"sum{Text.Number(tile)}_{Text.Number(vector)}";

    private static string Weight(int vector) => "w" + Text.Number(vector);
}
