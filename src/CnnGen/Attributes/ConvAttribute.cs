namespace CnnGen;

/// <summary>A convolution (cross-correlation, as in PyTorch's <c>Conv2d</c>): [C, H, W] to [filters, H', W'].</summary>
/// <remarks>H' = (H + top + bottom − dilation × (kernelHeight − 1) − 1) / stride + 1, rounded down; W' likewise.</remarks>
public sealed class ConvAttribute : WindowLayerAttribute
{
    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="filters">Output channels; at least 1.</param>
    /// <param name="kernel">Rows and columns of the kernel; at least 1.</param>
    public ConvAttribute(int filters, int kernel) : base(kernel, kernel) => Filters = filters;

    /// <summary>A convolution with a rectangular kernel.</summary>
    /// <param name="filters">Output channels; at least 1.</param>
    /// <param name="kernelHeight">Rows of the kernel; at least 1.</param>
    /// <param name="kernelWidth">Columns of the kernel; at least 1.</param>
    public ConvAttribute(int filters, int kernelHeight, int kernelWidth) : base(kernelHeight, kernelWidth) => Filters = filters;

    /// <summary>Output channels.</summary>
    public int Filters { get; }

    /// <summary>
    /// True: padding that makes H' = H / stride, rounded up, and W' likewise; an odd row of it is at the bottom, an odd column at the right. Not with any
    /// padding.
    /// </summary>
    public bool Same { get; set; }

    /// <summary>Input cells from one kernel cell to the next; at least 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The dilation between kernel rows.</summary>
    public int DilationHeight { get; set; }

    /// <summary>The dilation between kernel columns.</summary>
    public int DilationWidth { get; set; }

    /// <summary>Each group of filters reads its own group of channels; divides channels and filters.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether a bias is added to every output.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>True: one bias for each output element instead of one for each filter. Needs <see cref="Bias"/>.</summary>
    public bool UntiedBias { get; set; }

    /// <inheritdoc cref="TrainedLayerAttribute.Init"/>
    public Init Init { get; set; }

    /// <inheritdoc cref="TrainedLayerAttribute.Frozen"/>
    public bool Frozen { get; set; }

    /// <summary>True: the bias is trained, and everything else of the layer is frozen. Not with <see cref="Frozen"/>.</summary>
    public bool BiasOnly { get; set; }
}
