using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using static CnnGen.Generator.Layers.Conv.Winograd.TransformText;

namespace CnnGen.Generator.Layers.Conv.Winograd;

/// <summary>The text of Winograd's algorithm in one dialect: a block of tiles in, multiplied, and out again.</summary>
internal sealed class WinogradText
{
    private readonly ConvWinograd kernel;
    private readonly KernelWriter writer;
    private readonly Dialect dialect;
    private readonly ConvShape shape;
    private readonly TileBlocks blocks;
    private readonly TransformText transforms;
    private readonly int outputs;
    private readonly int lanes;

    public WinogradText(ConvWinograd kernel, KernelWriter writer)
    {
        this.kernel = kernel;
        this.writer = writer;
        dialect = writer.Dialect;
        shape = kernel.Shape;
        outputs = kernel.Outputs;
        blocks = kernel.Blocks;
        transforms = new TransformText(writer, outputs);
        lanes = dialect.Lanes;
    }

    public void Emit()
    {
        transforms.Declare(TransformText.OfInput, TransformText.OfOutput);
        EpilogueText.Declare(writer, kernel.Epilogue);
        writer.Line();
        writer.Nest(new[] { new Loop("block", blocks.TileRows, blocks.Rows) }, at =>
        {
            using (writer.Braces()) transforms.EmitInput(blocks, kernel.From, kernel.Source, shape.Window, at[0]);
            writer.Line();
            using (writer.Braces()) EmitProducts();
            writer.Line();
            using (writer.Braces()) EmitOutput(at[0]);
        });
    }

    /// <summary>At each frequency a product of matrices: tiles × channels times channels × filters.</summary>
    private void EmitProducts()
    {
        (int vectors, int tiles) = kernel.ProductTile(dialect);
        int filters = shape.Filters, perBlock = shape.Channels * kernel.Block, count = (filters + kernel.Block - 1) / kernel.Block;
        writer.Comment("at each frequency: tiles × channels times channels × filters; sumT_V: tile T, vector V of filters");
        new ProductText(tiles, vectors, shape.Channels, "channel").Declare(writer);
        writer.Nest(new[] { new Loop("frequency", blocks.Frequencies) }, at =>
        {
            Index weight = at[0] * (count * perBlock), from = at[0] * blocks.ChannelStride, to = (at[0] * blocks.FilterStride) + blocks.FirstFilter;
            if (count == 1) EmitFilters(weight, from, to, filters);
            else EmitBlocks(weight, from, to);
        });

        void EmitBlocks(Index weight, Index from, Index to)
        {
            writer.Nest(new[] { new Loop("filterBlock", filters / kernel.Block) }, at =>
                EmitFilters(weight + (at[0] * perBlock), from, to + (at[0] * kernel.Block), kernel.Block));
            int rest = filters % kernel.Block;
            if (rest > 0) using (writer.Braces()) EmitFilters(weight + (filters / kernel.Block * perBlock), from, to + (filters - rest), rest);
        }

        void EmitFilters(Index weight, Index from, Index to, int some) =>
            writer.Tiles("filter", "filter", some, vectors * lanes, (filter, few) =>
                writer.Tiles("tile", "tile", blocks.Tiles, tiles, (tile, several) =>
                    EmitProduct(
                        weight + filter,
                        from + (tile * blocks.PaddedChannels),
                        to + filter + (tile * blocks.PaddedFilters),
                        (few + lanes - 1) / lanes,
                        several)));
    }

    private void EmitProduct(Index weight, Index from, Index to, int vectors, int tiles)
    {
        var product = new ProductText(tiles, vectors, shape.Channels, "channel");
        product.Clear(writer);
        product.Add(
            writer,
            new MatrixOperand("x", "scratch", from, Stride: blocks.PaddedChannels, TermStride: 1),
            new MatrixOperand("w", "weights", weight, Stride: lanes, TermStride: kernel.Block));
        using (writer.Braces())
        {
            Pointer m = writer.Point("m", "scratch", to, ((tiles - 1) * blocks.PaddedFilters) + (vectors * lanes), isWritten: true);
            product.Store(writer, m, blocks.PaddedFilters);
        }
    }

    /// <summary>Aᵀ m A of every tile, filters in lanes, and what follows it.</summary>
    private void EmitOutput(Index block)
    {
        (int height, int width) = kernel.Epilogue.Kept(shape.Output);
        writer.Comment("the outputs of each tile, transformed back");
        writer.Nest(new[] { new Loop("tileRow", blocks.Rows), new Loop("tileColumn", blocks.TileColumns) }, at =>
        {
            Index row = (block + at[0]) * outputs, column = at[1] * outputs;
            writer.Tiles("filter", "filter", shape.Filters, lanes, (filter, count) =>
            {
                Index from = (((at[0] * blocks.TileColumns) + at[1]) * blocks.PaddedFilters) + filter + blocks.FirstFilter;
                using (writer.Braces())
                {
                    Pointer m = writer.Point("m", "scratch", from, ((blocks.Frequencies - 1) * blocks.FilterStride) + 1);
                    transforms.EmitOutput(m, blocks.FilterStride);
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
        var end = new EpilogueText(writer, kernel.Epilogue, kernel.Target, kernel.Places, (_, r, c) => D(r, c), kernel.Target.Shape.Channels, kernel.To);
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
            var one = new EpilogueText(
                writer, kernel.Epilogue, kernel.Target, kernel.Places, (_, i, j) => D(r + i, c + j), kernel.Target.Shape.Channels, kernel.To);
            using (writer.Braces()) one.Emit(filter, count, 1, row + r, windowRows, column + c, windowColumns);
        }
    }
}
