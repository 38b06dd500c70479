using System;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Winograd;

/// <summary>
/// The tiles of an image, of which some rows are transformed together: to [frequency][tile][channel], and behind them
/// [frequency][tile][filter].
/// </summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Outputs">Outputs of a tile along an axis: 2 or 4.</param>
/// <param name="TileRows">Rows of tiles.</param>
/// <param name="TileColumns">Tiles of a row.</param>
/// <param name="Channels">Channels of a tile of the input.</param>
/// <param name="Filters">Channels of a tile of the output.</param>
internal sealed record TileBlocks(Scalar Scalar, int Outputs, int TileRows, int TileColumns, int Channels, int Filters)
{
    // Transformed tiles stay near the first cache: larger blocks read the weights less often and were slower all the same.
    private const int MostScratchBytes = 80 * 1024;

    // Apart from a power of two, so that frequencies do not fall on the same lines of the cache.
    private const int FrequencyGap = 16;

    /// <summary>Inputs of a tile along an axis.</summary>
    public int Size => Outputs + 2;

    public int Frequencies => Size * Size;

    /// <summary>Numbers of scratch.</summary>
    public long ScratchCount => ((long)Frequencies * ChannelStride) + ((long)Frequencies * FilterStride) + FrequencyGap;

    /// <summary>Channels of a transformed tile, in whole vectors.</summary>
    public int PaddedChannels => Padded(Channels);

    /// <summary>Filters of a transformed tile, in whole vectors.</summary>
    public int PaddedFilters => Padded(Filters);

    /// <summary>Rows of tiles that are transformed together.</summary>
    public int Rows
    {
        get
        {
            long bytes = (long)Frequencies * TileColumns * (PaddedChannels + PaddedFilters) * (Scalar == Scalar.Single ? 4 : 8);
            int most = (int)Math.Max(1, Math.Min(TileRows, MostScratchBytes / bytes));
            return Enumerable.Range(1, most).Last(rows => TileRows % rows == 0);
        }
    }

    /// <summary>Tiles that are transformed together.</summary>
    public int Tiles => Rows * TileColumns;

    /// <summary>From one frequency of the channels to the next.</summary>
    public int ChannelStride => (Tiles * PaddedChannels) + FrequencyGap;

    /// <summary>From one frequency of the filters to the next.</summary>
    public int FilterStride => (Tiles * PaddedFilters) + FrequencyGap;

    /// <summary>Where the filters begin.</summary>
    public int FirstFilter => Frequencies * ChannelStride;

    private int Padded(int count)
    {
        int lanes = Scalar == Scalar.Single ? 16 : 8;
        return (count + lanes - 1) / lanes * lanes;
    }
}
