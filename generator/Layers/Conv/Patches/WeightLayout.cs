using CnnGen.Generator.Kernels;

namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// How a convolution's weights are kept: as PyTorch has them, or each filter channels last, as the input lies that its gradient is summed from.
/// </summary>
/// <param name="Shape">The convolution.</param>
/// <param name="ChannelsLast">Filter × row × column × channel instead of filter × channel × row × column.</param>
internal sealed record WeightLayout(ConvShape Shape, bool ChannelsLast)
{
    public int ChannelStride => ChannelsLast ? 1 : Shape.Window.Cells;

    public int RowStride => Shape.Window.Width * ColumnStride;

    public int ColumnStride => ChannelsLast ? Shape.GroupChannels : 1;

    public Index At(Index filter, Index channel, Index row, Index column) =>
        (filter * (Shape.GroupChannels * Shape.Window.Cells)) + (channel * ChannelStride) + (row * RowStride) + (column * ColumnStride);
}
