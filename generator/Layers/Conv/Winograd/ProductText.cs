using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Winograd;

/// <summary>A product of matrices in registers: sumR_V, of row R and vector V of columns, goes through the terms one after the other.</summary>
/// <param name="Rows">Rows that are computed together.</param>
/// <param name="Vectors">Vectors of columns that are computed together.</param>
/// <param name="Terms">Terms of a sum.</param>
/// <param name="Term">What a term is called.</param>
internal sealed record ProductText(int Rows, int Vectors, int Terms, string Term)
{
    /// <summary>Vectors of columns and rows of a product that stay in registers: the cheapest by cycles.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="block">Columns that lie together; a tile divides them.</param>
    /// <param name="rows">Rows.</param>
    public static (int Vectors, int Rows) TileOf(Dialect dialect, int columns, int block, int rows)
    {
        (int Vectors, int Rows) best = (1, 1);
        double least = double.MaxValue;
        int vectors = (columns + dialect.Lanes - 1) / dialect.Lanes;
        for (int v = 1; v <= Math.Min(4, vectors); v++)
        {
            if (block % (v * dialect.Lanes) != 0) continue;
            for (int r = 1; r <= Math.Min(rows, 24); r++)
            {
                int sums = v * r, operands = v + (v == 1 && dialect.Bits == 512 ? 0 : 1);
                if (sums + operands > dialect.Registers) continue;
                double cost = Math.Ceiling((double)rows / r) * Math.Max(Math.Max(sums / 2.0, (v + r) / 2.0), Math.Max(4, (sums + v + r) / 3.2)) / v;
                if (rows % r != 0) cost *= 1.03;
                if (cost >= least) continue;
                least = cost;
                best = (v, r);
            }
        }

        return best;
    }

    /// <summary>Declares sums and operands.</summary>
    public void Declare(KernelWriter writer)
    {
        writer.DeclareVectors(Cells.Select(cell => Sum(cell.Row, cell.Vector)));
        writer.DeclareVectors(Vectors > 1 ? Enumerable.Range(0, Vectors).Select(Operand).Append("value") : new[] { Operand(0) });
    }

    /// <summary>Starts from zero.</summary>
    public void Clear(KernelWriter writer) => writer.Assign(Cells.Select(cell => Sum(cell.Row, cell.Vector)), writer.Dialect.Zero);

    /// <summary>Starts from sums in memory.</summary>
    public void Load(KernelWriter writer, Pointer sums, int rowStride) =>
        EachRow(writer, (row, vector, lane) => $"{Sum(row, vector)} = {sums.Load((row * rowStride) + lane)}");

    public void Store(KernelWriter writer, Pointer sums, int rowStride) =>
        EachRow(writer, (row, vector, lane) => sums.Store((row * rowStride) + lane, Sum(row, vector)));

    /// <summary>Adds all terms: an operand of each row times vectors of operands of the columns.</summary>
    public void Add(KernelWriter writer, MatrixOperand ofRows, MatrixOperand ofColumns)
    {
        Dialect dialect = writer.Dialect;
        int unroll = dialect.IsBrief ? 1 : Terms % 4 == 0 ? 4 : Terms % 2 == 0 ? 2 : 1;
        var loops = new[] { new WalkLoop(Term, Terms / unroll, unroll * ofRows.TermStride, unroll * ofColumns.TermStride) };
        WalkPointer rows = ofRows.Walk(unroll, ((Rows - 1) * ofRows.Stride) + 1);
        writer.Walk(loops, rows, ofColumns.Walk(unroll, Vectors * dialect.Lanes), (x, w) =>
        {
            for (int i = 0; i < unroll; i++)
            {
                int term = i;
                writer.Statements(
                    Enumerable.Range(0, Vectors).Select(v => $"{Operand(v)} = {w.Load((term * ofColumns.TermStride) + (v * dialect.Lanes))}"));
                for (int r = 0; r < Rows; r++)
                {
                    int row = r;
                    string value = x.Broadcast((term * ofRows.TermStride) + (row * ofRows.Stride));
                    if (Vectors == 1) writer.Line(dialect.Accumulate(Sum(row, 0), value, Operand(0)));
                    else
                    {
                        writer.Statements(
                            Enumerable.Range(0, Vectors).Select(v => dialect.Accumulate(Sum(row, v), "value", Operand(v))).Prepend($"value = {value};"));
                    }
                }
            }
        });
    }

    private IEnumerable<(int Row, int Vector)> Cells =>
        Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Range(0, Vectors).Select(vector => (row, vector)));

    private void EachRow(KernelWriter writer, Func<int, int, int, string> statement)
    {
        for (int r = 0; r < Rows; r++)
        {
            int row = r;
            writer.Statements(Enumerable.Range(0, Vectors).Select(v => statement(row, v, v * writer.Dialect.Lanes)));
        }
    }

    private static string Sum(int row, int vector) => $"sum{Text.Number(row)}_{Text.Number(vector)}";

    private static string Operand(int vector) => "w" + Text.Number(vector);
}

/// <summary>An operand of a product of matrices: where it is, and how far apart its rows (or vectors of columns) and terms lie.</summary>
internal sealed record MatrixOperand(string Name, string Argument, Index Start, int Stride, int TermStride)
{
    public WalkPointer Walk(int terms, int length) => new(Name, Argument, Start, ((terms - 1) * TermStride) + length);
}
