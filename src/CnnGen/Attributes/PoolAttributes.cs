namespace CnnGen;

/// <summary>The largest value of each window; padding never wins, a NaN does. PyTorch's <c>MaxPool2d</c>.</summary>
public sealed class MaxPoolAttribute : WindowLayerAttribute
{
    /// <summary>A square window.</summary>
    /// <param name="size">Rows and columns of the window; at least 1.</param>
    public MaxPoolAttribute(int size) : base(size, size) { }

    /// <summary>A rectangular window.</summary>
    /// <param name="height">Rows of the window; at least 1.</param>
    /// <param name="width">Columns of the window; at least 1.</param>
    public MaxPoolAttribute(int height, int width) : base(height, width) { }

    /// <summary>True: every maximum that ties receives the whole gradient; false: the first in row-major order, as in PyTorch.</summary>
    public bool AllTies { get; set; }
}

/// <summary>The mean of each window. PyTorch's <c>AvgPool2d</c>.</summary>
public sealed class AvgPoolAttribute : WindowLayerAttribute
{
    /// <summary>A square window.</summary>
    /// <param name="size">Rows and columns of the window; at least 1.</param>
    public AvgPoolAttribute(int size) : base(size, size) { }

    /// <summary>A rectangular window.</summary>
    /// <param name="height">Rows of the window; at least 1.</param>
    /// <param name="width">Columns of the window; at least 1.</param>
    public AvgPoolAttribute(int height, int width) : base(height, width) { }

    /// <summary>True: padding cells count as zeros in the mean; false: the mean is over the real cells only.</summary>
    public bool CountPadding { get; set; } = true;
}

/// <summary>The mean of each channel: [C, H, W] to [C, 1, 1].</summary>
public sealed class GlobalAvgPoolAttribute : LayerAttribute { }

/// <summary>The largest value of each channel: [C, H, W] to [C, 1, 1]. Of tied maxima the first receives the gradient.</summary>
public sealed class GlobalMaxPoolAttribute : LayerAttribute { }
