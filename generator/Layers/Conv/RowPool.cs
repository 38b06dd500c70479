using System;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Layers.Pool;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

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

    /// <summary>Declares constants and temporaries of the vector dialects.</summary>
    public static void Declare(KernelWriter writer, Epilogue epilogue, Places places)
    {
        Dialect dialect = writer.Dialect;
        int width = epilogue.Pool!.Window.Width, lanes = dialect.Lanes;
        if (width == 2)
        {
            string type = dialect.Scalar == Scalar.Single ? "int" : "long", vector = $"Vector{Text.Number(dialect.Bits)}<{type}>";
            if (dialect.Bits == 512) writer.Line($"{vector} even = {Numbers(i => 2 * i)}, odd = {Numbers(i => (2 * i) + 1)};");
            if (dialect.Bits == 128) writer.Line($"{vector} even = {Numbers(i => 2 * i % lanes)}, odd = {Numbers(i => ((2 * i) + 1) % lanes)}, low = {Numbers(i => i < lanes / 2 ? -1 : 0)};");
            writer.Line("Lanes best, rival;");

            string Numbers(Func<int, int> number) => $"Vector{Text.Number(dialect.Bits)}.Create({string.Join(", ", Enumerable.Range(0, lanes).Select(i => Text.Number(number(i)) + (type == "long" ? "L" : "")))})";
        }

        if (!epilogue.KeepsWinners) return;
        writer.Line($"Integers winner, lane = {WinnerLanes.Numbers(dialect, width * places.ColumnStride)};");
        writer.Line("Lanes isLarger;");
    }

    /// <summary>Whether a row has room for whole vectors up to its end, so that nobody has to store a part of one.</summary>
    public static bool HasRoom(Layout layout, int lanes, int window = 1) =>
        layout.Border == Border.None && layout.RowStride >= ((layout.Shape.Width * window) + lanes - 1) / lanes * lanes / window;

    /// <summary>Writes it for one filter of a tile.</summary>
    public void Emit(Func<int, int, string> sum, Index filter, Index row, int rows, Index column, int columns)
    {
        int lanes = dialect.Lanes, vectors = (columns + lanes - 1) / lanes, pooledRows = rows / window.Height, pooledColumns = columns / window.Width;
        bool hasRoom = dialect.IsVector && HasRoom(target, lanes, window.Width);
        Index first = target.At(filter, row.DividedBy(window.Height), column.DividedBy(window.Width));
        int reach = ((pooledRows - 1) * target.RowStride) + pooledColumns;
        Pointer y = writer.Point("y", "output", first, reach, isWritten: true);
        if (epilogue.KeepsWinners)
        {
            Index cell = places.At(filter, row, column);
            writer.Line($"int cell = {(cell.IsConstant || !writer.HasReferences ? cell.ToString() : $"(int)({cell})")};");
            writer.Line(writer.HasReferences ? $"ref int z = {KernelWriter.Reference("winners", first)};" : $"Span<int> z = winners.Slice({first}, {Text.Number(reach)});");
        }

        for (int r = 0; r < pooledRows; r++)
        {
            int top = r * window.Height;
            if (!dialect.IsVector) EmitScalars(sum, y, top, r, pooledColumns);
            else if (window.Width == 1) for (int v = 0; v < vectors; v++) EmitRows(sum, y, top, r, v, hasRoom ? lanes : columns - (v * lanes));
            else for (int v = 0; v < vectors; v += 2) EmitPairs(sum, y, top, r, v, v + 1 < vectors, pooledColumns, hasRoom);
        }
    }

    private void EmitScalars(Func<int, int, string> sum, Pointer y, int top, int pooledRow, int pooledColumns)
    {
        for (int c = 0; c < pooledColumns; c++)
        {
            string best = sum(top, c * window.Width);
            int cell = (top * places.RowStride) + (c * window.Width * places.ColumnStride);
            if (epilogue.KeepsWinners) writer.Line($"winner = cell + {Text.Number(cell)};");
            for (int i = 1; i < window.Cells; i++)
            {
                string rival = sum(top + (i / window.Width), (c * window.Width) + (i % window.Width));
                string condition = $"if ({rival} > {best} || {writer.Scalar}.IsNaN({rival}))";
                int at = cell + (i / window.Width * places.RowStride) + (i % window.Width * places.ColumnStride);
                writer.Line(epilogue.KeepsWinners ? $"{condition} {{ {best} = {rival}; winner = cell + {Text.Number(at)}; }}" : $"{condition} {best} = {rival};");
            }

            int offset = (pooledRow * target.RowStride) + c;
            if (epilogue.KeepsWinners) writer.Line($"z[{Text.Number(offset)}] = winner;");
            writer.Line(y.Store(offset, epilogue.Rectifier is { } slope ? dialect.Rectified(best, slope) : best));
        }
    }

    /// <summary>Windows of one column: rows against rows.</summary>
    private void EmitRows(Func<int, int, string> sum, Pointer y, int top, int pooledRow, int v, int count)
    {
        string best = sum(top, v);
        if (epilogue.KeepsWinners) writer.Line("winner = Integers.Zero;");
        for (int i = 1; i < window.Height; i++) Challenge(best, sum(top + i, v), i * places.RowStride);
        Finish(best, y, (top * places.RowStride) + (v * dialect.Lanes * places.ColumnStride), (pooledRow * target.RowStride) + (v * dialect.Lanes), count);
    }

    /// <summary>Windows of two columns: the even against the odd ones of two vectors.</summary>
    private void EmitPairs(Func<int, int, string> sum, Pointer y, int top, int pooledRow, int v, bool isPair, int pooledColumns, bool hasRoom)
    {
        int offset = v * dialect.Lanes / 2, most = isPair ? dialect.Lanes : dialect.Lanes / 2;
        string Second(int row) => sum(row, isPair ? v + 1 : v);
        if (epilogue.KeepsWinners)
        {
            // In row-major order, since the first of equal ones wins.
            writer.Line("winner = Integers.Zero;");
            writer.Line($"best = {Even(sum(top, v), Second(top))};");
            for (int i = 0; i < window.Height; i++)
            {
                if (i > 0)
                {
                    writer.Line($"rival = {Even(sum(top + i, v), Second(top + i))};");
                    Challenge("best", "rival", i * places.RowStride);
                }

                writer.Line($"rival = {Odd(sum(top + i, v), Second(top + i))};");
                Challenge("best", "rival", (i * places.RowStride) + places.ColumnStride);
            }
        }
        else
        {
            for (int i = 1; i < window.Height; i++)
            {
                Challenge(sum(top, v), sum(top + i, v), 0);
                if (isPair) Challenge(sum(top, v + 1), sum(top + i, v + 1), 0);
            }

            writer.Line($"best = {Even(sum(top, v), Second(top))};");
            writer.Line($"rival = {Odd(sum(top, v), Second(top))};");
            Challenge("best", "rival", 0);
        }

        Finish("best", y, (top * places.RowStride) + (v * dialect.Lanes * places.ColumnStride), (pooledRow * target.RowStride) + offset, hasRoom ? most : Math.Min(most, pooledColumns - offset));
    }

    private void Challenge(string best, string rival, int step)
    {
        if (!epilogue.KeepsWinners)
        {
            writer.Line($"{best} = ConditionalSelect({writer.Dialect.Class}.Equals({best}, {best}), {dialect.NativeMax(best, rival)}, {best});");
            return;
        }

        writer.Line($"isLarger = GreaterThan({rival}, {best}) | ~{writer.Dialect.Class}.Equals({rival}, {rival});");
        writer.Line($"{best} = ConditionalSelect(isLarger, {rival}, {best}); winner = ConditionalSelect(isLarger.AsInt32(), Create({Text.Number(step)}), winner);");
    }

    private void Finish(string best, Pointer y, int cell, int offset, int count)
    {
        if (epilogue.KeepsWinners)
        {
            writer.Line($"winner += lane + Create(cell + {Text.Number(cell)});");
            writer.StoreFirst("winner", new Pointer(writer, "z", null), offset, count);
        }

        if (epilogue.Rectifier is { } slope) writer.Line($"{best} = {dialect.Rectified(best, slope)};");
        writer.StoreFirst(best, y, offset, count);
    }

    private string Even(string a, string b) => Half(a, b, 0);

    private string Odd(string a, string b) => Half(a, b, 1);

    private string Half(string a, string b, int odd)
    {
        string order = odd == 0 ? "even" : "odd";
        bool isSingle = dialect.Scalar == Scalar.Single;
        return dialect.Bits switch
        {
            512 => $"Avx512F.{(isSingle ? "PermuteVar16x32x2" : "PermuteVar8x64x2")}({a}, {order}, {b})",
            256 when isSingle => $"Avx2.Permute4x64(Avx.Shuffle({a}, {b}, {(odd == 0 ? "0x88" : "0xDD")}).AsDouble(), 0xD8).AsSingle()",
            256 => $"Avx2.Permute4x64(Avx.{(odd == 0 ? "UnpackLow" : "UnpackHigh")}({a}, {b}), 0xD8)",
            _ => $"ConditionalSelect(low.{(isSingle ? "AsSingle" : "AsDouble")}(), Shuffle({a}, {order}), Shuffle({b}, {order}))",
        };
    }
}
