using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// One sample's part of the gradient of a convolution's weights and biases: for each filter, its live gradients times the patches of the
/// input under them, added to sums that go through all samples.
/// </summary>
internal sealed record PatchWeightGradient(Scalar Scalar, LiveGradients Live) : Kernel(Scalar, 1)
{
    // Inputs that are read again for each filter: they should stay in the first cache.
    private const int MostBandBytes = 32 << 10;

    private PatchSums Sums => new(Shape, FiltersLast: false);

    private ConvShape Shape => Live.Shape;

    public override EquatableArray<Port> Ports => new[] { Port.In("input"), Port.In("outputGradient") }
        .Concat(Live.IsPooled ? new[] { Port.In("winners", Element.Index) } : new Port[0])
        .Concat(new[] { Port.InOut("sums"), Port.Out("live"), Port.Out("places", Element.Index) }).ToEquatableArray();

    public override bool IsPerSample => true;

    public override string Name => "Conv" + Shape.NameSuffix + "WeightGradient" + Live.Input.NameSuffix + Live.NameSuffix;

    public override string Title => Live.WeightGradientTitle;

    public override string Form => $"direct, sequential: sample, {Live.Order}; only {Live.Describe}";

    public override long Macs => Live.Macs;

    public override bool SkipsZeros => true;

    public override bool HasText(Dialect dialect) => dialect.IsFor(new KernelRow(Shape).Run) || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) =>
        PatchTile.OfWeights(Shape, dialect)
            .Describe("one filter after the other") + (BandRows == Live.Rows ? "" : $", {Text.Plural(BandRows, "row")} of gradients at a time");

    /// <summary>The most live gradients that are listed at once.</summary>
    public int ListCount => BandRows * Live.Columns;

    private int BandRows => Live.RowsWithin(MostBandBytes, Scalar);

    public override void Emit(KernelWriter writer)
    {
        PatchTile tile = PatchTile.OfWeights(Shape, writer.Dialect);
        PatchText.Declare(writer, tile);
        PatchText.DescribeRest(writer, tile);
        writer.Nest(new[] { new Loop("band", Live.Rows, BandRows), new Loop("group", Shape.Groups), new Loop("filter", Shape.GroupFilters) }, at =>
        {
            Index filter = (at[1] * Shape.GroupFilters) + at[2], channel = at[1] * Shape.GroupChannels;
            EmitList(writer, at[0], filter);
            writer.Line();
            PatchText.EachPart(writer, tile, (firstRow, rows, part) => EmitPart(writer, filter, channel, firstRow, rows, part));
            if (!Sums.HasBias) return;
            writer.Line();
            writer.Comment("the bias");
            string bias = writer.Argument("sums").At(Sums.Bias(writer, filter));
            writer.Line($"{writer.Scalar} sum = {bias};");
            writer.Line($"for ({CountType(writer)} i = 0; i < count; i++) {writer.Dialect.Add("sum", writer.Argument("live").At(Index.Of("i")))}");
            writer.Line($"{bias} = sum;");
        });
    }

    private static string CountType(KernelWriter writer) => writer.HasReferences ? "nint" : "int";

    /// <summary>The filter's live gradients, and where their patches begin.</summary>
    private void EmitList(KernelWriter writer, Index band, Index filter)
    {
        writer.Comment("the live gradients of the filter, and where their patches begin");
        writer.Line($"{CountType(writer)} count = 0;");
        Layout gradient = Live.Gradient;
        bool isRun = Live.IsPooled && IsRun(gradient) && IsRun(Live.Winners!);
        Loop[] loops = isRun
            ? new[] { new Loop("row", 1), new Loop("position", BandRows * Live.Columns) }
            : new[] { new Loop("row", BandRows), new Loop("column", Live.Columns) };
        writer.Nest(loops, at =>
        {
            writer.Line($"{writer.Scalar} g = {writer.Argument("outputGradient").At(gradient.At(filter, band + at[0], at[1]))};");
            string place = Live.IsPooled ? writer.Argument("winners").At(Live.Winners!.At(filter, band + at[0], at[1]))
                : writer.HasReferences ? $"(int)({Live.PatchOf(band + at[0], at[1])})"
                : Live.PatchOf(band + at[0], at[1]).ToString();
            if (!writer.HasReferences)
            {
                using (writer.Block("if (g != 0)"))
                {
                    writer.Line("live[count] = g;");
                    writer.Line($"places[count++] = {place};");
                }

                return;
            }

            writer.Comment("stored always and counted unless it is a zero of either sign: a branch would be guessed wrong too often");
            (string type, string method, string shift) = Scalar == Scalar.Single ? ("int", "SingleToInt32Bits", "31") : ("long", "DoubleToInt64Bits", "63");
            writer.Line("Unsafe.Add(ref live, count) = g;");
            writer.Line($"Unsafe.Add(ref places, count) = {place};");
            writer.Line($"{type} bits = BitConverter.{method}(g) << 1;");
            writer.Line($"count += unchecked((nint)((u{type})(bits | -bits) >> {shift}));");
        });

        static bool IsRun(Layout layout) => layout.RowStride == layout.Shape.Width * layout.ColumnStride;
    }

    private void EmitPart(KernelWriter writer, Index filter, Index channel, Index firstRow, int rows, PatchPart part)
    {
        Dialect dialect = writer.Dialect;
        int rowStride = Shape.Window.DilationHeight * Live.Input.RowStride, pieceStride = Live.PieceStride, vectors = part.Vectors;
        Pointer s = writer.Point(
            "s", "sums", Sums.At(filter, firstRow) + part.At(Sums.PieceStride), ((rows - 1) * Sums.RowStride) + part.Reach(Sums.PieceStride), isWritten: true);
        PatchText.Statements(writer, rows, vectors, (r, v) => $"{PatchText.Sum(r, v)} = {s.Load((r * Sums.RowStride) + part.Offset(v, Sums.PieceStride))}");
        using (writer.Block($"for ({CountType(writer)} i = 0; i < count; i++)"))
        {
            Index place = Index.Of(writer.Argument("places").At(Index.Of("i")));
            Pointer x = writer.Point(
                "x", "input", place + channel + (firstRow * rowStride) + part.At(pieceStride), ((rows - 1) * rowStride) + part.Reach(pieceStride));
            writer.Line($"value = {dialect.Broadcast(writer.Argument("live").At(Index.Of("i")))};");
            PatchText.Statements(
                writer, rows, vectors, (r, v) => dialect.Accumulate(PatchText.Sum(r, v), "value", x.Load((r * rowStride) + part.Offset(v, pieceStride))));
        }

        PatchText.Statements(writer, rows, vectors, (r, v) => s.Store((r * Sums.RowStride) + part.Offset(v, Sums.PieceStride), PatchText.Sum(r, v)));
    }
}
