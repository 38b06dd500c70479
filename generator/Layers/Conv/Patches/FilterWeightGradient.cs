using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// One sample's part of the gradient of a convolution's weights and biases, with filters in lanes: each input under the kernel times the
/// gradients of all filters, zeros too, added to sums that go through all samples.
/// </summary>
internal sealed record FilterWeightGradient(Scalar Scalar, LiveGradients Live) : Kernel(Scalar, 1)
{
    // Inputs and gradients that are read again for each part of the weights: they should stay in the first cache.
    private const int MostBandBytes = 32 << 10;

    // Below so many filters most lanes would be idle; behind a pool, above so many weights of a filter it is cheaper to visit the winners only.
    private const int FewestFilters = 16, MostPooledWeights = 32;

    private PatchSums Sums => new(Shape, FiltersLast: true);

    private ConvShape Shape => Live.Shape;

    public override EquatableArray<Port> Ports => new[] { Port.In("input"), Port.In("outputGradient") }
        .Concat(Live.IsPooled ? new[] { Port.In("winners", Element.Index) } : new Port[0])
        .Append(Port.InOut("sums")).ToEquatableArray();

    public override bool IsPerSample => true;

    public override string Name => "Conv" + Shape.NameSuffix + "FilterWeightGradient" + Live.Input.NameSuffix + Live.NameSuffix;

    public override string Title => Live.WeightGradientTitle;

    public override string Form => $"direct, sequential: sample, {Live.Order}{(Live.IsPooled ? ", place in the window" : "")}";

    public override long Macs => Live.Macs;

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || dialect.IsVector;

    public override string TileIn(Dialect dialect)
    {
        (int weights, int vectors) = TileOf(dialect);
        return $"{Text.Plural(weights, "weight")} of a kernel row × " +
            $"{(dialect.IsVector ? Text.Plural(vectors, "vector") + " of filters" : Text.Plural(vectors, "filter"))}, {Text.Plural(BandRows, "row")} of " +
            "gradients at a time";
    }

    /// <summary>Whether it pays to sum for all filters at once, zeros too.</summary>
    public static bool Suits(LiveGradients live, bool hasFewGradients) => live.HasFilterLanes && Suits(live.Shape, hasFewGradients);

    // A vector may not reach into the next group's sums.
    private static bool Suits(ConvShape shape, bool hasFewGradients) =>
        shape.GroupFilters >= FewestFilters && (shape.Groups == 1 || shape.GroupFilters % FewestFilters == 0)
        && (!hasFewGradients || shape.GroupChannels * shape.Window.Cells <= MostPooledWeights);

    private int BandRows => Live.RowsWithin(MostBandBytes, Scalar);

    /// <summary>Weights of a kernel row and vectors of filters whose sums are in registers together.</summary>
    private (int Weights, int Vectors) TileOf(Dialect dialect)
    {
        int all = (Shape.GroupFilters + dialect.Lanes - 1) / dialect.Lanes, vectors = Shares.Of(all, dialect.Bits switch { 512 => 4, 0 => 1, _ => 2 });
        return (Shares.Of(Sums.Row.Run, (dialect.IsVector ? dialect.MostSums : 8) / vectors), vectors);
    }

    public override void Emit(KernelWriter writer)
    {
        Dialect dialect = writer.Dialect;
        (int weights, int vectors) = TileOf(dialect);
        writer.Comment("sumW_V: weight W of the tile, vector V of the filters");
        writer.DeclareVectors(
            (from w in Enumerable.Range(0, weights)
             from v in Enumerable.Range(0, vectors)
             select Sum(w, v)).Concat(Enumerable.Range(0, vectors).Select(G)).Append("value"));
        if (Live.IsPooled && dialect.IsVector) writer.Line("Integers at;");
        writer.Nest(new[] { new Loop("band", Live.Rows, BandRows), new Loop("group", Shape.Groups) }, at =>
            writer.Tiles("filter", "filter", Shape.GroupFilters, Math.Min(vectors * dialect.Lanes, Shape.GroupFilters), (first, filters) =>
            {
                Index filter = (at[1] * Shape.GroupFilters) + first;
                int count = (filters + dialect.Lanes - 1) / dialect.Lanes;
                if (Sums.HasBias) EmitBias(writer, at[0], filter, count);
                writer.Nest(new[] { new Loop("kernelRow", Shape.Window.Height), new Loop("kernelColumn", Sums.Row.Pieces) }, cell =>
                    writer.Tiles("weight", "weight", Sums.Row.Run, weights, (weight, taken) =>
                    {
                        Index x = (at[1] * Shape.GroupChannels) + (cell[0] * (Shape.Window.DilationHeight * Live.Input.RowStride))
                            + (cell[1] * Live.PieceStride) + weight;
                        EmitTile(writer, at[0], filter, count, Sums.At(filter, cell[0], cell[1], weight), x, taken);
                    }));
            }));
    }

