using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// Where the gradients of a convolution's parameters are summed, sample after sample: the kernel rows of each filter in whole vectors, or
/// the filters of each weight; and behind them the biases.
/// </summary>
internal sealed record PatchSums(ConvShape Shape, bool FiltersLast)
{
    // Lanes of the widest vector: the place of a sum is the same in every text.
    private const int MostLanes = 16;

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

    /// <summary>What lies where, in a sentence.</summary>
    public string Order => (FiltersLast
        ? $"{Text.Number(Shape.Weights.Count / Shape.Filters)} weights × {Text.Plural(Filters, "filter")}"
        : $"{Text.Plural(Shape.Filters, "filter")} × {Text.Plural((long)Shape.Window.Height * Row.Pieces, Row.Pieces == 1 ? "kernel row" : "kernel cell")}, " +
            $"{Text.Number(PieceStride)} apart") + (!HasBias ? ""
            : Filters == Shape.Filters ? ", then the biases"
            : ", then the biases and room for a whole vector of them");

    public bool HasBias => Shape.Bias == ConvBias.PerFilter;

    public long Count => BiasPlace + (HasBias ? Filters : 0);

    public Index At(Index filter, Index row) => (filter * FilterStride) + (row * RowStride);

    public Index At(Index filter, Index row, Index piece, Index weight) => At(filter, row) + (piece * PieceStride) + (weight * WeightStride);

    public Index Bias(Index filter) => filter + (int)BiasPlace;

    private long BiasPlace => (long)Shape.Window.Height * RowStride * (FiltersLast ? 1 : Shape.Filters);

    private static int Whole(int count) => (count + MostLanes - 1) / MostLanes * MostLanes;
}

/// <summary>Sets sums to zero before the first sample.</summary>
internal sealed record ClearSums(Scalar Scalar, PatchSums Sums) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.Out("sums"));

    public override string Name => $"ClearSums{Text.Number(Sums.Count)}";

    public override string Title => $"{Text.Plural(Sums.Count, "number")}, the sums of this call's gradients: {Sums.Order}";

    public override string Form => "zeros, before the first sample";

    public override void Emit(KernelWriter writer) => writer.Line("sums.Clear();");
}

/// <summary>Adds what a call has summed to the gradients.</summary>
internal sealed record AddSums(Scalar Scalar, PatchSums Sums) : Kernel(Scalar, 1)
{
    private ConvShape Shape => Sums.Shape;

    public override EquatableArray<Port> Ports => Sums.HasBias
        ? EquatableArray.Of(Port.In("sums"), Port.InOut("weightGradient"), Port.InOut("biasGradient"))
        : EquatableArray.Of(Port.In("sums"), Port.InOut("weightGradient"));

    public override string Name => $"AddSums{(Sums.FiltersLast ? "OfFiltersLast" : "")}{Shape.NameSuffix}" + (Sums.HasBias ? "" : "NoBias");

    public override string Title => $"{Shape.Weights}{(Sums.HasBias ? $" and {Text.Number(Shape.Filters)}" : "")}, the sums of this call to the gradients";

    public override string Form => "added once";

    public override bool HasText(Dialect dialect) => dialect.IsPlainScalar || (dialect.IsVector && !Sums.FiltersLast && Sums.Row.Run >= dialect.Lanes);

    public override void Emit(KernelWriter writer)
    {
        int run = Sums.Row.Run, lanes = writer.Dialect.Lanes, tile = lanes == 1 ? 8 : lanes;
        if (writer.Dialect.IsVector && run % lanes != 0)
        {
            writer.Comment(
                "the sums of a kernel row fill whole vectors, its gradients do not: their last vector reads on, and of what lies there nothing is stored");
        }

        writer.DeclareVectors(new[] { "sum" });
        Loop[] loops = { new("filter", Shape.Filters), new("kernelRow", Shape.Window.Height), new("kernelColumn", Sums.Row.Pieces) };
        writer.Nest(loops, at => writer.Tiles("i", "weight", run, System.Math.Min(tile, run), (first, count) =>
        {
            Pointer sums = writer.Point("s", "sums", Sums.At(at[0], at[1], at[2], first), ((count - 1) * Sums.WeightStride) + 1);
            Pointer w = writer.Point(
                "w",
                "weightGradient",
                (at[0] * (Shape.Window.Height * Sums.Row.Count)) + (at[1] * Sums.Row.Count) + (at[2] * run) + first,
                count,
                isWritten: true);
            for (int i = 0; i < count; i += lanes)
            {
                writer.Line($"sum = {writer.Dialect.Rounded($"{w.Load(i)} + {sums.Load(i * Sums.WeightStride)}")};");
                writer.StoreFirst("sum", w, i, count - i);
            }
        }));
        if (!Sums.HasBias) return;
        writer.Line();
        string bias = writer.Argument("biasGradient").At(Index.Of("filter"));
        using (writer.Block(writer.Header(new Loop("filter", Shape.Filters))))
        {
            writer.Line(writer.Dialect.Add(bias, writer.Argument("sums").At(Sums.Bias(Index.Of("filter")))));
        }
    }
}
