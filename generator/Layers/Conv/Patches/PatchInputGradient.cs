using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// The gradient of a convolution's framed input: patch after patch in registers, to which each live gradient adds its filter's weights.
/// </summary>
internal sealed record PatchInputGradient(Scalar Scalar, LiveGradients Live, WeightLayout Weights) : Kernel(Scalar, 1)
{
    // Filters of one mask.
    private const int MostBits = 64;

    private ConvShape Shape => Live.Shape;

    public override EquatableArray<Port> Ports => Live.IsPooled
        ? EquatableArray.Of(Port.In("outputGradient"), Port.In("winners", Element.Index), Port.In("weights"), Port.Out("inputGradient"))
        : EquatableArray.Of(Port.In("outputGradient"), Port.In("weights"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => "Conv" + Shape.NameSuffix + "InputGradient" + Live.Input.NameSuffix + Live.NameSuffix;

    public override string Title => Live.InputGradientTitle;

    public override string Form => $"direct, sequential: {Live.Order}{(Live.IsPooled ? ", place in the window" : "")}, filter; only {Live.Describe}";

    public override long Macs => Live.Macs;

    public override bool SkipsZeros => true;

    // A mask is made of vectors along the filters.
    public override bool HasText(Dialect dialect) =>
        dialect.IsFor(System.Math.Max(new KernelRow(Shape).Run, HasMasks(dialect) ? Shape.GroupFilters : 1)) || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) =>
        PatchTile.OfInput(Shape, dialect).Describe(HasMasks(dialect) ? "one output after the other, its live filters by a mask" : "one output after the other");

    private bool HasMasks(Dialect dialect) => dialect.IsVector && Shape.GroupFilters > 1 && Live.HasFilterLanes;

    public override void Emit(KernelWriter writer)
    {
        PatchTile tile = PatchTile.OfInput(Shape, writer.Dialect);
        var scatter = new PatchScatter(writer, Shape, Live.Input, Weights, "inputGradient");
        scatter.Declare(tile);
        writer.Clear("inputGradient", Live.Input.Count);
        Window? pool = Live.Pool?.Window;
        Loop[] loops =
        {
            new("group", Shape.Groups), new("slice", tile.Slices), new("row", Live.Rows), new("column", Live.Columns), new("cellRow", pool?.Height ?? 1), new(
                "cellColumn", pool?.Width ?? 1),
        };
        if (pool != null) writer.Comment($"a window's winner may be in any of its {pool.Size} cells");
        writer.Nest(loops, at =>
        {
            (Index filter, Index row, Index column) = (at[0] * Shape.GroupFilters, at[2], at[3]);
            Index outputRow = pool == null ? row : (row * pool.Height) + at[4], outputColumn = pool == null ? column : (column * pool.Width) + at[5];
            scatter.Place(outputRow, outputColumn);
            Index slice = at[1] * (Shape.Channels / tile.Slices), channel = (at[0] * Shape.GroupChannels) + slice;
            if (HasMasks(writer.Dialect)) EmitMasked(writer, scatter, tile, filter, row, column, channel, slice);
            else
            {
                PatchText.EachPart(
                    writer,
                    tile,
                    (firstRow, rows, part) => scatter.EmitPart(channel, slice, firstRow, rows, part, add => EmitFilters(writer, filter, row, column, add)));
            }
        });
    }

    /// <summary>The live filters of an output as the bits of a mask; several masks where there are more filters than bits.</summary>
    private void EmitMasked(KernelWriter writer, PatchScatter scatter, PatchTile tile, Index filter, Index row, Index column, Index channel, Index slice)
    {
        Index first = Live.Gradient.At(filter, row, column);
        if (Live.IsPooled) writer.Line("Integers at = Create((int)place);");
        writer.Tiles("block", "filter", Shape.GroupFilters, System.Math.Min(MostBits, Shape.GroupFilters), (block, filters) =>
        {
            Pointer g = writer.Point("g", "outputGradient", first + block, filters);
            if (Live.IsPooled) writer.Line($"ref int z = {KernelWriter.Reference("winners", Live.Winners!.At(filter, row, column) + block)};");
            writer.Comment(
                Live.IsPooled
                    ? "a bit for each filter whose winner is here and whose gradient is not zero"
                    : "a bit for each filter whose gradient is not zero");
            int vectors = (filters + tile.Lanes - 1) / tile.Lanes;
            for (int v = 0; v < vectors; v++)
            {
                string isLive = $"~{writer.Dialect.Class}.Equals({g.Load(v * tile.Lanes)}, Lanes.Zero)";
                if (Live.IsPooled) isLive += $" & {writer.Dialect.Class}.Equals({new Pointer(writer, "z", null).Load(v * tile.Lanes)}, at).AsSingle()";
                writer.Line($"Lanes {Name(v)} = {isLive};");
            }

            for (int v = 0; v < vectors; v++) writer.Line($"{(v == 0 ? "ulong live =" : "live |=")} {Bits(v, filters)};");

            // Where the patch takes several parts, each goes through the filters again.
            bool isOnce = tile.IsWhole;
            string left = isOnce ? "live" : "left";
            using (writer.Block("if (live != 0)"))
            {
                PatchText.EachPart(writer, tile, (firstRow, rows, part) => scatter.EmitPart(channel, slice, firstRow, rows, part, add =>
                {
                    if (!isOnce) writer.Line("ulong left = live;");
                    writer.Line("do");
                    using (writer.Braces())
                    {
                        writer.Line($"nint filter = global::System.Numerics.BitOperations.TrailingZeroCount({left});");
                        writer.Line($"{left} &= {left} - 1;   // without its lowest bit");
                        writer.Line($"value = Create({g.At(Index.Of("filter"))});");
                        add(filter + block + Index.Of("filter"));
                    }

                    writer.Line($"while ({left} != 0);");
                }));
            }

            string Name(int v) => vectors == 1 ? "isLive" : "isLive" + Text.Number(v);

            string Bits(int v, int count)
            {
                int start = v * tile.Lanes, lanes = System.Math.Min(tile.Lanes, count - start);
                string bits = $"{Name(v)}.ExtractMostSignificantBits()";
                if (start > 0 || lanes < tile.Lanes) bits = "(ulong)" + bits;
                if (lanes < tile.Lanes) bits = $"({bits} & {Text.Number((1L << lanes) - 1)})";
                return start == 0 ? bits : $"{bits} << {Text.Number(start)}";
            }
        });
    }

    /// <summary>The live filters of an output, one after the other.</summary>
    private void EmitFilters(KernelWriter writer, Index first, Index row, Index column, System.Action<Index> add)
    {
        writer.Nest(new[] { new Loop("filter", Shape.GroupFilters) }, at =>
        {
            Index filter = first + at[0];
            string g = writer.Dialect.IsVector ? "g" : "value";
            writer.Line(
                $"{(writer.Dialect.IsVector ? writer.Scalar + " " : "")}{g} = {writer.Argument("outputGradient").At(Live.Gradient.At(filter, row, column))};");
            string condition = Live.IsPooled ? $"{g} != 0 && {writer.Argument("winners").At(Live.Winners!.At(filter, row, column))} == place" : $"{g} != 0";
            using (writer.Block($"if ({condition})"))
            {
                if (writer.Dialect.IsVector) writer.Line($"value = {writer.Dialect.Broadcast(g)};");
                add(filter);
            }
        });
    }
}
