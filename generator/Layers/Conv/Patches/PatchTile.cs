using System;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// The patch of the input under a kernel, as vectors: where channels are last, a kernel row or each of its pieces lies together, column
/// after column of channel after channel, and so it does in weights that are kept channels last.
/// </summary>
/// <param name="Shape">The convolution.</param>
/// <param name="Lanes">Numbers in a vector.</param>
/// <param name="Slices">Parts of the channels that are computed one after the other.</param>
/// <param name="Rows">Kernel rows that are computed together.</param>
/// <param name="Pieces">Pieces of a kernel row that are computed together.</param>
/// <param name="Vectors">Vectors of a slice's piece that are computed together.</param>
internal sealed record PatchTile(ConvShape Shape, int Lanes, int Slices, int Rows, int Pieces, int Vectors)
{
    // A slice's weights are read again for each output: they should stay in the first cache.
    private const int MostSliceBytes = 40 << 10;

    /// <summary>A row of the kernel.</summary>
    public KernelRow Row => new(Shape);

    /// <summary>Vectors of a slice's piece, the last of which may be partly empty.</summary>
    public int RunVectors => ((Row.Run / Slices) + Lanes - 1) / Lanes;

    /// <summary>Whether the whole patch is computed together.</summary>
    public bool IsWhole => Rows >= Shape.Window.Height && Pieces >= Row.Pieces && Vectors >= RunVectors;

    /// <summary>Vectors at the start of a piece that are full and as far apart as they are long.</summary>
    public int WholeVectors => Slices == 1 ? Row.Run / Lanes : 0;

    /// <summary>
    /// Whether all vectors but the last follow each other, and the last one ends where the run or the slice does: what the one before it computes too is
    /// computed twice, to the same bits. So a text that is told where that is needs no rest.
    /// </summary>
    public bool EndsInWholeVector(Dialect dialect) =>
        dialect.IsBrief && Shape.Window.Cells == 1 && Vectors > 1 && Vectors == RunVectors && Row.Run >= Lanes;

    /// <summary>The first number of that vector.</summary>
    public int LastVector => (Row.Run / Slices) - Lanes;

    /// <summary>For the gradient of the weights: each weight is a sum of its own, and as many as fit are summed together.</summary>
    public static PatchTile OfWeights(ConvShape shape, Dialect dialect) => Fit(new PatchTile(shape, dialect.Lanes, 1, 1, 1, 1), dialect);

    /// <summary>
    /// For the gradient of the input: all kernel cells of a slice of the channels together, so that the tile never shows in the order of
    /// a sum.
    /// </summary>
    public static PatchTile OfInput(ConvShape shape, Dialect dialect)
    {
        var whole = new PatchTile(shape, dialect.Lanes, 1, 1, 1, 1);
        int groups = shape.Groups == 1 && whole.Row.Pieces == 1 && shape.Channels % dialect.Lanes == 0 ? shape.Channels / dialect.Lanes : 1;
        int slices = Enumerable.Range(1, groups).First(count => groups % count == 0 && (count == groups || Fits(count)));
        return Fit(whole with { Slices = slices }, dialect);

        bool Fits(int count)
        {
            int vectors = shape.Window.Height * whole.RunVectors / count;
            return vectors <= dialect.MostSums && (long)vectors * dialect.Lanes * shape.Filters * (dialect.Scalar == Scalar.Single ? 4 : 8) <= MostSliceBytes;
        }
    }

    /// <summary>The first number of a vector, from the start of a piece; only the first slice's.</summary>
    public int OffsetOf(int vector)
    {
        if (Slices == 1) return vector * Lanes;
        int perColumn = Shape.Channels / Slices / Lanes;
        return (vector / perColumn * Shape.Channels) + (vector % perColumn * Lanes);
    }

    /// <summary>The numbers of a vector that belong to the piece.</summary>
    public int CountOf(int vector) => Slices > 1 ? Lanes : Math.Min(Lanes, Row.Run - (vector * Lanes));

    public string Describe(string places)
    {
        string what = Lanes == 1 ? "number" : "vector", slices = Slices == 1 ? "" : $", {Text.Number(Slices)} parts of the channels one after the other";
        string columns = Row.Pieces == 1 ? "" : " × " + Text.Plural(Pieces, "kernel column");
        return $"{Text.Plural(Rows, "kernel row")}{columns} × {Text.Plural(Vectors, what)} of a patch{slices}, at {places}";
    }

    /// <summary>As many rows, pieces and vectors as registers hold, in about equal shares.</summary>
    private static PatchTile Fit(PatchTile tile, Dialect dialect)
    {
        int vectors = Shares.Of(tile.RunVectors, dialect.MostSums), pieces = 1, rows = 1;
        if (vectors == tile.RunVectors) pieces = Shares.Of(tile.Row.Pieces, Math.Max(1, dialect.MostSums / vectors));
        if (vectors == tile.RunVectors && pieces == tile.Row.Pieces)
        {
            rows = Shares.Of(tile.Shape.Window.Height, Math.Max(1, dialect.MostSums / (pieces * vectors)));
        }

        return tile with { Rows = rows, Pieces = pieces, Vectors = vectors };
    }
}
