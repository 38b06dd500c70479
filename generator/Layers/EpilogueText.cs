using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>
/// The end of a tile whose lanes are channels: activation, pool and stores, while everything is in registers.
/// </summary>
internal sealed class EpilogueText
{
    private readonly KernelWriter writer;
    private readonly Dialect dialect;
    private readonly Epilogue epilogue;
    private readonly Layout target;
    private readonly Places places;
    private readonly Func<int, int, int, string> sum;
    private readonly string output;
    private readonly Size channels;

    /// <summary>The end of a tile.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="epilogue">What happens.</param>
    /// <param name="target">How the output lies.</param>
    /// <param name="places">By which numbers winners are named.</param>
    /// <param name="sum">The name of a sum, by its vector, row and column.</param>
    /// <param name="channels">The output's channels.</param>
    /// <param name="output">The argument that is written.</param>
    public EpilogueText(
        KernelWriter writer, Epilogue epilogue, Layout target, Places places, Func<int, int, int, string> sum, Size channels, string output = "output")
    {
        this.channels = channels;
        this.output = output;
        this.writer = writer;
        this.epilogue = epilogue;
        this.target = target;
        this.places = places;
        this.sum = sum;
        dialect = writer.Dialect;
    }

    /// <summary>What is done with a tile whose sums are pooled.</summary>
    public static string Describe(Epilogue epilogue) =>
        $"the maximum of each window{(epilogue.Activation == null ? "" : ", " + epilogue.Activation.Sentence)}" +
        (epilogue.KeepsWinners ? $", and where it is: {Maximum.Rule}" : ", where a NaN wins");

    /// <summary>Declares what keeps a winner.</summary>
    public static void Declare(KernelWriter writer, Epilogue epilogue)
    {
        if (epilogue.KeepsWinners && !writer.Dialect.IsVector) writer.Line("int winner;");
    }

    /// <summary>Writes it for a tile whose first sum is at a channel, row and column of the output before the pool.</summary>
    public void Emit(Index channel, int channels, int vectors, Index row, int rows, Index column, int columns)
    {
        if (epilogue.Pool == null) EmitPlain(channel, channels, vectors, row, rows, column, columns);
        else EmitPooled(epilogue.Pool, channel, channels, vectors, row, rows, column, columns);
    }

