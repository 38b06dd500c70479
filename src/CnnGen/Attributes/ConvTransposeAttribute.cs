namespace CnnGen;

/// <summary>A transposed convolution (PyTorch's <c>ConvTranspose2d</c>): [C, H, W] to [filters, H', W'].</summary>
/// <remarks>
/// Each number of the input times a kernel is added to the patch of the output under it.
/// H' = (H − 1) × stride − top − bottom + dilation × (kernelHeight − 1) + 1 + output padding; W' likewise.
/// </remarks>
public sealed class ConvTransposeAttribute : WindowLayerAttribute
{
    /// <summary>A transposed convolution with a square kernel.</summary>
    /// <param name="filters">Output channels; at least 1.</param>
    /// <param name="kernel">Rows and columns of the kernel; at least 1.</param>
    public ConvTransposeAttribute(int filters, int kernel) : base(kernel, kernel) => Filters = filters;

    /// <summary>A transposed convolution with a rectangular kernel.</summary>
    /// <param name="filters">Output channels; at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel; at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel; at least 1.</param>
    public ConvTransposeAttribute(int filters, int kernelHeight, int kernelWidth) : base(kernelHeight, kernelWidth) => Filters = filters;

    /// <summary>Output channels.</summary>
    public int Filters { get; }

    /// <summary>Rows and columns added below and to the right of the output; below stride or dilation. 0 unless given.</summary>
    public int OutputPadding { get; set; }

    /// <summary>The output padding of rows.</summary>
    public int OutputPaddingHeight { get; set; }

    /// <summary>The output padding of columns.</summary>
    public int OutputPaddingWidth { get; set; }

    /// <inheritdoc cref="ConvAttribute.Dilation"/>
    public int Dilation { get; set; } = 1;

    /// <summary>The dilation between kernel rows.</summary>
    public int DilationHeight { get; set; }

    /// <summary>The dilation between kernel columns.</summary>
    public int DilationWidth { get; set; }

    /// <summary>Each group of channels goes into its own group of filters; divides channels and filters.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether a bias is added to every output.</summary>
    public bool Bias { get; set; } = true;

    /// <inheritdoc cref="ConvAttribute.UntiedBias"/>
    public bool UntiedBias { get; set; }

    /// <inheritdoc cref="TrainedLayerAttribute.Init"/>
    public Init Init { get; set; }

    /// <inheritdoc cref="TrainedLayerAttribute.Frozen"/>
    public bool Frozen { get; set; }

    /// <inheritdoc cref="ConvAttribute.BiasOnly"/>
    public bool BiasOnly { get; set; }
}
