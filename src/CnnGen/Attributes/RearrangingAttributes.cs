namespace CnnGen;

/// <summary>The same numbers, row-major, in another shape of as many.</summary>
public sealed class ReshapeAttribute : LayerAttribute
{
    /// <summary>To channels of positions along one axis.</summary>
    /// <param name="channels">Channels; at least 1.</param>
    /// <param name="length">Positions; at least 1.</param>
    public ReshapeAttribute(int channels, int length) => Shape = new[] { channels, length };

    /// <summary>To channels of rows and columns.</summary>
    /// <param name="channels">Channels; at least 1.</param>
    /// <param name="height">Rows; at least 1.</param>
    /// <param name="width">Columns; at least 1.</param>
    public ReshapeAttribute(int channels, int height, int width) => Shape = new[] { channels, height, width };

    /// <summary>The new shape.</summary>
    public int[] Shape { get; }
}

/// <summary>
/// Channels become rows and columns: [C × factor², H, W] to [C, factor × H, factor × W], and [C × factor, L] to [C, factor × L]. PyTorch's
/// <c>PixelShuffle</c>. W. Shi et al., Real-time single image and video super-resolution, 2016.
/// </summary>
public sealed class PixelShuffleAttribute : LayerAttribute
{
    /// <summary>Makes rows and columns of channels.</summary>
    /// <param name="factor">How many rows there are for each, and how many columns; at least 1. Its square divides the channels.</param>
    public PixelShuffleAttribute(int factor) => Factor = factor;

    /// <summary>How many rows there are for each, and how many columns.</summary>
    public int Factor { get; }
}

/// <summary>
/// The first channel of each group, then the second of each, and so on. PyTorch's <c>ChannelShuffle</c>. X. Zhang et al., ShuffleNet, 2017.
/// </summary>
public sealed class ChannelShuffleAttribute : LayerAttribute
{
    /// <summary>Mixes groups of channels.</summary>
    /// <param name="groups">Groups; at least 1, and a divisor of the channels.</param>
    public ChannelShuffleAttribute(int groups) => Groups = groups;

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }
}

/// <summary>Rows and columns around an image: zeros, or copies of its own.</summary>
public sealed class PadAttribute : LayerAttribute
{
    /// <summary>Makes an image larger.</summary>
    /// <param name="size">Rows added above and below, columns added left and right; at least 0.</param>
    public PadAttribute(int size = 0) => Size = size;

    /// <summary>Rows and columns added on each side.</summary>
    public int Size { get; }

    /// <summary>What is added.</summary>
    public PadMode Mode { get; set; }

    /// <summary>Rows added above and below.</summary>
    public int PaddingHeight { get; set; }

    /// <summary>Columns added left and right.</summary>
    public int PaddingWidth { get; set; }

    /// <summary>Rows added above.</summary>
    public int PaddingTop { get; set; }

    /// <summary>Rows added below.</summary>
    public int PaddingBottom { get; set; }

    /// <summary>Columns added to the left.</summary>
    public int PaddingLeft { get; set; }

    /// <summary>Columns added to the right.</summary>
    public int PaddingRight { get; set; }
}

/// <summary>What a <see cref="PadAttribute"/> puts around its input: the modes of PyTorch's <c>F.pad</c>.</summary>
public enum PadMode
{
    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>What lies as far inside the edge as it lies outside; the edge itself is not repeated. Less than the input on each side.</summary>
    Reflect,

    /// <summary>The edge.</summary>
    Replicate,

    /// <summary>What lies at the other end. No more than the input on each side.</summary>
    Circular,
}

/// <summary>An image without rows and columns at its sides.</summary>
public sealed class CropAttribute : LayerAttribute
{
    /// <summary>Makes an image smaller.</summary>
    /// <param name="size">Rows taken off above and below, columns taken off left and right; at least 0.</param>
    public CropAttribute(int size = 0) => Size = size;

    /// <summary>Rows and columns taken off each side.</summary>
    public int Size { get; }

    /// <summary>Rows taken off above and below.</summary>
    public int Height { get; set; }

    /// <summary>Columns taken off left and right.</summary>
    public int Width { get; set; }

    /// <summary>Rows taken off above.</summary>
    public int Top { get; set; }

    /// <summary>Rows taken off below.</summary>
    public int Bottom { get; set; }

    /// <summary>Columns taken off the left.</summary>
    public int Left { get; set; }

    /// <summary>Columns taken off the right.</summary>
    public int Right { get; set; }
}

/// <summary>Channels of zeros before and behind those of the input; of a list of features, features.</summary>
public sealed class PadChannelsAttribute : LayerAttribute
{
    /// <summary>Adds channels of zeros.</summary>
    /// <param name="before">Channels before those of the input; at least 0.</param>
    /// <param name="after">Channels behind them; at least 0.</param>
    public PadChannelsAttribute(int before, int after)
    {
        Before = before;
        After = after;
    }

    /// <summary>Channels before those of the input.</summary>
    public int Before { get; }

    /// <summary>Channels behind them.</summary>
    public int After { get; }
}