    private void EmitPlain(Index channel, int channels, int vectors, Index row, int rows, Index column, int columns)
    {
        if (epilogue.Addend is { } addend) EmitAddends(addend, channel, channels, vectors, row, rows, column, columns);
        Pointer y = Output("y", channel, row, column, channels, rows, columns);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                for (int v = 0; v < vectors; v++) Store(y, Offset(v * dialect.Lanes, r, c), sum(v, r, c), channels - (v * dialect.Lanes));
            }
        }
    }

    private void EmitAddends(Layout addend, Index channel, int channels, int vectors, Index row, int rows, Index column, int columns)
    {
        Strides strides = StridesOf("addends", addend);
        writer.Comment("the sums are whole: plus the other tensor, element by element");
        Pointer a = writer.Point("a", "addends", strides.At(channel, row, column), OffsetIn(strides, channels - 1, rows - 1, columns - 1) + 1);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                for (int v = 0; v < vectors; v++) writer.Line(dialect.Add(sum(v, r, c), a.Load(OffsetIn(strides, v * dialect.Lanes, r, c))));
            }
        }
    }

    private void EmitPooled(PoolShape pool, Index channel, int channels, int vectors, Index row, int rows, Index column, int columns)
    {
        Window window = pool.Window;
        int pooledRows = rows / window.Height, pooledColumns = columns / window.Width;
        Index pooledRow = row.DividedBy(window.Height), pooledColumn = column.DividedBy(window.Width);
        Pointer y = Output("y", channel, pooledRow, pooledColumn, channels, pooledRows, pooledColumns);
        writer.Comment(Describe(epilogue));
        if (epilogue.KeepsWinners) EmitWinnersStart(channel, pooledRow, pooledColumn, channels, pooledRows, pooledColumns, row, column);
        for (int r = 0; r < pooledRows; r++)
        {
            for (int c = 0; c < pooledColumns; c++)
            {
                for (int v = 0; v < vectors; v++)
                {
                    Index offset = Offset(v * dialect.Lanes, r, c);
                    int count = channels - (v * dialect.Lanes);
                    List<string> cells = Enumerable.Range(0, window.Cells)
                        .Select(i => sum(v, (r * window.Height) + (i / window.Width), (c * window.Width) + (i % window.Width)))
                        .ToList();
                    int place = places.At(v * dialect.Lanes, r * window.Height, c * window.Width).Constant - places.Origin;
                    if (dialect.IsVector) EmitLargest(y, offset, count, window, cells, place);
                    else EmitLargestNumber(y, offset, window, cells, place);
                }
            }
        }
    }

    private void EmitLargest(Pointer y, Index offset, int count, Window window, IReadOnlyList<string> cells, int place)
    {
        Winners? winners = epilogue.KeepsWinners
            ? new Winners(places, Sum("place", place), new Pointer(writer, "z", null).Reference(offset), Math.Min(count, dialect.Lanes), places.ChannelStride)
            : null;
        string best = Maximum.OfCells(writer, window, cells, winners);
        writer.Line($"{cells[0]} = {best};");
        Store(y, offset, cells[0], count);
    }

    private void EmitLargestNumber(Pointer y, Index offset, Window window, IReadOnlyList<string> cells, int place)
    {
        if (epilogue.KeepsWinners) writer.Line($"winner = {Sum("place", place)};");
        for (int i = 1; i < window.Cells; i++)
        {
            int at = place + (i / window.Width * places.RowStride) + (i % window.Width * places.ColumnStride);
            writer.Line(Maximum.Challenge(writer, cells[0], cells[i], epilogue.KeepsWinners ? Sum("place", at) : null));
        }

        if (epilogue.KeepsWinners) writer.Line($"z[{offset}] = winner;");
        Store(y, offset, cells[0], 1);
    }

    private static string Sum(string variable, int number) => number == 0 ? variable : $"{variable} + {Text.Number(number)}";

    private void EmitWinnersStart(Index channel, Index pooledRow, Index pooledColumn, int channels, int pooledRows, int pooledColumns, Index row, Index column)
    {
        Index place = places.At(channel, row, column), first = StridesOf(output, target).At(channel, pooledRow, pooledColumn);
        if (writer.HasReferences)
        {
            writer.Line($"int place = {(place.IsConstant ? place.ToString() : $"(int)({place})")};   // {places.Describe}");
            writer.Line($"ref int z = {KernelWriter.Reference("winners", first)};");
        }
        else
        {
            writer.Line($"int place = {place};   // {places.Describe}");
            writer.Line($"Span<int> z = winners.Slice({first}, {Offset(channels - 1, pooledRows - 1, pooledColumns - 1) + 1});");
        }
    }

    private void Store(Pointer y, Index offset, string value, int count)
    {
        if (epilogue.Activation is { } activation)
        {
            string activated = activation.Of(writer, value);
            if (dialect.IsVector && count >= dialect.Lanes) value = activated;
            else writer.Line($"{value} = {activated};");
        }

        writer.StoreFirst(value, y, offset, count);
    }

    private Pointer Output(string name, Index channel, Index row, Index column, int channels, int rows, int columns) =>
        writer.Point(name, output, StridesOf(output, target).At(channel, row, column), Offset(channels - 1, rows - 1, columns - 1) + 1, isWritten: true);

    private Index Offset(int channel, int row, int column) => OffsetIn(StridesOf(output, target), channel, row, column);

    private Strides StridesOf(string argument, Layout layout) => writer.Strides(argument, layout, channels, layout.At(0, 0, 0).Constant);

    private static Index OffsetIn(Strides strides, int channel, int row, int column) => (strides with { Start = 0 }).At(channel, row, column);
}
