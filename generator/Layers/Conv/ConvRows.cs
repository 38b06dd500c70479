using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>
/// The forward pass of a convolution with positions in lanes, for few filters over wide rows: a vector holds neighbouring columns of one
/// filter, and each weight is broadcast to all of them. Stride 1.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution.</param>
/// <param name="Source">How the input lies: planes, in a border that covers the padding.</param>
/// <param name="Target">How the output lies: planes.</param>
/// <param name="Places">By which numbers winners are named.</param>
/// <param name="Epilogue">What happens to a sum.</param>
internal sealed record ConvRows(Scalar Scalar, ConvShape Shape, Layout Source, Layout Target, Places Places, Epilogue Epilogue) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => ConvText.Ports(Shape, Epilogue);

    public override bool IsPerSample => true;

    public override string Name => ConvText.Name("Rows", Shape, Source, Target, Epilogue);

    public override string Title => ConvText.Title(Shape, Epilogue);

    public override string Form => Shape.ForwardForm;

    public override string Tile => "positions in lanes";

    public override long Macs => ConvText.Macs(Shape, Epilogue);

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect) => RowTile.Choose(Shape, Epilogue, dialect).Describe(dialect);

    /// <summary>Whether the windows of a pool can be folded in lanes.</summary>
    public static bool Accepts(Epilogue epilogue) => epilogue.Pool is null or { Window: { Width: 1 or 2, Cells: <= 9 } };

    public override void Emit(KernelWriter writer) => new Text(this, writer).Emit();

    private sealed class Text
    {
        private readonly ConvRows kernel;
        private readonly KernelWriter writer;
        private readonly Dialect dialect;
        private readonly RowTile tile;
        private readonly ConvShape shape;
        private readonly Window window;
        private readonly int lanes;
        private readonly Layout target;

        public Text(ConvRows kernel, KernelWriter writer)
        {
            this.kernel = kernel;
            this.writer = writer;
            dialect = writer.Dialect;
            shape = kernel.Shape;
            window = shape.Window;
            tile = RowTile.Choose(shape, kernel.Epilogue, dialect);
            lanes = dialect.Lanes;
            target = kernel.Target;
        }

        public void Emit()
        {
            writer.Comment("sumF_R_V: filter F, row R and " + (dialect.IsVector ? "vector V of columns" : "column V") + " of the tile");
            writer.DeclareVectors(from f in Filters(tile.Filters) from r in Rows(tile.Rows) from v in Vectors(tile.Vectors) select Sum(f, r, v));
            writer.DeclareVectors((from r in Rows(tile.Rows) from v in Vectors(tile.Vectors) select Input(r, v)).Append("weight"));
            EpilogueText.Declare(writer, kernel.Epilogue);
            (int height, int width) = kernel.Epilogue.Kept(shape.Output);
            if (IdleLanes(height, width) is { } idle) writer.Comment(idle);
            writer.Line();
            writer.Nest(new[] { new Loop("group", shape.Groups) }, at =>
                writer.Tiles("filter", "filter", shape.GroupFilters, tile.Filters, (filter, filters) =>
                    writer.Tiles("row", "row", height, tile.Rows, (row, rows) => EmitColumns(at[0], filter, filters, row, rows, width))));
        }

        /// <summary>What becomes of lanes that are no columns; null where there are none.</summary>
        private string? IdleLanes(int height, int width)
        {
            int whole = (width + lanes - 1) / lanes * lanes;
            if (whole == width) return null;
            Index first = kernel.Source.At(
                shape.Channels - 1,
                height - 1 - window.Top + ((window.Height - 1) * window.DilationHeight),
                ((window.Width - 1) * window.DilationWidth) - window.Left);
            long past = first.Constant + whole - kernel.Source.Count;
            string reads = past > 0
                ? $", at the end up to {Model.Text.Plural(past, "number")} behind the frame, where the next sample's, another buffer or memory to spare lies"
                : "";
            bool hasRoom = RowPool.HasRoom(target, lanes, kernel.Epilogue.Pool?.Window.Width ?? 1);
            return $"{Model.Text.Plural(width, "column")} in {Model.Text.Number(whole)} lanes: the others read on{reads}; what comes of them " +
                $"{(hasRoom ? "lands in the room behind the output's row" : "is not stored")}";
        }

        private void EmitColumns(Index group, Index filter, int filters, Index row, int rows, int width)
        {
            // Columns that fill no vector are computed too; where rows have room for them they are stored, and need no text of their own.
            int columnsOfTile = tile.Vectors * lanes;
            int whole = (width + columnsOfTile - 1) / columnsOfTile * columnsOfTile;
            int pooled = kernel.Epilogue.Pool?.Window.Width ?? 1;
            bool hasRoom = dialect.IsVector && whole > columnsOfTile && RowPool.HasRoom(target, lanes, pooled) && target.RowStride * pooled >= whole;
            writer.Tiles(
                "column", "column", hasRoom ? whole : width, columnsOfTile, (column, columns) => EmitTile(group, filter, filters, row, rows, column, columns));
        }

        private void EmitTile(Index group, Index inGroup, int filters, Index row, int rows, Index column, int columns)
        {
            Index filter = (group * shape.GroupFilters) + inGroup;
            int vectors = (columns + lanes - 1) / lanes, taps = shape.GroupChannels * window.Cells;
            EmitStart(filter, filters, row, rows, column, columns, vectors);
            Index start = kernel.Source.At(group * shape.GroupChannels, row + -window.Top, column + -window.Left);
            var loops = new[]
            {
                new WalkLoop("channel", shape.GroupChannels, kernel.Source.ChannelStride, window.Cells),
                new WalkLoop("kernelRow", window.Height, window.DilationHeight * kernel.Source.RowStride, window.Width),
                new WalkLoop("kernelColumn", window.Width / tile.Taps, tile.Taps * window.DilationWidth, tile.Taps),
            };
            int reach = ((rows - 1) * kernel.Source.RowStride) + ((tile.Taps - 1) * window.DilationWidth) + (vectors * lanes);
            var weights = new WalkPointer("w", "weights", filter * taps, ((filters - 1) * taps) + tile.Taps);
            writer.Walk(loops, new WalkPointer("x", "input", start, reach), weights, (x, w) =>
            {
                for (int k = 0; k < tile.Taps; k++)
                {
                    int tap = k;
                    writer.Statements(from r in Rows(rows)
                                      from v in Vectors(vectors)
                                      select $"{Input(r, v)} = {x.Load((r * kernel.Source.RowStride) + (v * lanes) + (tap * window.DilationWidth))}");
                    foreach (int f in Filters(filters))
                    {
                        IEnumerable<string> adds =
                            from r in Rows(rows)
                            from v in Vectors(vectors)
                            select dialect.Accumulate(Sum(f, r, v), Input(r, v), "weight");
                        writer.Statements(adds.Prepend($"weight = {w.Broadcast((f * taps) + tap)};"));
                    }
                }
            });
            writer.Line();
            if (kernel.Epilogue.Pool != null)
            {
                writer.Comment(EpilogueText.Describe(kernel.Epilogue));
                new RowPool(writer, kernel.Epilogue, kernel.Places, target).Emit(Sum, filter, filters, row, rows, column, columns);
            }
            else
            {
                EmitStores(filter, filters, row, rows, column, columns, vectors);
            }
        }

        private void EmitStart(Index filter, int filters, Index row, int rows, Index column, int columns, int vectors)
        {
            if (shape.Bias == ConvBias.Untied)
            {
                Layout order = Layout.Plain(shape.Output);
                int plane = order.ChannelStride;
                Pointer each = writer.Point(
                    "b", "bias", order.At(filter, row, column), ((filters - 1) * plane) + ((rows - 1) * order.RowStride) + (vectors * lanes));
                foreach (int f in Filters(filters))
                {
                    writer.Statements(from r in Rows(rows)
                                      from v in Vectors(vectors)
                                      select $"{Sum(f, r, v)} = {each.Load((f * plane) + (r * order.RowStride) + (v * lanes))}");
                }

                return;
            }

            Pointer? bias = shape.Bias == ConvBias.None ? null : writer.Point("b", "bias", filter, filters);
            foreach (int f in Filters(filters))
            {
                string start = bias == null ? dialect.Zero : bias.Broadcast(f);
                writer.Assign(from r in Rows(rows) from v in Vectors(vectors) select Sum(f, r, v), start);
            }
        }

        private void EmitStores(Index filter, int filters, Index row, int rows, Index column, int columns, int vectors)
        {
            bool hasRoom = RowPool.HasRoom(target, lanes);
            int reach = ((filters - 1) * target.ChannelStride) + ((rows - 1) * target.RowStride) + (hasRoom ? vectors * lanes : columns);
            Pointer y = writer.Point("y", "output", target.At(filter, row, column), reach, isWritten: true);
            foreach ((int f, int r, int v) in from f in Filters(filters) from r in Rows(rows) from v in Vectors(vectors) select (f, r, v))
            {
                string value = Sum(f, r, v);
                if (kernel.Epilogue.Activation is { } activation) writer.Line($"{value} = {activation.Of(writer, value)};");
                writer.StoreFirst(value, y, (f * target.ChannelStride) + (r * target.RowStride) + (v * lanes), hasRoom ? lanes : columns - (v * lanes));
            }
        }

        private static IEnumerable<int> Filters(int count) => Enumerable.Range(0, count);

        private static IEnumerable<int> Rows(int count) => Enumerable.Range(0, count);

        private static IEnumerable<int> Vectors(int count) => Enumerable.Range(0, count);

        private static string Sum(int filter, int row, int vector) => $"sum{Model.Text.Number(filter)}_{Model.Text.Number(row)}_{Model.Text.Number(vector)}";

        private static string Input(int row, int vector) => $"x{Model.Text.Number(row)}_{Model.Text.Number(vector)}";
    }
}
