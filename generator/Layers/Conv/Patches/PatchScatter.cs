using System;
using CnnGen.Generator.Kernels;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>The text that adds numbers times kernels to the patches under them: a convolution's input gradient, or a transposed convolution.</summary>
internal sealed class PatchScatter
{
    private readonly KernelWriter writer;
    private readonly ConvShape shape;
    private readonly Layout target;
    private readonly WeightLayout weights;
    private readonly Strides strides;
    private readonly Size filterStride;
    private readonly string argument;

    /// <param name="writer">Where to.</param>
    /// <param name="shape">The convolution, from the patches to the numbers.</param>
    /// <param name="target">How the patches lie.</param>
    /// <param name="weights">How the weights lie.</param>
    /// <param name="argument">The argument that the patches are in.</param>
    public PatchScatter(KernelWriter writer, ConvShape shape, Layout target, WeightLayout weights, string argument)
    {
        this.writer = writer;
        this.shape = shape;
        this.target = target;
        this.weights = weights;
        this.argument = argument;
        Size channels = shape.Groups == 1 ? writer.Size("channels", shape.Channels) : shape.Channels;
        strides = writer.Strides(argument, target, channels, ConvText.InputAt(shape, target, 0, 0, 0, 0, 0).Constant);
        filterStride = shape.Groups == 1 ? channels * shape.Window.Cells : shape.GroupChannels * shape.Window.Cells;
    }

    /// <summary>The variables of a tile.</summary>
    public void Declare(PatchTile tile)
    {
        PatchText.Declare(writer, tile);
        if (tile.Slices > 1 || tile.EndsInWholeVector(writer.Dialect)) return;
        RestLanes.Declare(
            writer,
            tile.Row.Run,
            "rest: the lanes of what lies together; those behind belong to other cells, or, past the end, to another buffer or to memory to spare, and keep " +
            "what they hold; a last vector of weights reads on as well, and rest drops what comes of that");
    }

    /// <summary>Says where the patch of a position begins.</summary>
    public void Place(Index row, Index column)
    {
        Index place = strides.At(0, row * shape.Window.StrideHeight, column * shape.Window.StrideWidth);
        writer.Line($"{(writer.HasReferences ? "nint" : "int")} place = {place};   // where its patch begins");
    }

    /// <summary>A part of a patch: loaded, added to, and stored.</summary>
    /// <param name="channel">The first channel of the patch.</param>
    /// <param name="slice">The first one among those of its group.</param>
    /// <param name="firstRow">The part's first kernel row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="part">The part of each.</param>
    /// <param name="each">Writes the loop over the numbers: each in <c>value</c>, and then, told which of the convolution's filters it is of, the sums.</param>
    public void EmitPart(Index channel, Index slice, Index firstRow, int rows, PatchPart part, Action<Action<Index>> each)
    {
        Dialect dialect = writer.Dialect;
        int rowStride = shape.Window.DilationHeight * target.RowStride, pieceStride = shape.Window.DilationWidth * target.ColumnStride;
        int vectors = part.Vectors;
        bool isWhole = part.Tile.EndsInWholeVector(dialect);
        Index start = Index.Of("place") + channel + (firstRow * rowStride) + part.At(pieceStride);
        Pointer d = writer.Point("d", argument, start, ((rows - 1) * rowStride) + part.Reach(pieceStride), isWritten: true);
        PatchText.Statements(writer, rows, vectors, (r, v) => $"{PatchText.Sum(r, v)} = {d.Load(At(r, v))}");
        each(filter =>
        {
            Pointer w = writer.Point(
                "w",
                "weights",
                (filter * filterStride) + weights.At(0, 0, firstRow, 0) + slice + part.At(weights.ColumnStride),
                ((rows - 1) * weights.RowStride) + part.Reach(weights.ColumnStride));
            PatchText.Statements(
                writer,
                rows,
                vectors,
                (r, v) => dialect.Accumulate(PatchText.Sum(r, v), "value", w.Load((r * weights.RowStride) + Offset(v, weights.ColumnStride))));
        });

        // What lies behind a row's end stays as it was.
        PatchText.Statements(writer, rows, vectors, (r, v) => d.Store(At(r, v), RestLanes.Keep(PatchText.Sum(r, v), d, At(r, v), Count(v), dialect)));

        Index At(int row, int vector) => (row * rowStride) + Offset(vector, pieceStride);

        Index Offset(int vector, int stride) =>
            isWhole && vector == vectors - 1 ? writer.Size("lastVector", part.Tile.LastVector) : part.Offset(vector, stride);

        int Count(int vector) => isWhole ? dialect.Lanes : part.CountOf(vector);
    }
}
