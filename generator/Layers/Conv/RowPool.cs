using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>A max pool of sums whose lanes are neighbouring columns: windows of one or two columns.</summary>
internal sealed class RowPool
{
    private readonly KernelWriter writer;
    private readonly Dialect dialect;
    private readonly Epilogue epilogue;
    private readonly Window window;
    private readonly Places places;
    private readonly Layout target;

    public RowPool(KernelWriter writer, Epilogue epilogue, Places places, Layout target)
    {
        this.writer = writer;
        this.epilogue = epilogue;
        this.places = places;
        this.target = target;
        dialect = writer.Dialect;
        window = epilogue.Pool!.Window;
    }

    /// <summary>Whether a row has room for whole vectors up to its end, so that nobody has to store a part of one.</summary>
    public static bool HasRoom(Layout layout, int lanes, int window = 1) =>
        layout.Border == Border.None && layout.RowStride >= ((layout.Shape.Width * window) + lanes - 1) / lanes * lanes / window;

    /// <summary>Writes it for a tile.</summary>
    /// <param name="sum">The name of a sum, by its filter, row and column (or vector of columns).</param>
    /// <param name="filter">The tile's first filter.</param>
    /// <param name="filters">How many.</param>
    /// <param name="row">Its first row, before the pool.</param>
    /// <param name="rows">How many.</param>
    /// <param name="column">Its first column, before the pool.</param>
    /// <param name="columns">How many.</param>
    public void Emit(Func<int, int, int, string> sum, Index filter, int filters, Index row, int rows, Index column, int columns)
    {
        int lanes = dialect.Lanes, vectors = (columns + lanes - 1) / lanes, pooledRows = rows / window.Height, pooledColumns = columns / window.Width;
        bool hasRoom = dialect.IsVector && HasRoom(target, lanes, window.Width);
        Index first = target.At(filter, row.DividedBy(window.Height), column.DividedBy(window.Width));
        int reach = ((filters - 1) * target.ChannelStride) + ((pooledRows - 1) * target.RowStride) + pooledColumns;
        Pointer y = writer.Point("y", "output", first, reach, isWritten: true);
        if (epilogue.KeepsWinners)
        {
            Index place = places.At(filter, row, column);
            writer.Line($"int place = {(place.IsConstant || !writer.HasReferences ? place.ToString() : $"(int)({place})")};   // {places.Describe}");
            writer.Line(
                writer.HasReferences
                    ? $"ref int z = {KernelWriter.Reference("winners", first)};"
                    : $"Span<int> z = winners.Slice({first}, {Text.Number(reach)});");
        }

        for (int f = 0; f < filters; f++)
        {
            for (int r = 0; r < pooledRows; r++)
            {
                var windows = new Row(f, r * window.Height, (f * target.ChannelStride) + (r * target.RowStride));
                int number = f;
                if (!dialect.IsVector) EmitScalars((inRow, c) => sum(number, inRow, c), y, windows, pooledColumns);
                else if (window.Width == 1)
                {
                    for (int v = 0; v < vectors; v++) EmitRows((inRow, c) => sum(number, inRow, c), y, windows, v, hasRoom ? lanes : columns - (v * lanes));
                }
                else
                {
                    for (int v = 0; v < vectors; v += 2) EmitPairs((inRow, c) => sum(number, inRow, c), y, windows, v, v + 1 < vectors, pooledColumns, hasRoom);
                }
            }
        }
    }

    private void EmitScalars(Func<int, int, string> sum, Pointer y, Row windows, int pooledColumns)
    {
        for (int c = 0; c < pooledColumns; c++)
        {
            string best = sum(windows.Top, c * window.Width);
            int place = PlaceOf(windows, c * window.Width), offset = windows.Offset + c;
            if (epilogue.KeepsWinners) writer.Line($"winner = {Place(place)};");
            for (int i = 1; i < window.Cells; i++)
            {
                string rival = sum(windows.Top + (i / window.Width), (c * window.Width) + (i % window.Width));
                int at = place + (i / window.Width * places.RowStride) + (i % window.Width * places.ColumnStride);
                writer.Line(Maximum.Challenge(writer, best, rival, epilogue.KeepsWinners ? Place(at) : null));
            }

            if (epilogue.KeepsWinners) writer.Line($"z[{Text.Number(offset)}] = winner;");
            writer.Line(y.Store(offset, epilogue.Activation?.Of(writer, best) ?? best));
        }
    }

    /// <summary>Windows of one column: rows against rows.</summary>
    private void EmitRows(Func<int, int, string> sum, Pointer y, Row windows, int v, int count)
    {
        int offset = windows.Offset + (v * dialect.Lanes);
        List<string> cells = Enumerable.Range(windows.Top, window.Height).Select(row => sum(row, v)).ToList();
        Finish(Maximum.OfCells(writer, window, cells, WinnersAt(PlaceOf(windows, v * dialect.Lanes), offset, count)), cells[0], y, offset, count);
    }

    /// <summary>Windows of two columns: the even against the odd ones of two vectors.</summary>
    private void EmitPairs(Func<int, int, string> sum, Pointer y, Row windows, int v, bool isPair, int pooledColumns, bool hasRoom)
    {
        int first = v * dialect.Lanes / 2, most = isPair ? dialect.Lanes : dialect.Lanes / 2;
        int offset = windows.Offset + first, count = hasRoom ? most : Math.Min(most, pooledColumns - first);
        List<(string First, string? Second)> rows = Enumerable.Range(windows.Top, window.Height)
            .Select(row => (sum(row, v), isPair ? sum(row, v + 1) : null))
            .ToList();
        Finish(Maximum.OfPairs(writer, window, rows, WinnersAt(PlaceOf(windows, v * dialect.Lanes), offset, count)), rows[0].First, y, offset, count);
    }

    private void Finish(string best, string free, Pointer y, int offset, int count)
    {
        writer.Line($"{free} = {best};");
        if (epilogue.Activation != null) writer.Line($"{free} = {epilogue.Activation.Of(writer, free)};");
        writer.StoreFirst(free, y, offset, count);
    }

    private Winners? WinnersAt(int place, int offset, int count) =>
        epilogue.KeepsWinners
            ? new Winners(
                places, Place(place), new Pointer(writer, "z", null).Reference(offset), Math.Min(count, dialect.Lanes), window.Width * places.ColumnStride)
            : null;

    private int PlaceOf(Row windows, int column) => (windows.Filter * places.ChannelStride) + (windows.Top * places.RowStride) + (column * places.ColumnStride);

    private static string Place(int number) => number == 0 ? "place" : $"place + {Text.Number(number)}";

    /// <summary>A row of windows of a tile.</summary>
    /// <param name="Filter">The filter in the tile.</param>
    /// <param name="Top">The first row in the tile.</param>
    /// <param name="Offset">Where the output of its first window lies, from that of the tile's first.</param>
    private readonly record struct Row(int Filter, int Top, int Offset);
}
