namespace CnnGen.Generator.Kernels;

/// <summary>Numbers for the elements of an image, by which a pool names its winners.</summary>
/// <param name="Origin">The number of the first element.</param>
/// <param name="ChannelStride">From one channel to the next; 0 where the channel is not named.</param>
/// <param name="RowStride">From one row to the next.</param>
/// <param name="ColumnStride">From one column to the next.</param>
internal sealed record Places(int Origin, int ChannelStride, int RowStride, int ColumnStride)
{
    /// <summary>An element's index in a layout.</summary>
    public static Places In(Layout layout) => new(layout.At(0, 0, 0).Constant, layout.ChannelStride, layout.RowStride, layout.ColumnStride);

    /// <summary>What a tile's first place is, in a comment.</summary>
    public string Describe =>
        ChannelStride == 0 ? "where the patch of the tile's first cell begins in the input: the gradients ask for the winner's" : "of the tile's first cell";

    public Index At(Index channel, Index row, Index column) => (channel * ChannelStride) + (row * RowStride) + (column * ColumnStride) + Origin;
}
