using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// One sample's part of the gradient of few weights and biases: every gradient times the patch of the input under it, zeros too, for
/// several filters at once, so that the sums do not wait for each other.
/// </summary>
internal sealed record FewWeightGradient(Scalar Scalar, LiveGradients Live) : Kernel(Scalar, 1)
{
    // Above so many weights of a filter its sums keep the machine busy alone.
    private const int MostWeights = 32;

    private PatchSums Sums => new(Shape, FiltersLast: false);

    private ConvShape Shape => Live.Shape;

    public override EquatableArray<Port> Ports => new[] { Port.In("input"), Port.In("outputGradient") }
        .Concat(Live.IsPooled ? new[] { Port.In("winners", Element.Index) } : new Port[0])
        .Append(Port.InOut("sums")).ToEquatableArray();

    public override bool IsPerSample => true;

    public override string Name => "Conv" + Shape.NameSuffix + "FewWeightGradient" + Live.Input.NameSuffix + Live.NameSuffix;

    public override string Title => Live.WeightGradientTitle;

    public override string Form => $"direct, sequential: sample, {Live.Order}{(Live.IsPooled ? "; only the winners of the pool's windows" : "")}";

    public override long Macs => Live.Macs;

    public override bool HasText(Dialect dialect) => dialect.IsFor(new KernelRow(Shape).Run) || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) =>
        $"{Text.Plural(FiltersOf(PatchTile.OfWeights(Shape, dialect)), "filter")} at once, {PatchTile.OfWeights(Shape, dialect).Describe("every gradient")}";

    public static bool Suits(ConvShape shape) => shape.Groups == 1 && new KernelRow(shape).Pieces == 1 && shape.Channels * shape.Window.Cells <= MostWeights;

    public override void Emit(KernelWriter writer)
    {
        PatchTile tile = PatchTile.OfWeights(Shape, writer.Dialect);
        int most = FiltersOf(tile);
        writer.Comment($"sumF_R_V: filter F of the tile, kernel row R and {(tile.Lanes > 1 ? "vector" : "number")} V of the patch; biasF: its bias");
        PatchText.DescribeRest(writer, tile);
        writer.DeclareVectors(
            (from f in Enumerable.Range(0, most) from cell in PatchText.Cells(tile.Rows, tile.Vectors) select Sum(f, cell.Row, cell.Vector)).Append("value"));
        writer.Tiles("filter", "filter", Shape.Filters, most, (filter, filters) =>
        {
            bool isWhole = tile.Rows >= Shape.Window.Height && tile.Vectors >= tile.RunVectors;
            PatchText.EachPart(writer, tile, (firstRow, rows, part) =>
                EmitPart(writer, filter, filters, firstRow, rows, part, withBias: isWhole && Sums.HasBias));
            if (Sums.HasBias && !isWhole) EmitBiases(writer, filter, filters);
        });
    }

    private int FiltersOf(PatchTile tile) => Math.Min(Shape.Filters, Math.Max(1, (tile.Lanes == 16 ? 18 : 12) / (tile.Rows * tile.Vectors)));

    private static string Sum(int filter, int row, int vector) => $"sum{Text.Number(filter)}_{Text.Number(row)}_{Text.Number(vector)}";

    private static string Bias(int filter) => "bias" + Text.Number(filter);

    private void EmitPart(KernelWriter writer, Index filter, int filters, Index firstRow, int rows, PatchPart part, bool withBias)
    {
        Dialect dialect = writer.Dialect;
        int rowStride = Shape.Window.DilationHeight * Live.Input.RowStride, vectors = part.Vectors;
        IReadOnlyList<(int Row, int Vector)> cells = PatchText.Cells(rows, vectors);
        Pointer s = writer.Point(
            "s",
            "sums",
            Sums.At(filter, firstRow) + part.First,
            ((filters - 1) * Sums.FilterStride) + ((rows - 1) * Sums.RowStride) + (vectors * dialect.Lanes),
            isWritten: true);
        int At(int f, (int Row, int Vector) cell) => (f * Sums.FilterStride) + (cell.Row * Sums.RowStride) + (cell.Vector * dialect.Lanes);
        for (int f = 0; f < filters; f++)
        {
            int number = f;
            writer.Statements(cells.Select(cell => $"{Sum(number, cell.Row, cell.Vector)} = {s.Load(At(number, cell))}"));
        }

        if (withBias) writer.Declare(Enumerable.Range(0, filters).Select(f => (Bias(f), writer.Argument("sums").At(Sums.Bias(filter + f)))));
        EachGradient(writer, (row, column) =>
        {
            for (int f = 0; f < filters; f++)
            {
                Index patch = Live.IsPooled ? Index.Of(writer.Argument("winners").At(Live.Winners!.At(filter + f, row, column))) : Live.PatchOf(row, column);
                using (writer.Braces())
                {
                    string g = dialect.IsVector ? "g" : "value";
                    writer.Line(
                        $"{(dialect.IsVector ? writer.Scalar + " " : "")}{g} = " +
                        $"{writer.Argument("outputGradient").At(Live.Gradient.At(filter + f, row, column))};");
                    if (withBias) writer.Line(dialect.Add(Bias(f), g));
                    if (dialect.IsVector) writer.Line($"value = {dialect.Broadcast(g)};");
                    Pointer x = writer.Point("x", "input", patch + (firstRow * rowStride) + part.First, ((rows - 1) * rowStride) + (vectors * dialect.Lanes));
                    int number = f;
                    PatchText.Statements(
                        writer, rows, vectors, (r, v) => dialect.Accumulate(Sum(number, r, v), "value", x.Load((r * rowStride) + (v * dialect.Lanes))));
                }
            }
        });
        for (int f = 0; f < filters; f++)
        {
            int number = f;
            writer.Statements(cells.Select(cell => s.Store(At(number, cell), Sum(number, cell.Row, cell.Vector))));
            if (withBias) writer.Line($"{writer.Argument("sums").At(Sums.Bias(filter + f))} = {Bias(f)};");
        }
    }

    /// <summary>The biases alone, where the weights take several parts.</summary>
    private void EmitBiases(KernelWriter writer, Index filter, int filters)
    {
        using (writer.Braces())
        {
            writer.Declare(Enumerable.Range(0, filters).Select(f => (Bias(f), writer.Argument("sums").At(Sums.Bias(filter + f)))));
            EachGradient(writer, (row, column) => writer.Statements(Enumerable.Range(0, filters).Select(f =>
                $"{writer.Dialect.Add(Bias(f), writer.Argument("outputGradient").At(Live.Gradient.At(filter + f, row, column)))}")));
            writer.Statements(Enumerable.Range(0, filters).Select(f => $"{writer.Argument("sums").At(Sums.Bias(filter + f))} = {Bias(f)}"));
        }
    }

    private void EachGradient(KernelWriter writer, Action<Index, Index> body) =>
        writer.Nest(new[] { new Loop("row", Live.Rows), new Loop("column", Live.Columns) }, at => body(at[0], at[1]));
}
