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
    private readonly int outputs;
    private readonly int size;

    public TransformText(KernelWriter writer, int outputs)
    {
        this.writer = writer;
        this.outputs = outputs;
        dialect = writer.Dialect;
        size = outputs + 2;
    }

    /// <summary>The constants of a transform of tiles of 4×4, by their names.</summary>
    public static IReadOnlyList<string> OfInput { get; } = new[] { "four", "minusFour", "minusFive" };

    /// <inheritdoc cref="OfInput"/>
    public static IReadOnlyList<string> OfOutput { get; } = new[] { "two", "four", "eight" };

    /// <inheritdoc cref="OfInput"/>
    public static IReadOnlyList<string> OfGradient { get; } = new[] { "two", "minusTwo", "four" };

    /// <inheritdoc cref="OfInput"/>
    public static IReadOnlyList<string> OfWeights { get; } = new[] { "two", "four", "minusFour", "six", "twentyFour", "scale" };

    /// <summary>Declares what transforms keep in registers.</summary>
    public void Declare(params IReadOnlyList<string>[] constants)
    {
        writer.Comment("dR_C: row R and column C of a tile; eI: element I of a row or column");
        writer.DeclareVectors(Cells(size, size).Select(cell => D(cell.Row, cell.Column)));
        writer.DeclareVectors(Enumerable.Range(0, size).Select(E).Concat(new[] { "p", "q" }));
        if (!writer.HasReferences || outputs != 4) return;
        IEnumerable<string> all = constants.SelectMany(names => names).Distinct().OrderBy(name => System.Math.Abs(ValueOf(name)));
        writer.Line($"Lanes {string.Join(", ", all.Select(name => $"{name} = {dialect.Constant(ValueOf(name))}"))};");
    }

    /// <summary>Bᵀ d B of every tile of a block, channels in lanes.</summary>
    /// <param name="blocks">The tiles.</param>
    /// <param name="argument">The argument that they are in.</param>
    /// <param name="layout">How they lie.</param>
    /// <param name="window">The kernel, whose padding lies in the layout's border.</param>
    /// <param name="block">The block's first row of tiles.</param>
    public void EmitInput(TileBlocks blocks, string argument, Layout layout, Window window, Index block)
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
            if (writer.CallsHelpers) Call(OfInputs, "x", rowStride, columnStride, "v", blocks.ChannelStride);
            else Emit(OfInputs, (i, j) => x.Load((i * rowStride) + (j * columnStride)), (i, j, e) => v.Store(((i * size) + j) * blocks.ChannelStride, e));
        });
    }

    /// <summary>A transform of the columns of a tile, then of its rows.</summary>
    /// <param name="transform">Which one.</param>
    /// <param name="load">An element, by its row and column.</param>
    /// <param name="store">The statement that stores one.</param>
    /// <param name="nextColumn">Writes what comes behind a column.</param>
    /// <param name="nextRow">Writes what comes behind a row.</param>
    private void Emit(
        Transform transform,
        Func<int, int, string> load,
        Func<int, int, string, string> store,
        Action? nextColumn = null,
        Action<int>? nextRow = null)
    {
        for (int j = 0; j < transform.From; j++)
        {
            int column = j;
            writer.Statements(Enumerable.Range(0, transform.From).Select(i => $"{E(i)} = {load(i, column)}"));
            transform.Write(this, i => D(i, column), E);
            if (j < transform.From - 1) nextColumn?.Invoke();
        }

        for (int i = 0; i < transform.To; i++)
        {
            int row = i;
            transform.Write(this, E, j => D(row, j));
            writer.Statements(Enumerable.Range(0, transform.To).Select(j => store(row, j, E(j))));
            nextRow?.Invoke(i);
        }
    }

    /// <summary>Calls the method that does so, for tiles wherever they lie.</summary>
    private void Call(Transform transform, string source, int rowStride, int columnStride, string target, int stride)
    {
        string number = writer.Scalar, from = $"{Text.Number(transform.From)}×{Text.Number(transform.From)}";
        string method = writer.Use(new Helper(
            $"Winograd{Text.Number(outputs)}{transform.Name}",
            "void",
            $"ref {number} tile, nint rowStride, nint columnStride, ref {number} result, nint stride",
            $"{transform.Formula} of a tile in each lane, {from} to {Text.Number(transform.To)}×{Text.Number(transform.To)} numbers a stride apart.",
            text => new TransformText(text, outputs).EmitMethod(transform),
            IsInlined: false));
        writer.Line($"{method}(ref {source}, {Text.Number(rowStride)}, {Text.Number(columnStride)}, ref {target}, {Text.Number(stride)});");
    }

    private void EmitMethod(Transform transform)
    {
        Declare(transform.Constants);
        Emit(
            transform,
            (i, _) => $"LoadUnsafe({At("tile", i, "rowStride")})",
            (_, j, e) => $"{e}.StoreUnsafe({At("result", j, "stride")})",
            () => writer.Line("tile = ref Unsafe.Add(ref tile, columnStride);"),
            row =>
            {
                if (row < transform.To - 1) writer.Line($"result = {At("result", transform.To, "stride")};");
            });

        static string At(string name, int times, string stride) => times switch
        {
            0 => $"ref {name}",
            1 => $"ref Unsafe.Add(ref {name}, {stride})",
            _ => $"ref Unsafe.Add(ref {name}, {Text.Number(times)} * {stride})",
        };
    }

    /// <summary>A g Aᵀ of every tile of gradients of a block, filters in lanes; and the sum of the biases' gradients.</summary>
    public void EmitGradient(TileBlocks blocks, string argument, Layout layout, Index block, GradientSums sums)
    {
        writer.Comment("the gradients of each tile, transformed: [frequency][tile][filter]");
        if (sums.HasBias) writer.Comment("frequency 1, 1 is the sum of a tile's gradients, which the biases sum");
        Loop[] loops = { new("tileRow", blocks.Rows), new("tileColumn", blocks.TileColumns), new("filter", blocks.Filters, dialect.Lanes) };
        writer.Nest(loops, at =>
        {
            Index start = layout.At(at[2], (block + at[0]) * outputs, at[1] * outputs);
            Index to = (((at[0] * blocks.TileColumns) + at[1]) * blocks.PaddedFilters) + at[2] + blocks.FirstFilter;
            Pointer g = writer.Point("g", argument, start, ((outputs - 1) * (layout.RowStride + layout.ColumnStride)) + 1);
            Pointer u = writer.Point("u", "scratch", to, ((blocks.Frequencies - 1) * blocks.FilterStride) + 1, isWritten: true);
            if (writer.CallsHelpers)
            {
                Call(OfGradients, "g", layout.RowStride, layout.ColumnStride, "u", blocks.FilterStride);
                AddBias(u.Load((size + 1) * blocks.FilterStride));
                return;
            }

            Emit(
                OfGradients,
                (i, j) => g.Load((i * layout.RowStride) + (j * layout.ColumnStride)),
                (i, j, e) => u.Store(((i * size) + j) * blocks.FilterStride, e),
                nextRow: row =>
                {
                    if (row == 1) AddBias(E(1));
                });

            void AddBias(string sum)
            {
                if (!sums.HasBias) return;
                Pointer bias = writer.Point("bias", "sums", sums.Bias(at[2]), 1, isWritten: true);
                writer.Line($"p = {Plus(bias.Load(0), sum)};");
                writer.Line(bias.Store(0, "p"));
            }
        });
    }

    /// <summary>Aᵀ m A of a tile: the cells of the result are in registers, called by their rows and columns.</summary>
    /// <param name="tile">Where the tile is.</param>
    /// <param name="stride">From one of its frequencies to the next.</param>
    public void EmitOutput(Pointer tile, int stride)
    {
        if (writer.CallsHelpers)
        {
            // In place; then to registers for what follows.
            Call(OfOutputs, tile.Name, size * stride, stride, tile.Name, stride);
            writer.Statements(Cells(outputs, outputs).Select(cell =>
                $"{D(cell.Row, cell.Column)} = {tile.Load(((cell.Row * outputs) + cell.Column) * stride)}"));
            return;
        }

        // The rows of the result take the place of the first columns' elements.
        Emit(OfOutputs, (i, j) => tile.Load(((i * size) + j) * stride), (i, j, e) => $"{D(i, j)} = {e}");
    }

    /// <summary>Gᵀ S G of the sums of some channels of a filter, added to the gradients.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="frequencyStride">From one frequency to the next.</param>
    /// <param name="gradients">The gradients of the weights.</param>
    /// <param name="cell">Where the gradient of a cell of the kernel is.</param>
    /// <param name="channels">Channels of the vector.</param>
    public void EmitWeights(Pointer sums, int frequencyStride, Pointer gradients, Func<int, int, int> cell, int channels)
    {
        const int Kernel = 3;
        for (int j = 0; j < size; j++)
        {
            int column = j;
            writer.Statements(Enumerable.Range(0, size).Select(i => $"{E(i)} = {sums.Load(((i * size) + column) * frequencyStride)}"));
            Weights(i => D(i, column), E);
        }

        for (int i = 0; i < Kernel; i++)
        {
            int row = i;
            Weights(E, j => D(row, j));
            for (int j = 0; j < Kernel; j++)
            {
                // The product is rounded before it is added: what a call adds does not depend on what is there.
                int at = cell(row, j);
                writer.Line($"{E(j)} = {Times("scale", E(j))};");
                writer.Line($"{E(j)} = {Plus(gradients.Load(at), E(j))};");
                writer.StoreFirst(E(j), gradients, at, channels);
            }
        }
    }

    /// <summary>Bᵀ times a row or column (Lavin and Gray 2016, sections 4.1 and 4.3), with what is common computed once.</summary>
    private void Input(Func<int, string> to, Func<int, string> from)
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
    private void Output(Func<int, string> to, Func<int, string> from)
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

    /// <summary>A times a row or column of gradients: what the output's transform is to the outputs, turned round.</summary>
    private void Gradient(Func<int, string> to, Func<int, string> from)
    {
        writer.Statements(
            new[]
            {
                $"p = {Plus(from(0), from(2))}",
                $"q = {Plus(from(1), from(3))}",
                $"{to(1)} = {Plus("p", "q")}",
                $"{to(2)} = {Minus("p", "q")}",
            });
        writer.Statements(
            new[]
            {
                $"p = {Fused("four", from(2), from(0))}",
                $"q = {Fused("four", from(3), from(1))}",
                $"{to(3)} = {Fused("two", "q", "p")}",
                $"{to(4)} = {Fused("minusTwo", "q", "p")}",
            });
        writer.Statements(new[] { $"{to(0)} = {from(0)}", $"{to(5)} = {from(3)}" });
    }

    /// <summary>24 Gᵀ times a row or column of sums.</summary>
    private void Weights(Func<int, string> to, Func<int, string> from)
    {
        writer.Statements(
            new[]
            {
                $"p = {Plus(from(1), from(2))}",
                $"q = {Plus(from(3), from(4))}",
                $"{to(0)} = {Fused("six", from(0), "q")}",
                $"{to(0)} = {Fused("minusFour", "p", to(0))}",
            });
        writer.Statements(new[] { $"q = {Minus("q", "p")}", $"{to(2)} = {Times("twentyFour", from(5))}", $"{to(2)} = {Fused("four", "q", to(2))}" });
        writer.Statements(
            new[]
            {
                $"p = {Minus(from(2), from(1))}",
                $"q = {Minus(from(3), from(4))}",
                $"{to(1)} = {Fused("two", "p", "q")}",
                $"{to(1)} = {Plus(to(1), to(1))}",
            });
    }

    private Transform OfInputs => new("Input", "Bᵀ d B", size, size, OfInput, (text, to, from) => text.Input(to, from));

    private Transform OfGradients => new("Gradient", "A g Aᵀ", outputs, size, OfGradient, (text, to, from) => text.Gradient(to, from));

    private Transform OfOutputs => new("Output", "Aᵀ m A", size, outputs, OfOutput, (text, to, from) => text.Output(to, from));

    private static double ValueOf(string constant) => constant switch
    {
        "two" => 2,
        "minusTwo" => -2,
        "four" => 4,
        "minusFour" => -4,
        "minusFive" => -5,
        "six" => 6,
        "eight" => 8,
        "twentyFour" => 24,
        "scale" => 1.0 / (24 * 24),
        _ => throw new ArgumentException(constant),
    };

    private string Constant(string name) => writer.HasReferences ? name : Literals.Of(ValueOf(name), dialect.Scalar);

    private string Fused(string constant, string a, string b) => dialect.MultiplyAdd(Constant(constant), a, b);

    private string Times(string constant, string a) => dialect.Rounded($"{Constant(constant)} * {a}");

    private string Plus(string a, string b) => dialect.Rounded($"{a} + {b}");

    private string Minus(string a, string b) => dialect.Rounded($"{a} - {b}");

    public static IEnumerable<(int Row, int Column)> Cells(int rows, int columns) =>
        Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => (row, column)));

    public static string D(int row, int column) => $"d{Text.Number(row)}_{Text.Number(column)}";

    public static string E(int element) => "e" + Text.Number(element);

    /// <summary>What is done with each column of a tile, and then with each row of the result.</summary>
    /// <param name="Name">In a method's name.</param>
    /// <param name="Formula">As Lavin and Gray write it.</param>
    /// <param name="From">Rows and columns before.</param>
    /// <param name="To">Rows and columns behind.</param>
    /// <param name="Constants">The constants that it needs.</param>
    /// <param name="Write">Writes it for a row or column.</param>
    private sealed record Transform(
        string Name,
        string Formula,
        int From,
        int To,
        IReadOnlyList<string> Constants,
        Action<TransformText, Func<int, string>, Func<int, string>> Write);
}
