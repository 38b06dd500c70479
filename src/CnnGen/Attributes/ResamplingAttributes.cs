namespace CnnGen;

/// <summary>An image of so many times more rows and columns: [C, H, W] to [C, factor × H, factor × W]. PyTorch's <c>Upsample</c>.</summary>
public sealed class UpsampleAttribute : LayerAttribute
{
    /// <summary>Makes more rows and columns.</summary>
    /// <param name="factor">How many rows there are for each, and how many columns; at least 1.</param>
    public UpsampleAttribute(int factor) => Factor = factor;

    /// <summary>How many rows there are for each, and how many columns.</summary>
    public int Factor { get; }

    /// <summary>What stands between the positions of the input.</summary>
    public UpsampleMode Mode { get; set; }
}

/// <summary>What an <see cref="UpsampleAttribute"/> puts between the positions of its input.</summary>
public enum UpsampleMode
{
    /// <summary>Copies: each position becomes a square of its number.</summary>
    Nearest,

    /// <summary>
    /// Weighted means of the two rows and the two columns around it: output i stands at (i + ½) / factor − ½ of the input, but not before
    /// its first and not past its last. PyTorch's <c>mode='bilinear', align_corners=False</c>.
    /// </summary>
    Bilinear,
}
