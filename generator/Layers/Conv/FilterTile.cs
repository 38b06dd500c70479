using System;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>What a convolution with filters in lanes computes together.</summary>
/// <param name="Vectors">Vectors of filters.</param>
/// <param name="Rows">Output rows.</param>
/// <param name="Columns">Output columns.</param>
/// <param name="Slides">
/// Whether a kernel row's weights stay in registers while each input is read once for all the columns that it belongs to.
/// </param>
/// <param name="Unroll">Channels between two tests of the loop, for 1×1 kernels.</param>
internal sealed record FilterTile(int Vectors, int Rows, int Columns, bool Slides, int Unroll)
{
    // Past it no two columns of a tile read the same input.
    private const int MostSlidingDilation = 8;

    /// <summary>The cheapest tile for the registers of a dialect.</summary>
    public static FilterTile Choose(ConvShape shape, Epilogue epilogue, int block, Dialect dialect)
    {
        (int height, int width) = epilogue.Kept(shape.Output);
        int stepRows = epilogue.Pool?.Window.Height ?? 1, stepColumns = epilogue.Pool?.Window.Width ?? 1;
        int vectors = (shape.GroupFilters + dialect.Lanes - 1) / dialect.Lanes;
        var best = new FilterTile(1, stepRows, stepColumns, false, 1);
        double least = double.MaxValue;
        Window window = shape.Window;
        bool isRun = IsRun(shape, epilogue, dialect);
        bool canSlide = window.Width > 1 && window.StrideWidth < window.SpanWidth && window.DilationWidth <= MostSlidingDilation;
        for (int v = 1; v <= Math.Min(dialect.IsVector ? 4 : 8, vectors); v++)
        {
            // Of tiles that other kernels may share there should be few.
            if (isRun && v == 3) continue;

            // With several blocks, a tile may not reach from one into the next.
            if (shape.GroupFilters > block && block % (v * dialect.Lanes) != 0) continue;
            for (int rows = stepRows; rows <= Math.Min(height, Math.Max(5, stepRows)); rows += stepRows)
            {
                for (int columns = stepColumns; columns <= Math.Min(width, 16); columns += stepColumns)
                {
                    foreach (bool slides in new[] { true, false })
                    {
                        if (slides && !canSlide) continue;
                        var tile = new FilterTile(v, rows, columns, slides, UnrollOf(shape, dialect));
                        if (!tile.Fits(shape, dialect)) continue;

                        // As many columns as there can be: any other number would be a text of its own.
                        if (isRun && (rows > 1 || (columns < Math.Min(width, 16) && (tile with { Columns = columns + 1 }).Fits(shape, dialect)))) continue;
                        int text = isRun ? tile.Sums : tile.TextOf(shape, vectors, height, width);
                        if (text > dialect.MostText) continue;
                        double cost = tile.Cost(shape, vectors, height, width, isRun) * dialect.CostOfText(text);
                        if (cost >= least) continue;
                        least = cost;
                        best = tile;
                    }
                }
            }
        }

        return best;
    }

    public int Sums => Vectors * Rows * Columns;

    public string Describe(Dialect dialect)
    {
        string filters = dialect.IsVector ? Text.Plural(Vectors, "vector") + " of filters" : Text.Plural(Vectors, "filter");
        return $"{filters} × {Text.Plural(Rows, "row")} × {Text.Plural(Columns, "column")}{(Slides ? ", a kernel row's weights in registers" : "")}";
    }

    /// <summary>Whether columns that fill no tile are computed one by one, so that kernels that differ in their number are one text.</summary>
    private static bool IsRun(ConvShape shape, Epilogue epilogue, Dialect dialect) => dialect.IsBrief && shape.Window.Cells == 1 && epilogue.Pool == null;

    private static int UnrollOf(ConvShape shape, Dialect dialect) =>
        shape.Window.Cells > 1 || dialect.IsBrief ? 1 : shape.GroupChannels % 4 == 0 ? 4 : shape.GroupChannels % 2 == 0 ? 2 : 1;

    private bool Fits(ConvShape shape, Dialect dialect)
    {
        int taps = Slides ? shape.Window.Width : Unroll;
        if (Sums * taps > dialect.MostStatements) return false;

        // The sums, the weights and one input; wide vectors take a single use of an input straight from memory.
        int weights = Slides ? Vectors * taps : Vectors;
        int operands = weights + (Vectors == 1 && !Slides && dialect.Bits == 512 ? 0 : 1);
        return Sums + operands <= dialect.Registers;
    }

    /// <summary>Multiply-adds that are written: of the tile, and of the smaller ones at the ends.</summary>
    private int TextOf(ConvShape shape, int vectors, int height, int width) =>
        Written(vectors, Vectors) * Written(height, Rows) * Written(width, Columns) * (Slides ? shape.Window.Width : Unroll);

    private static int Written(int count, int tile) => (count >= tile ? tile : 0) + (count % tile);

    /// <summary>Cycles, measured for 3.7 GHz and two multiply-adds a cycle; see docs/performance.md.</summary>
    private double Cost(ConvShape shape, int vectors, int height, int width, bool isRun)
    {
        int groups = vectors / Vectors, restVectors = vectors % Vectors;
        double cost = groups * Positions(Vectors);
        if (restVectors > 0) cost += 1.02 * Positions(restVectors);
        return cost;

        double Positions(int v)
        {
            int fullRows = height / Rows, restRows = height % Rows;
            double total = fullRows * Row(v, Rows);
            if (restRows > 0) total += 1.02 * Row(v, restRows);
            return total;
        }

        double Row(int v, int rows)
        {
            int fullColumns = width / Columns, restColumns = width % Columns;
            double total = fullColumns * Tile(v, rows, Columns);
            if (restColumns > 0) total += isRun ? restColumns * Tile(v, rows, 1) : 1.02 * Tile(v, rows, restColumns);
            return total;
        }

        double Tile(int v, int rows, int columns)
        {
            Window window = shape.Window;
            int sums = v * rows * columns;
            double turns = (double)shape.GroupChannels * window.Height, turn;
            if (Slides)
            {
                double reads = Math.Min(((columns - 1) * window.StrideWidth) + window.Width, columns * window.Width) * rows;
                turn = Turn(sums * window.Width, (v * window.Width) + reads, window.Width) + 0.2;
            }
            else
            {
                turns = turns * window.Width / Unroll;
                turn = Turn(sums * Unroll, Unroll * (v + (rows * columns)), Unroll) + 0.6;
            }

            return (turns * turn) + 1 + (0.1 * sums);
        }

        static double Turn(double multiplyAdds, double loads, int taps) =>
            Math.Max(Math.Max(multiplyAdds / 2, loads / 2), Math.Max(4 * taps, (multiplyAdds + loads) / 3.2));
    }
}
