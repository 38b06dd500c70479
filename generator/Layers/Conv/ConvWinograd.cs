using System;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>
/// The forward pass of a 3×3 convolution by Winograd's algorithm (Lavin and Gray 2016): tiles of the input and the kernels are
/// transformed, multiplied frequency by frequency, which is a small matrix product each, and transformed back.
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The convolution.</param>
/// <param name="Source">How the input lies, channels last, in a border that covers the last tiles.</param>
/// <param name="Target">How the output lies, channels last.</param>
/// <param name="Places">By which numbers winners are named.</param>
/// <param name="Epilogue">What happens to a sum.</param>
/// <param name="Outputs">Outputs of a tile along an axis: 2 or 4.</param>
/// <param name="Block">Filters that lie together in the packed weights.</param>
internal sealed record ConvWinograd(Scalar Scalar, ConvShape Shape, Layout Source, Layout Target, Places Places, Epilogue Epilogue, int Outputs, int Block)
    : Kernel(Scalar, 1)
{
    // Transformed tiles stay near the first cache: larger blocks read the weights less often and were slower all the same.
    private const int MostScratchBytes = 80 * 1024;

    // Apart from a power of two, so that frequencies do not fall on the same lines of the cache.
    private const int FrequencyGap = 16;

    public override EquatableArray<Port> Ports => ConvText.Ports(Shape, Epilogue).Append(Port.Out("scratch")).ToEquatableArray();

    public override bool IsPerSample => true;

    public override string Name => ConvText.Name($"Winograd{Text.Number(Outputs)}", Shape, Source, Target, Epilogue);

    public override string Title => ConvText.Title(Shape, Epilogue);

    public override string Form => $"Winograd F({Text.Number(Outputs)}×{Text.Number(Outputs)}, 3×3), each frequency sequential: channel; the bias last";

    public override string Tile => "Winograd";

    public override long Macs => (long)Frequencies * TileRows * TileColumns * Shape.Channels * Shape.Filters;

    public override bool HasText(Dialect dialect) => dialect.IsVector || dialect.IsPlainScalar;

    public override string TileIn(Dialect dialect)
    {
        (int vectors, int tiles) = ProductTile(dialect);
        return $"{Text.Plural(BlockTiles, "tile")} at a time; products of " +
            $"{(dialect.IsVector ? Text.Plural(vectors, "vector") + " of filters" : Text.Plural(vectors, "filter"))} × {Text.Plural(tiles, "tile")}";
    }

    /// <summary>Numbers of scratch: the transformed inputs of a block of tiles, and their products.</summary>
    public long ScratchCount => ((long)Frequencies * InputStride) + ((long)Frequencies * OutputStride) + FrequencyGap;

    public int Size => Outputs + 2;

    public int Frequencies => Size * Size;

    public int TileRows => (Epilogue.Kept(Shape.Output).Height + Outputs - 1) / Outputs;

    public int TileColumns => (Epilogue.Kept(Shape.Output).Width + Outputs - 1) / Outputs;

    /// <summary>Channels of a transformed tile, in whole vectors.</summary>
    public int PaddedChannels => Padded(Shape.Channels);

    /// <summary>Filters of a product tile, in whole vectors.</summary>
    public int PaddedFilters => Padded(Shape.Filters);

    /// <summary>Rows of tiles that are transformed together.</summary>
    public int BlockRows
    {
        get
        {
            long bytes = (long)Frequencies * TileColumns * (PaddedChannels + PaddedFilters) * (Scalar == Scalar.Single ? 4 : 8);
            int most = (int)Math.Max(1, Math.Min(TileRows, MostScratchBytes / bytes));
            return Enumerable.Range(1, most).Last(rows => TileRows % rows == 0);
        }
    }

    public int BlockTiles => BlockRows * TileColumns;

    /// <summary>From one frequency of the transformed inputs to the next.</summary>
    public int InputStride => (BlockTiles * PaddedChannels) + FrequencyGap;

    /// <summary>From one frequency of the products to the next.</summary>
    public int OutputStride => (BlockTiles * PaddedFilters) + FrequencyGap;

    /// <summary>Filters that lie together: what every width's product tile divides.</summary>
    public static int BlockOf(ConvShape shape, PlanOptions planning)
    {
        int lanes = planning.WidestVector, vectors = (shape.Filters + lanes - 1) / lanes;
        if (vectors <= 4) return vectors * lanes;
        return Enumerable.Range(1, 4).Last(count => vectors % count == 0 || count == 1) * lanes;
    }

    /// <summary>Vectors of filters and tiles of a matrix product that stay in registers.</summary>
    public (int Vectors, int Tiles) ProductTile(Dialect dialect)
    {
        (int Vectors, int Tiles) best = (1, 1);
        double least = double.MaxValue;
        int vectors = (Math.Min(Shape.Filters, Block) + dialect.Lanes - 1) / dialect.Lanes;
        for (int v = 1; v <= Math.Min(4, vectors); v++)
        {
            if (Block % (v * dialect.Lanes) != 0) continue;
            for (int t = 1; t <= Math.Min(BlockTiles, 24); t++)
            {
                int sums = v * t, operands = v + (v == 1 && dialect.Bits == 512 ? 0 : 1);
                if (sums + operands > dialect.Registers) continue;
                double cost = Math.Ceiling((double)BlockTiles / t) * Math.Max(Math.Max(sums / 2.0, (v + t) / 2.0), Math.Max(4, (sums + v + t) / 3.2)) / v;
                if (BlockTiles % t != 0) cost *= 1.03;
                if (cost >= least) continue;
                least = cost;
                best = (v, t);
            }
        }

        return best;
    }

    public override void Emit(KernelWriter writer) => new WinogradText(this, writer).Emit();

    private int Padded(int count)
    {
        int lanes = Scalar == Scalar.Single ? 16 : 8;
        return (count + lanes - 1) / lanes * lanes;
    }
}