    private static string Sum(int weight, int vector) => $"sum{Text.Number(weight)}_{Text.Number(vector)}";

    private static string G(int vector) => "g" + Text.Number(vector);

    private void EmitBias(KernelWriter writer, Index band, Index filter, int vectors)
    {
        using (writer.Braces())
        {
            Pointer bias = writer.Point("bias", "sums", Sums.Bias(filter), vectors * writer.Dialect.Lanes, isWritten: true);
            writer.Statements(Enumerable.Range(0, vectors).Select(v => $"{Sum(0, v)} = {bias.Load(v * writer.Dialect.Lanes)}"));
            writer.Nest(new[] { new Loop("row", BandRows), new Loop("column", Live.Columns) }, at =>
            {
                Pointer gradient = writer.Point("gradient", "outputGradient", Live.Gradient.At(filter, band + at[0], at[1]), vectors * writer.Dialect.Lanes);
                writer.Statements(
                    Enumerable.Range(0, vectors)
                        .Select(v => $"{Sum(0, v)} = {writer.Dialect.Rounded($"{Sum(0, v)} + {gradient.Load(v * writer.Dialect.Lanes)}")}"));
            });
            writer.Statements(Enumerable.Range(0, vectors).Select(v => bias.Store(v * writer.Dialect.Lanes, Sum(0, v))));
        }
    }

    /// <summary>Some weights of some filters: their sums, and from the start of a patch the inputs that they meet.</summary>
    private void EmitTile(KernelWriter writer, Index band, Index filter, int vectors, Index sums, Index inputs, int weights)
    {
        Dialect dialect = writer.Dialect;
        IReadOnlyList<(int W, int V)> cells = (from w in Enumerable.Range(0, weights) from v in Enumerable.Range(0, vectors) select (w, v)).ToList();
        Pointer s = writer.Point("s", "sums", sums, ((weights - 1) * Sums.WeightStride) + (vectors * dialect.Lanes), isWritten: true);
        writer.Statements(cells.Select(cell => $"{Sum(cell.W, cell.V)} = {s.Load((cell.W * Sums.WeightStride) + (cell.V * dialect.Lanes))}"));
        Window? pool = Live.Pool?.Window;
        Loop[] loops = { new("row", BandRows), new("column", Live.Columns), new("cellRow", pool?.Height ?? 1), new("cellColumn", pool?.Width ?? 1) };
        writer.Nest(loops, at =>
        {
            Index row = band + at[0], column = at[1];
            Index patch = pool == null ? Live.PatchOf(row, column) : Live.PatchOf((row * pool.Height) + at[2], (column * pool.Width) + at[3]);
            Pointer g = writer.Point("g", "outputGradient", Live.Gradient.At(filter, row, column), vectors * dialect.Lanes);
            if (pool == null)
            {
                writer.Statements(Enumerable.Range(0, vectors).Select(v => $"{G(v)} = {g.Load(v * dialect.Lanes)}"));
            }
            else if (dialect.IsVector)
            {
                writer.Line($"at = Create((int)({patch}));");
                writer.Line($"ref int z = {KernelWriter.Reference("winners", Live.Winners!.At(filter, row, column))};");
                for (int v = 0; v < vectors; v++)
                {
                    writer.Line(
                        $"{G(v)} = ConditionalSelect({dialect.Class}.Equals({new Pointer(writer, "z", null).Load(v * dialect.Lanes)}, at).AsSingle(), " +
                        $"{g.Load(v * dialect.Lanes)}, Lanes.Zero);");
                }
            }
            else
            {
                for (int v = 0; v < vectors; v++) writer.Line($"{G(v)} = winners[{Live.Winners!.At(filter, row, column) + v}] == {patch} ? {g.Load(v)} : 0;");
            }

            Pointer x = writer.Point("x", "input", patch + inputs, weights);
            for (int w = 0; w < weights; w++)
            {
                writer.Line($"value = {x.Broadcast(w)};");
                writer.Statements(Enumerable.Range(0, vectors).Select(v => dialect.Accumulate(Sum(w, v), "value", G(v))));
            }
        });
        writer.Statements(cells.Select(cell => s.Store((cell.W * Sums.WeightStride) + (cell.V * dialect.Lanes), Sum(cell.W, cell.V))));
    }
}
