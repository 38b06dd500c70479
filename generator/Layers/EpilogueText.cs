using System;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers;

/// <summary>
/// The end of a tile whose lanes are channels: rectifier, pool and stores, while everything is in registers.
/// </summary>
internal sealed class EpilogueText
{
    private readonly KernelWriter writer;
    private readonly Dialect dialect;
    private readonly Epilogue epilogue;
    private readonly Layout target;
    private readonly Places places;
    private readonly Func<int, int, int, string> sum;

    /// <summary>The end of a tile.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="epilogue">What happens.</param>
    /// <param name="target">How the output lies.</param>
    /// <param name="places">By which numbers winners are named.</param>
    /// <param name="sum">The name of a sum, by its vector, row and column.</param>
    public EpilogueText(KernelWriter writer, Epilogue epilogue, Layout target, Places places, Func<int, int, int, string> sum)
    {
        this.writer = writer;
        this.epilogue = epilogue;
        this.target = target;
        this.places = places;
        this.sum = sum;
        dialect = writer.Dialect;
    }

    /// <summary>Declares what keeps the winners.</summary>
    public static void Declare(KernelWriter writer, Epilogue epilogue, Places places)
    {
        if (!epilogue.KeepsWinners) return;
        if (!writer.Dialect.IsVector)
        {
            writer.Line("int winner;");
            return;
        }

        writer.Line(places.ChannelStride == 0 ? "Integers winner;" : $"Integers winner, lane = {WinnerLanes.Numbers(writer.Dialect)};");
        writer.Line("Lanes isLarger;");
    }

    /// <summary>Writes it for a tile whose first sum is at a channel, row and column of the output before the pool.</summary>
    public void Emit(Index channel, int channels, int vectors, Index row, int rows, Index column, int columns)
    {
        if (epilogue.Pool == null) EmitPlain(channel, channels, vectors, row, rows, column, columns);
        else EmitPooled(epilogue.Pool, channel, channels, vectors, row, rows, column, columns);
    }

    private void EmitPlain(Index channel, int channels, int vectors, Index row, int rows, Index column, int columns)
    {
        Pointer y = Output("y", "output", channel, row, column, channels, rows, columns);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                for (int v = 0; v < vectors; v++) Store(y, Offset(v * dialect.Lanes, r, c), sum(v, r, c), channels - (v * dialect.Lanes));
            }
        }
    }

    private void EmitPooled(PoolShape pool, Index channel, int channels, int vectors, Index row, int rows, Index column, int columns)
    {
        Window window = pool.Window;
        int pooledRows = rows / window.Height, pooledColumns = columns / window.Width;
        Index pooledRow = row.DividedBy(window.Height), pooledColumn = column.DividedBy(window.Width);
        Pointer y = Output("y", "output", channel, pooledRow, pooledColumn, channels, pooledRows, pooledColumns);
        writer.Comment($"the largest of each window, where a NaN wins{(epilogue.Rectifier == null ? "" : ", rectified")}{(epilogue.KeepsWinners ? ", and the first place of it" : "")}");
        if (epilogue.KeepsWinners) EmitWinnersStart(channel, pooledRow, pooledColumn, channels, pooledRows, pooledColumns, row, column);
        for (int r = 0; r < pooledRows; r++)
        {
            for (int c = 0; c < pooledColumns; c++)
            {
                for (int v = 0; v < vectors; v++)
                {
                    int offset = Offset(v * dialect.Lanes, r, c), count = channels - (v * dialect.Lanes);
                    string best = sum(v, r * window.Height, c * window.Width);
                    int cell = places.At(v * dialect.Lanes, r * window.Height, c * window.Width).Constant - places.Origin;
                    if (epilogue.KeepsWinners) writer.Line(dialect.IsVector ? "winner = Integers.Zero;" : $"winner = cell + {Text.Number(cell)};");
                    for (int i = 1; i < window.Cells; i++)
                    {
                        (int inRow, int inColumn) = (i / window.Width, i % window.Width);
                        string rival = sum(v, (r * window.Height) + inRow, (c * window.Width) + inColumn);
                        int step = (inRow * places.RowStride) + (inColumn * places.ColumnStride);
                        Challenge(best, rival, step, cell + step);
                    }

                    if (epilogue.KeepsWinners) StoreWinner(offset, cell, count);
                    Store(y, offset, best, count);
                }
            }
        }
    }

    /// <summary>The larger of two takes the first's place; in max pooling a NaN wins.</summary>
    private void Challenge(string best, string rival, int step, int cell)
    {
        if (!dialect.IsVector)
        {
            string condition = $"if ({rival} > {best} || {writer.Scalar}.IsNaN({rival}))";
            writer.Line(epilogue.KeepsWinners ? $"{condition} {{ {best} = {rival}; winner = cell + {Text.Number(cell)}; }}" : $"{condition} {best} = {rival};");
        }
        else if (epilogue.KeepsWinners)
        {
            writer.Line($"isLarger = GreaterThan({rival}, {best}) | ~{writer.Dialect.Class}.Equals({rival}, {rival});");
            writer.Line($"{best} = ConditionalSelect(isLarger, {rival}, {best}); winner = ConditionalSelect(isLarger.AsInt32(), Create({Text.Number(step)}), winner);");
        }
        else
        {
            writer.Line($"{best} = ConditionalSelect({writer.Dialect.Class}.Equals({best}, {best}), {dialect.NativeMax(best, rival)}, {best});");
        }
    }

    private void EmitWinnersStart(Index channel, Index pooledRow, Index pooledColumn, int channels, int pooledRows, int pooledColumns, Index row, Index column)
    {
        Index cell = places.At(channel, row, column), first = target.At(channel, pooledRow, pooledColumn);
        if (writer.HasReferences)
        {
            writer.Line($"int cell = {(cell.IsConstant ? cell.ToString() : $"(int)({cell})")};");
            writer.Line($"ref int z = {KernelWriter.Reference("winners", first)};");
        }
        else
        {
            writer.Line($"int cell = {cell};");
            writer.Line($"Span<int> z = winners.Slice({first}, {Text.Number(Offset(channels - 1, pooledRows - 1, pooledColumns - 1) + 1)});");
        }
    }

    private void StoreWinner(int offset, int cell, int count)
    {
        if (!dialect.IsVector)
        {
            writer.Line($"z[{Text.Number(offset)}] = winner;");
            return;
        }

        writer.Line($"winner += {(places.ChannelStride == 0 ? "" : "lane + ")}Create(cell + {Text.Number(cell)});");
        writer.StoreFirst("winner", new Pointer(writer, "z", null), offset, count);
    }

    private void Store(Pointer y, int offset, string value, int count)
    {
        if (epilogue.Rectifier is { } slope)
        {
            string rectified = dialect.Rectified(value, slope);
            if (dialect.IsVector && slope == 0 && count >= dialect.Lanes) value = rectified;
            else writer.Line($"{value} = {rectified};");
        }

        writer.StoreFirst(value, y, offset, count);
    }

    private Pointer Output(string name, string argument, Index channel, Index row, Index column, int channels, int rows, int columns) =>
        writer.Point(name, argument, target.At(channel, row, column), Offset(channels - 1, rows - 1, columns - 1) + 1, isWritten: true);

    private int Offset(int channel, int row, int column) => target.At(channel, row, column).Constant - First(target);

    private static int First(Layout layout) => layout.At(0, 0, 0).Constant;
}
