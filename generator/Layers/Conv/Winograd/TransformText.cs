using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Layers.Conv.Winograd;

/// <summary>Winograd's transforms (Lavin and Gray 2016) in one dialect: of the rows, then of the columns of a tile.</summary>
internal sealed class TransformText
{
    private readonly KernelWriter writer;
    private readonly Dialect dialect;
    private readonly TileBlocks blocks;
    private readonly int outputs;
    private readonly int size;

    public TransformText(KernelWriter writer, TileBlocks blocks)
    {
        this.writer = writer;
        this.blocks = blocks;
        dialect = writer.Dialect;
        outputs = blocks.Outputs;
        size = blocks.Size;
    }

    /// <summary>Declares what the transforms keep in registers.</summary>
    public void Declare()
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
    }

    /// <summary>Bᵀ d B of every tile of a block, channels in lanes.</summary>
    /// <param name="argument">The argument that the tiles are in.</param>
    /// <param name="layout">How they lie.</param>
    /// <param name="window">The kernel, whose padding lies in the layout's border.</param>
    /// <param name="block">The block's first row of tiles.</param>
    public void EmitInput(string argument, Layout layout, Window window, Index block)
    {
        int rowStride = layout.RowStride, columnStride = layout.ColumnStride;
        writer.Comment("the inputs of each tile, transformed: [frequency][tile][channel]");
        Loop[] loops = { new("tileRow", blocks.Rows), new("tileColumn", blocks.TileColumns), new("channel", blocks.Channels, dialect.Lanes) };
        writer.Nest(loops, at =>
        {
            Index start = layout.At(at[2], ((block + at[0]) * outputs) + -window.Top, (at[1] * outputs) + -window.Left);
            Index to = (((at[0] * blocks.TileColumns) + at[1]) * blocks.PaddedChannels) + at[2];
            Pointer x = writer.Point("x", argument, start, ((size - 1) * (rowStride + columnStride)) + 1);
            Pointer v = writer.Point("v", "scratch", to, ((blocks.Frequencies - 1) * blocks.ChannelStride) + 1, isWritten: true);
            for (int j = 0; j < size; j++)
            {
                int column = j;
                writer.Statements(Enumerable.Range(0, size).Select(i => $"{E(i)} = {x.Load((i * rowStride) + (column * columnStride))}"));
                Input(i => D(i, column), E);
            }

            for (int i = 0; i < size; i++)
            {
                int row = i;
                Input(E, j => D(row, j));
                writer.Statements(Enumerable.Range(0, size).Select(j => v.Store(((row * size) + j) * blocks.ChannelStride, E(j))));
            }
        });
    }

    /// <summary>Bᵀ times a row or column (Lavin and Gray 2016, sections 4.1 and 4.3), with what is common computed once.</summary>
    public void Input(Func<int, string> to, Func<int, string> from)
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
    public void Output(Func<int, string> to, Func<int, string> from)
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

    public static IEnumerable<(int Row, int Column)> Cells(int rows, int columns) =>
        Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => (row, column)));

    public static string D(int row, int column) => $"d{Text.Number(row)}_{Text.Number(column)}";

    public static string E(int element) => "e" + Text.Number(element);
}
