using System;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>What a convolution with positions in lanes computes together.</summary>
/// <param name="Filters">Filters.</param>
/// <param name="Rows">Output rows.</param>
/// <param name="Vectors">Vectors of output columns.</param>
/// <param name="Taps">Kernel columns that are written out; wider kernels loop over them.</param>
internal sealed record RowTile(int Filters, int Rows, int Vectors, int Taps)
{
    private const int MostTaps = 12;

    /// <summary>The cheapest tile for the registers of a dialect.</summary>
    public static RowTile Choose(ConvShape shape, Epilogue epilogue, Dialect dialect)
    {
        (int height, int width) = epilogue.Kept(shape.Output);
        int stepRows = epilogue.Pool?.Window.Height ?? 1, stepVectors = epilogue.Pool != null && !dialect.IsVector ? epilogue.Pool.Window.Width : 1;
        int vectors = (width + dialect.Lanes - 1) / dialect.Lanes;
        int taps = 1;
        for (int divisor = 2; divisor <= MostTaps; divisor++) if (shape.Window.Width % divisor == 0) taps = divisor;
        var best = new RowTile(1, stepRows, stepVectors, taps);
        double least = double.MaxValue;
        for (int filters = 1; filters <= Math.Min(8, shape.GroupFilters); filters++)
        {
            for (int rows = stepRows; rows <= Math.Min(height, 4); rows += stepRows)
            {
                for (int v = stepVectors; v <= Math.Min(vectors, dialect.IsVector ? 4 : 12); v += stepVectors)
                {
                    int sums = filters * rows * v;
                    if (sums + (rows * v) + 1 > dialect.Registers || sums * taps > dialect.MostStatements) continue;
                    if (Written(shape.GroupFilters, filters) * Written(height, rows) * Written(vectors, v) * taps > dialect.MostText) continue;
                    double multiplyAdds = sums * taps, loads = taps * ((rows * v * (dialect.IsVector ? 2.2 : 1)) + filters);
                    double turn = Math.Max(Math.Max(multiplyAdds / 2, loads / 2), Math.Max(4 * taps, (multiplyAdds + loads) / 3.2)) + 0.4;
                    double tile = (shape.GroupChannels * shape.Window.Height * (shape.Window.Width / taps) * turn) + 1
                        + ((epilogue.Pool == null ? 0.1 : 0.25) * sums);
                    double tiles = Math.Ceiling((double)shape.GroupFilters / filters) * Math.Ceiling((double)height / rows) * Math.Ceiling((double)vectors / v);
                    if (tiles * tile >= least) continue;
                    least = tiles * tile;
                    best = new RowTile(filters, rows, v, taps);
                }
            }
        }

        return best;
    }

    /// <summary>What is written of a dimension: a tile, and the smaller one at the end.</summary>
    private static int Written(int count, int tile) => (count >= tile ? tile : 0) + (count % tile);

    public string Describe(Dialect dialect) =>
        $"{Text.Plural(Filters, "filter")} × {Text.Plural(Rows, "row")} × " +
        $"{(dialect.IsVector ? Text.Plural(Vectors, "vector") + " of columns" : Text.Plural(Vectors, "column"))}";
}
