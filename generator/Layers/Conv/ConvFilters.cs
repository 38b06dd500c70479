using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>
/// The forward pass of a convolution with filters in lanes: a vector holds so many filters at one output position, and each input is
/// broadcast to all of them. Activation and pool are computed in registers; what a pool drops is never computed.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution.</param>
/// <param name="Source">How the input lies, in a border that covers the padding.</param>
/// <param name="Target">How the output lies, channels last.</param>
/// <param name="Places">By which numbers winners are named.</param>
/// <param name="Epilogue">What happens to a sum.</param>
/// <param name="Block">Filters that lie together in the packed weights.</param>
internal sealed record ConvFilters(Scalar Scalar, ConvShape Shape, Layout Source, Layout Target, Places Places, Epilogue Epilogue, int Block)
    : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => ConvText.Ports(Shape, Epilogue);

    public override bool IsPerSample => true;

    public override string Name => ConvText.Name("Filters", Shape, Source, Target, Epilogue);

    public override string Title => ConvText.Title(Shape, Epilogue);

    public override string Form => Shape.ForwardForm;

    public override string Tile => "filters in lanes";

    public override long Macs => ConvText.Macs(Shape, Epilogue);

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) => TileOf(dialect).Describe(dialect);

    /// <summary>Filters that lie together: as many as the widest tile takes, and narrower ones a part of them.</summary>
    public static int BlockOf(ConvShape shape, Epilogue epilogue, PlanOptions planning)
    {
        int lanes = planning.WidestVector, padded = (shape.GroupFilters + lanes - 1) / lanes * lanes;
        if (padded <= 4 * lanes) return padded;
        var widest = new Dialect(512, planning.Scalar, true, false, CompilationFacts.None);
        return FilterTile.Choose(shape, epilogue, 12 * lanes, widest).Vectors * lanes;
    }

    public override void Emit(KernelWriter writer) => new Text(In(writer.Dialect), writer).Emit();

    private FilterTile TileOf(Dialect dialect)
    {
        ConvFilters kernel = In(dialect);
        return FilterTile.Choose(kernel.Shape, kernel.Epilogue, Block, dialect);
    }

    /// <summary>The same; where the text counts, a pointwise convolution goes through positions that lie together in one run, whatever the rows are.</summary>
    private ConvFilters In(Dialect dialect)
    {
        bool isRun = dialect.IsBrief && Shape.Window is { Cells: 1, StrideHeight: 1, StrideWidth: 1, Top: 0, Bottom: 0, Left: 0, Right: 0 }
            && Source.IsCompact && Target.IsCompact && Epilogue.Addend is not { IsCompact: false } && Epilogue.Pool == null
            && (long)Source.Count * (Scalar == Scalar.Single ? 4 : 8) <= MostInputBytes;
        return !isRun ? this : this with
        {
            Shape = Shape with { Input = Flat(Shape.Input) },
            Source = Source with { Shape = Flat(Source.Shape) },
            Target = Target with { Shape = Flat(Target.Shape) },
            Epilogue = Epilogue.Addend is { } addend ? Epilogue with { Addend = addend with { Shape = Flat(addend.Shape) } } : Epilogue,
        };

        static Shape Flat(Shape shape) => shape.With(shape.Channels, 1, shape.Positions);
    }

    // The input that a second cache holds; and where it is larger, what of it stays there beside the weights while all filters pass over it.
    private const long MostInputBytes = 512 << 10, MostBandBytes = 64 << 10, MostWeightBytes = 256 << 10;

    /// <summary>The text in one dialect.</summary>
    private sealed class Text
    {
        private readonly ConvFilters kernel;
        private readonly KernelWriter writer;
        private readonly Dialect dialect;
        private readonly FilterTile tile;
        private readonly ConvShape shape;
        private readonly Window window;
        private readonly int lanes;
        private readonly Size channels;
        private readonly Size filters;
        private readonly Size blockFilters;
        private readonly Strides source;
        private int bandRows;
        private Index band;

        public Text(ConvFilters kernel, KernelWriter writer)
        {
            this.kernel = kernel;
            this.writer = writer;
            dialect = writer.Dialect;
            tile = kernel.TileOf(dialect);
            shape = kernel.Shape;
            window = shape.Window;
            lanes = dialect.Lanes;
            channels = Named("channels", shape.GroupChannels);
            filters = Named("filters", shape.GroupFilters);
            blockFilters = Named("blockFilters", kernel.Block);
            source = writer.Strides(
                "input",
                kernel.Source,
                shape.Groups == 1 ? channels : shape.Channels,
                kernel.Source.At(0, -window.Top, -window.Left).Constant);

            Size Named(string name, int value) => shape.Groups == 1 ? writer.Size(name, value) : value;
        }

        public void Emit()
        {
            writer.Comment(
                $"sum{(tile.Rows > 1 ? "R_" : "")}C{(tile.Vectors > 1 ? "_V" : "")}: {(tile.Rows > 1 ? "row R, " : "")}column C of the " +
                $"tile{(tile.Vectors == 1 ? "" : dialect.IsVector ? ", vector V of filters" : ", filter V")}");
            writer.DeclareVectors(Sums(tile.Vectors, tile.Rows, tile.Columns));
            writer.DeclareVectors(tile.Slides || tile.Vectors > 1 ? Weights(tile.Vectors).Append("value") : Weights(1));
            if (dialect.IsVector && shape.GroupFilters % lanes != 0)
            {
                writer.Comment("lanes without a filter have weights of zero, and nothing of them is stored");
            }

            EpilogueText.Declare(writer, kernel.Epilogue);
            writer.Line();
            int height = kernel.Epilogue.Kept(shape.Output).Height;
            bandRows = BandRows(height);
            writer.Nest(new[] { new Loop("group", shape.Groups), new Loop("band", height, bandRows) }, at =>
            {
                band = at[1];
                EmitGroup(at[0]);
            });
        }

        /// <summary>
        /// Output rows that all filters pass over before the next: all of them, unless the input is more than a second cache holds and
        /// would come from beyond it for each tile of filters, while the weights stay.
        /// </summary>
        private int BandRows(int height)
        {
            int size = kernel.Scalar == Scalar.Single ? 4 : 8;
            long row = (long)kernel.Source.RowStride * (kernel.Source.ChannelsLast ? 1 : shape.Channels) * size;
            long weights = (long)shape.GroupFilters * Taps * size;
            if (shape.GroupFilters <= tile.Vectors * lanes || row * shape.Input.Height <= MostInputBytes || weights > MostWeightBytes) return height;
            return Enumerable.Range(1, height)
                .LastOrDefault(rows =>
                    height % rows == 0 && rows % tile.Rows == 0
                        && (((rows - 1) * window.StrideHeight) + window.SpanHeight) * row <= MostBandBytes) is > 0 and int band
                ? band
                : height;
        }

        private void EmitGroup(Index group)
        {
            if (dialect.IsBrief && shape.Groups == 1 && EndsInWholeVectors)
            {
                EmitInTurns();
                return;
            }

            int blocks = (shape.GroupFilters + kernel.Block - 1) / kernel.Block;
            Size perBlock = blockFilters * channels * window.Cells;
            Index firstFilter = group * shape.GroupFilters, firstWeight = group * (blocks * perBlock.Value);
            if (blocks == 1)
            {
                EmitBlock(group, firstFilter, firstWeight, filters, lanes);
                return;
            }

            // The tiles of a block leave nothing over.
            Size whole = writer.Size("blocks", shape.GroupFilters / kernel.Block);
            writer.Nest(new[] { whole.Loop("block") }, at =>
                EmitBlock(group, firstFilter + (at[0] * blockFilters), firstWeight + (at[0] * perBlock), blockFilters, tile.Vectors * lanes));
            int rest = shape.GroupFilters % kernel.Block;
            if (rest == 0) return;
            writer.Line();
            Size restFilters = writer.Size("restFilters", rest);
            writer.Comment(restFilters.IsTold ? "the last filters" : $"the last {Model.Text.Plural(rest, "filter")}");
            using (writer.Braces()) EmitBlock(group, firstFilter + (whole * blockFilters), firstWeight + (whole * perBlock), restFilters, lanes);
        }

        /// <summary>Whether the last block, if it is not whole, has a vector of filters at least.</summary>
        private bool EndsInWholeVectors => shape.GroupFilters % lanes == 0 || shape.GroupFilters % kernel.Block >= lanes;

        /// <summary>The blocks where the text counts: the last one is as the others are.</summary>
        private void EmitInTurns() => writer.Nest(new[] { filters.Loop("block", blockFilters) }, at =>
        {
            Size count = filters;
            if (!at[0].IsConstant)
            {
                writer.Comment("the weights of a block lie together, tap after tap, and so do the outputs of all filters");
                writer.Line($"{(writer.HasReferences ? "nint" : "int")} count = {filters} - block < {blockFilters} ? {filters} - block : {blockFilters};");
                count = Size.Told("count", shape.GroupFilters);
            }

            Index firstWeight = at[0] * channels * window.Cells;
            writer.Vectors("filter", count, tile.Vectors * lanes, (filter, taken) => EachRow(0, at[0], firstWeight, filter, taken));
        });

        private void EmitBlock(Index group, Index firstFilter, Index firstWeight, Size count, int unit) =>
            writer.Tiles("filter", "filter", count, tile.Vectors * lanes, (filter, taken) => EachRow(group, firstFilter, firstWeight, filter, taken), unit);

        private void EachRow(Index group, Index firstFilter, Index firstWeight, Index filter, int taken)
        {
            Size width = writer.Size("columns", kernel.Epilogue.Kept(shape.Output).Width);
            writer.Tiles("row", "row", writer.Size("rows", bandRows), tile.Rows, EachColumn, unit: 1);

            void EachColumn(Index row, int rows) => writer.Tiles(
                "column",
                "column",
                width,
                tile.Columns,
                (column, columns) => EmitTile(group, firstFilter + filter, firstWeight + filter, taken, band + row, rows, column, columns),
                unit: 1);
        }

        private void EmitTile(Index group, Index filter, Index weight, int filters, Index row, int rows, Index column, int columns)
        {
            int vectors = (filters + lanes - 1) / lanes;
            EmitStart(filter, vectors, row, rows, column, columns);
            int taps = tile.Slides ? window.Width : tile.Unroll;
            Size step = tile.Slides ? source.Column * window.DilationWidth : source.Channel;
            Index start = source.At(group * shape.GroupChannels, row * window.StrideHeight, column * window.StrideWidth);
            Index length = InputAt(rows - 1, columns - 1) + ((Index)(taps - 1) * step) + 1;
            var loops = new List<WalkLoop>
            {
                new(
                    "channel",
                    tile.Unroll == 1 ? channels : shape.GroupChannels / tile.Unroll,
                    source.Channel * tile.Unroll,
                    blockFilters * (tile.Unroll * window.Cells)),
            };
            if (window.Cells > 1)
            {
                loops.Add(new WalkLoop("kernelRow", window.Height, source.Row * window.DilationHeight, blockFilters * window.Width));
            }

            if (!tile.Slides) loops.Add(new WalkLoop("kernelColumn", window.Width, source.Column * window.DilationWidth, blockFilters));
            writer.Walk(
                loops,
                new WalkPointer("x", "input", start, length),
                new WalkPointer("w", "weights", weight, ((Index)(taps - 1) * blockFilters) + (vectors * lanes)),
                (x, w) =>
                {
                    if (tile.Slides) EmitSlide(x, w, vectors, rows, columns);
                    else EmitTaps(x, w, vectors, rows, columns, step);
                });
            writer.Line();
            Size all = shape.Groups == 1 ? this.filters : shape.Filters;
            new EpilogueText(writer, kernel.Epilogue, kernel.Target, kernel.Places, Sum, all).Emit(filter, filters, vectors, row, rows, column, columns);
        }

        private void EmitStart(Index filter, int vectors, Index row, int rows, Index column, int columns)
        {
            if (shape.Bias == ConvBias.Untied)
            {
                // One for each output element, in the output's own order.
                Layout order = new(shape.Output, ChannelsLast: true, Border.None);
                Pointer each = writer.Point("b", "bias", order.At(filter, row, column), order.At(vectors * lanes, rows - 1, columns - 1).Constant);
                for (int r = 0; r < rows; r++)
                {
                    for (int c = 0; c < columns; c++)
                    {
                        writer.Statements(Vectors(vectors).Select(v => $"{Sum(v, r, c)} = {each.Load(order.At(v * lanes, r, c).Constant)}"));
                    }
                }

                return;
            }

            for (int v = 0; v < vectors; v++)
            {
                string start = shape.Bias == ConvBias.None ? dialect.Zero : writer.Load("bias", filter + (v * lanes));
                int vector = v;
                writer.Assign(Positions(rows, columns).Select(at => Sum(vector, at.Row, at.Column)), start);
            }
        }

        /// <summary>A kernel row's weights in registers; each input is read once and used by every column that it belongs to.</summary>
        private void EmitSlide(Pointer x, Pointer w, int vectors, int rows, int columns)
        {
            writer.Statements(
                Enumerable.Range(0, window.Width)
                    .SelectMany(k => Vectors(vectors).Select(v => $"{Weight(k, v)} = {w.Load(((Index)k * blockFilters) + (v * lanes))}")));
            for (int r = 0; r < rows; r++)
            {
                for (int at = 0; at <= ((columns - 1) * window.StrideWidth) + ((window.Width - 1) * window.DilationWidth); at++)
                {
                    List<(int Column, int Tap)> uses = Enumerable.Range(0, columns)
                        .Select(c => (Column: c, Offset: at - (c * window.StrideWidth)))
                        .Where(use => use.Offset >= 0 && use.Offset % window.DilationWidth == 0 && use.Offset / window.DilationWidth < window.Width)
                        .Select(use => (use.Column, use.Offset / window.DilationWidth))
                        .ToList();
                    if (uses.Count == 0) continue;
                    string value = x.Broadcast(((Index)(r * window.StrideHeight) * source.Row) + ((Index)at * source.Column));
                    int row = r;
                    writer.Statements(
                        uses
                            .SelectMany(use => Vectors(vectors).Select(v => dialect.Accumulate(Sum(v, row, use.Column), "value", Weight(use.Tap, v))))
                            .Prepend($"value = {value};"));
                }
            }
        }

        /// <summary>Tap after tap: its weights, and each position's input.</summary>
        private void EmitTaps(Pointer x, Pointer w, int vectors, int rows, int columns, Size step)
        {
            for (int tap = 0; tap < tile.Unroll; tap++)
            {
                int t = tap;
                writer.Statements(Vectors(vectors).Select(v => $"{Weight(0, v)} = {w.Load(((Index)t * blockFilters) + (v * lanes))}"));
                foreach ((int r, int c) in Positions(rows, columns))
                {
                    string value = x.Broadcast(InputAt(r, c) + ((Index)tap * step));
                    if (vectors == 1) writer.Line(dialect.Accumulate(Sum(0, r, c), value, Weight(0, 0)));
                    else writer.Statements(Vectors(vectors).Select(v => dialect.Accumulate(Sum(v, r, c), "value", Weight(0, v))).Prepend($"value = {value};"));
                }
            }
        }

        /// <summary>From the first input of a tile to that of another output.</summary>
        private Index InputAt(int row, int column) =>
            ((Index)(row * window.StrideHeight) * source.Row) + ((Index)(column * window.StrideWidth) * source.Column);

        private int Taps => shape.GroupChannels * window.Cells;

        private IEnumerable<string> Sums(int vectors, int rows, int columns) =>
            Positions(rows, columns).SelectMany(at => Vectors(vectors).Select(v => Sum(v, at.Row, at.Column)));

        private IEnumerable<string> Weights(int vectors) =>
            Enumerable.Range(0, tile.Slides ? window.Width : 1).SelectMany(k => Vectors(vectors).Select(v => Weight(k, v)));

        private static IEnumerable<int> Vectors(int count) => Enumerable.Range(0, count);

        private static IEnumerable<(int Row, int Column)> Positions(int rows, int columns) =>
            Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(0, columns).Select(column => (row, column)));

        private string Sum(int vector, int row, int column) =>
            "sum" + (tile.Rows > 1 ? Model.Text.Number(row) + "_" : "") + Model.Text.Number(column) + OfVector(vector);

        private string Weight(int tap, int vector) => "w" + (tile.Slides ? Model.Text.Number(tap) + OfVector(vector) : Model.Text.Number(vector));

        private string OfVector(int vector) => tile.Vectors == 1 ? "" : "_" + Model.Text.Number(vector);
    }
}
