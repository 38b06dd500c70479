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
        writer.Clear("inputGradient", writer.Size("inputGradientCount", Live.Input.Count));
        Window? pool = Live.Pool?.Window;
        Size channels = Shape.Groups == 1 ? writer.Size("channels", Shape.Channels) : Shape.GroupChannels;
        (Loop slices, int apart) = Slices(writer.Dialect, tile, channels);
        Loop[] loops =
        {
            new("group", Shape.Groups), slices, writer.Size("rows", Live.Rows).Loop("row"),
            writer.Size("columns", Live.Columns).Loop("column"), new("cellRow", pool?.Height ?? 1), new("cellColumn", pool?.Width ?? 1),
        };
        if (pool != null) writer.Comment($"a window's winner may be in any of its {pool.Size} cells");
        writer.Nest(loops, at =>
        {
            (Index filter, Index row, Index column) = (at[0] * Shape.GroupFilters, at[2], at[3]);
            Index outputRow = pool == null ? row : (row * pool.Height) + at[4], outputColumn = pool == null ? column : (column * pool.Width) + at[5];
            scatter.Place(outputRow, outputColumn);
            Index slice = at[1] * apart, channel = (at[0] * Shape.GroupChannels) + slice;
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

    /// <summary>
    /// The slices, and how far apart their first channels are: by number, or, where the text counts, by channel, so that a text that is told how many channels
    /// there are need not be told how many slices.
    /// </summary>
    private (Loop Loop, int Apart) Slices(Dialect dialect, PatchTile tile, Size channels)
    {
        int each = Shape.Channels / tile.Slices;
        if (!dialect.IsBrief || (tile.Slices == 1 && Shape.Window.Cells > 1)) return (new Loop("slice", tile.Slices), each);
        return (channels.Loop("slice", tile.Slices > 1 ? each : tile.RunVectors * tile.Lanes), 1);
    }

    /// <summary>The live filters of an output as the bits of a mask; several masks where there are more filters than bits.</summary>
    private void EmitMasked(KernelWriter writer, PatchScatter scatter, PatchTile tile, Index filter, Index row, Index column, Index channel, Index slice)
    {
        Index first = GradientAt(writer, filter, row, column);
        if (Live.IsPooled) writer.Line("Integers at = Create((int)place);");
        if (writer.Dialect.IsBrief)
        {
            EmitMaskedInTurns(writer, scatter, tile, filter, row, column, channel, slice);
            return;
        }

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
            EmitLive(writer, scatter, tile, g, filter + block, channel, slice);

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

    /// <summary>The same where the text counts: each mask is made vector by vector.</summary>
    private void EmitMaskedInTurns(KernelWriter writer, PatchScatter scatter, PatchTile tile, Index filter, Index row, Index column, Index channel, Index slice)
    {
        Size filters = Shape.Groups == 1 ? writer.Size("filters", Shape.Filters) : Shape.GroupFilters;
        writer.Nest(new[] { filters.Loop("block", MostBits) }, at =>
        {
            Index block = at[0];
            Pointer g = writer.Point("g", "outputGradient", GradientAt(writer, filter, row, column) + block, 0);
            if (Live.IsPooled) writer.Line($"ref int z = {KernelWriter.Reference("winners", Live.Winners!.At(filter, row, column) + block)};");
            bool isOne = block.IsConstant;
            if (!isOne) writer.Line($"nint count = {filters} - block < {Text.Number(MostBits)} ? {filters} - block : {Text.Number(MostBits)};");
            string count = isOne ? filters.Text : "count";
            writer.Comment(
                Live.IsPooled
                    ? "a bit for each filter whose winner is here and whose gradient is not zero"
                    : "a bit for each filter whose gradient is not zero");
            writer.Line("ulong live = 0;");
            using (writer.Block($"for (nint i = 0; i < {count}; i += {Text.Number(tile.Lanes)})"))
            {
                string isLive = $"~{writer.Dialect.Class}.Equals({g.Load(Index.Of("i"))}, Lanes.Zero)";
                if (Live.IsPooled) isLive += $" & {writer.Dialect.Class}.Equals(LoadUnsafe(ref Unsafe.Add(ref z, i)), at).AsSingle()";
                writer.Line($"Lanes isLive = {isLive};");
                writer.Line("live |= (ulong)isLive.ExtractMostSignificantBits() << (int)i;");
            }

            string ofCount = $"(1UL << (int){count}) - 1;   // the lanes of filters";
            if (!isOne) writer.Line($"if (count < {Text.Number(MostBits)}) live &= {ofCount}");
            else if (filters.Value % tile.Lanes != 0) writer.Line($"live &= {ofCount}");

            EmitLive(writer, scatter, tile, g, filter + block, channel, slice);
        });
    }

    /// <summary>Adds for the filters of a mask. Where the patch takes several parts, each goes through them again.</summary>
    private static void EmitLive(KernelWriter writer, PatchScatter scatter, PatchTile tile, Pointer g, Index first, Index channel, Index slice)
    {
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
                    add(first + Index.Of("filter"));
                }

                writer.Line($"while ({left} != 0);");
            }));
        }
    }

    /// <summary>The gradient of a filter's output.</summary>
    private Index GradientAt(KernelWriter writer, Index filter, Index row, Index column)
    {
        Size filters = Shape.Groups == 1 ? writer.Size("filters", Shape.Filters) : Shape.Filters;
        return writer.Strides("outputGradient", Live.Gradient, filters, Live.Gradient.At(0, 0, 0).Constant).At(filter, row, column);
    }

    /// <summary>The live filters of an output, one after the other.</summary>
    private void EmitFilters(KernelWriter writer, Index first, Index row, Index column, System.Action<Index> add)
    {
        writer.Nest(new[] { (Shape.Groups == 1 ? writer.Size("filters", Shape.Filters) : Shape.GroupFilters).Loop("filter") }, at =>
        {
            Index filter = first + at[0];
            string g = writer.Dialect.IsVector ? "g" : "value", type = writer.Dialect.IsVector ? writer.Scalar + " " : "";
            writer.Line($"{type}{g} = {writer.Argument("outputGradient").At(GradientAt(writer, filter, row, column))};");
            string condition = Live.IsPooled ? $"{g} != 0 && {writer.Argument("winners").At(Live.Winners!.At(filter, row, column))} == place" : $"{g} != 0";
            using (writer.Block($"if ({condition})"))
            {
                if (writer.Dialect.IsVector) writer.Line($"value = {writer.Dialect.Broadcast(g)};");
                add(filter);
            }
        });
    }
}
