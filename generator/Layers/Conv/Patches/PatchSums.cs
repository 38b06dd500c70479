using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// Where the gradients of a convolution's parameters are summed, sample after sample: the kernel rows of each filter in whole vectors, or
/// the filters of each weight; and behind them the biases.
/// </summary>
internal sealed record PatchSums(ConvShape Shape, bool FiltersLast) : GradientSums(Shape)
{
    /// <summary>A row of the kernel.</summary>
    public KernelRow Row => new(Shape);

    /// <summary>Filters and the room behind them.</summary>
    public int Filters => Whole(Shape.Filters);

    public int FilterStride => FiltersLast ? 1 : Shape.Window.Height * RowStride;

    public int RowStride => Row.Pieces * PieceStride;

    /// <summary>From one piece of a kernel row to the next.</summary>
    public int PieceStride => FiltersLast ? Row.Run * WeightStride : Whole(Row.Run);

    /// <summary>From one weight of a kernel row to the next.</summary>
    public int WeightStride => FiltersLast ? Filters : 1;

    protected override string WeightOrder => FiltersLast
        ? $"{Text.Number(Shape.Weights.Count / Shape.Filters)} weights × {Text.Plural(Filters, "filter")}"
        : $"{Text.Plural(Shape.Filters, "filter")} × {Text.Plural((long)Shape.Window.Height * Row.Pieces, Row.Pieces == 1 ? "kernel row" : "kernel cell")}, " +
            $"{Text.Number(PieceStride)} apart";

    public Index At(Index filter, Index row) => (filter * FilterStride) + (row * RowStride);

    public Index At(Index filter, Index row, Index piece, Index weight) => At(filter, row) + (piece * PieceStride) + (weight * WeightStride);

    /// <summary>The same with filters last, by sizes that a kernel's text may be told.</summary>
    public Index At(KernelWriter writer, Index filter, Index row, Index piece, Index weight) =>
        filter + (((row * (Row.Pieces * Row.Run)) + (piece * Row.Run) + weight) * FiltersIn(writer));

    /// <summary>From one weight to the next, with filters last.</summary>
    public Size FiltersIn(KernelWriter writer) => writer.Size("sumFilters", Filters);

    protected override long BiasPlace => (long)Shape.Window.Height * RowStride * (FiltersLast ? 1 : Shape.Filters);
}

/// <summary>Adds what a call has summed to the gradients.</summary>
internal sealed record AddSums(Scalar Scalar, PatchSums Patches) : AddGradientSums(Scalar, Patches)
{
    public override string Name => $"AddSums{(Patches.FiltersLast ? "OfFiltersLast" : "")}{Shape.NameSuffix}" + (Sums.HasBias ? "" : "NoBias");

    public override string Form => "added once";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsVector && !Patches.FiltersLast && Patches.Row.Run >= dialect.Lanes);

    protected override void EmitWeights(KernelWriter writer)
    {
        int run = Patches.Row.Run, lanes = writer.Dialect.Lanes, tile = lanes == 1 ? 8 : lanes;
        if (writer.Dialect.IsVector && run % lanes != 0)
        {
            writer.Comment(
                "the sums of a kernel row fill whole vectors, its gradients do not: their last vector reads on, and of what lies there nothing is stored");
        }

        writer.DeclareVectors(new[] { "sum" });
        Loop[] loops =
        {
            writer.Size("filters", Shape.Filters).Loop("filter"), new("kernelRow", Shape.Window.Height), new("kernelColumn", Patches.Row.Pieces),
        };
        Size length = Patches.FiltersLast ? writer.Size("run", run) : run, apart = Patches.FiltersLast ? Patches.FiltersIn(writer) : 1;
        writer.Nest(loops, at => writer.Tiles("i", "weight", length, System.Math.Min(tile, run), (first, count) =>
        {
            Index from = Patches.FiltersLast ? Patches.At(writer, at[0], at[1], at[2], first) : Patches.At(at[0], at[1], at[2], first);
            Pointer sums = writer.Point("s", "sums", from, ((Index)(count - 1) * apart) + 1);
            Pointer w = writer.Point(
                "w",
                "weightGradient",
                (((at[0] * Shape.Window.Height) + at[1]) * (length * Patches.Row.Pieces)) + (at[2] * length) + first,
                count,
                isWritten: true);
            for (int i = 0; i < count; i += lanes)
            {
                writer.Line($"sum = {writer.Dialect.Rounded($"{w.Load(i)} + {sums.Load((Index)i * apart)}")};");
                writer.StoreFirst("sum", w, i, count - i);
            }
        }));
    }
}
