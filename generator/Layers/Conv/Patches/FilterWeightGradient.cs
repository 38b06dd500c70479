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
        int all = (Shape.GroupFilters + dialect.Lanes - 1) / dialect.Lanes, vectors = Shares.Of(all, MostVectors(dialect));
        int most = (dialect.IsVector ? dialect.MostSums : 8) / vectors;

        // Where the text counts, as many as leave none over, whose text would be a second one: a power of two, of which most kernel rows are multiples.
        int whole = dialect.IsBrief ? new[] { 8, 4, 3, 2, 1 }.First(count => count <= most && Sums.Row.Run % count == 0) : 1;
        return (2 * whole >= most ? whole : Shares.Of(Sums.Row.Run, most), vectors);
    }

    private static int MostVectors(Dialect dialect) => dialect.Bits switch
    {
        0 => 1,
        512 when !dialect.IsBrief => 4,
        _ => 2,
    };

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
        Size rows = writer.Size("rows", Live.Rows), bandRows = BandRows == Live.Rows ? rows : writer.Size("bandRows", BandRows);
        Loop bands = BandRows == Live.Rows ? new Loop("band", 1) : rows.Loop("band", bandRows);
        Loop[] positions = { bandRows.Loop("row"), writer.Size("columns", Live.Columns).Loop("column") };
        Size allFilters = Shape.Groups == 1 ? writer.Size("filters", Shape.Filters) : Shape.Filters;
        Size ofGroup = Shape.Groups == 1 ? allFilters : Shape.GroupFilters;
        Size channels = Shape.Groups == 1 ? writer.Size("channels", Shape.Channels) : Shape.Channels;
        Strides ofGradient = writer.Strides("outputGradient", Live.Gradient, allFilters, Live.Gradient.At(0, 0, 0).Constant);
        Strides ofInput = writer.Strides("input", Live.Input, channels, Live.PatchOf(0, 0).Constant);
        Size run = Shape.Groups == 1 ? channels * (Sums.Row.Run / Shape.Channels) : Sums.Row.Run;
        int tile = dialect.IsBrief ? vectors * dialect.Lanes : Math.Min(vectors * dialect.Lanes, Shape.GroupFilters);
        writer.Nest(new[] { bands, new Loop("group", Shape.Groups) }, at =>
            writer.Vectors("filter", ofGroup, tile, (first, filters) =>
            {
                Index filter = (at[1] * Shape.GroupFilters) + first;
                int count = (filters + dialect.Lanes - 1) / dialect.Lanes;
                if (Sums.HasBias) EmitBias(writer, positions, ofGradient, at[0], filter, count);
                writer.Nest(new[] { new Loop("kernelRow", Shape.Window.Height), new Loop("kernelColumn", Sums.Row.Pieces) }, cell =>
                    writer.Tiles("weight", "weight", run, weights, (weight, taken) =>
                    {
                        Index x = (at[1] * Shape.GroupChannels) + (cell[0] * ofInput.Row * Shape.Window.DilationHeight)
                            + (cell[1] * ofInput.Column * Shape.Window.DilationWidth) + weight;
                        EmitTile(writer, positions, ofGradient, ofInput, at[0], filter, count, Sums.At(writer, filter, cell[0], cell[1], weight), x, taken);
                    }, Sums.Row.Run % weights == 0 ? weights : 1));
            }, hasRoom: true));
    }

    private static string Sum(int weight, int vector) => $"sum{Text.Number(weight)}_{Text.Number(vector)}";

    private static string G(int vector) => "g" + Text.Number(vector);

    private void EmitBias(KernelWriter writer, Loop[] positions, Strides ofGradient, Index band, Index filter, int vectors)
    {
        using (writer.Braces())
        {
            Pointer bias = writer.Point("bias", "sums", Sums.Bias(writer, filter), vectors * writer.Dialect.Lanes, isWritten: true);
            writer.Statements(Enumerable.Range(0, vectors).Select(v => $"{Sum(0, v)} = {bias.Load(v * writer.Dialect.Lanes)}"));
            writer.Nest(positions, at =>
            {
                Pointer gradient = writer.Point("gradient", "outputGradient", ofGradient.At(filter, band + at[0], at[1]), vectors * writer.Dialect.Lanes);
                writer.Statements(
                    Enumerable.Range(0, vectors)
                        .Select(v => $"{Sum(0, v)} = {writer.Dialect.Rounded($"{Sum(0, v)} + {gradient.Load(v * writer.Dialect.Lanes)}")}"));
            });
            writer.Statements(Enumerable.Range(0, vectors).Select(v => bias.Store(v * writer.Dialect.Lanes, Sum(0, v))));
        }
    }

    /// <summary>Some weights of some filters: their sums, and from the start of a patch the inputs that they meet.</summary>
    private void EmitTile(
        KernelWriter writer,
        Loop[] positions,
        Strides ofGradient,
        Strides ofInput,
        Index band,
        Index filter,
        int vectors,
        Index sums,
        Index inputs,
        int weights)
    {
        Dialect dialect = writer.Dialect;
        IReadOnlyList<(int W, int V)> cells = (from w in Enumerable.Range(0, weights) from v in Enumerable.Range(0, vectors) select (w, v)).ToList();
        Pointer s = writer.Point("s", "sums", sums, At((weights - 1, vectors)), isWritten: true);
        writer.Statements(cells.Select(cell => $"{Sum(cell.W, cell.V)} = {s.Load(At(cell))}"));
        Window? pool = Live.Pool?.Window;
        writer.Nest(positions.Concat(new[] { new Loop("cellRow", pool?.Height ?? 1), new Loop("cellColumn", pool?.Width ?? 1) }).ToList(), at =>
        {
            Index row = band + at[0], column = at[1];
            Index outputRow = pool == null ? row : (row * pool.Height) + at[2], outputColumn = pool == null ? column : (column * pool.Width) + at[3];
            Index patch = ofInput.At(0, outputRow * Shape.Window.StrideHeight, outputColumn * Shape.Window.StrideWidth);
            Pointer g = writer.Point("g", "outputGradient", ofGradient.At(filter, row, column), vectors * dialect.Lanes);
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
        writer.Statements(cells.Select(cell => s.Store(At(cell), Sum(cell.W, cell.V))));

        Index At((int W, int V) cell) => ((Index)cell.W * Sums.FiltersIn(writer)) + (cell.V * dialect.Lanes);
    }
}
