namespace CnnGen;

/// <summary>A layer that slides a window over its input. The more specific of two arguments wins: side over axis over both axes.</summary>
public abstract class WindowLayerAttribute : LayerAttribute
{
    private protected WindowLayerAttribute(int height, int width) => (WindowHeight, WindowWidth) = (height, width);

    /// <summary>Rows of the window.</summary>
    public int WindowHeight { get; }

    /// <summary>Columns of the window.</summary>
    public int WindowWidth { get; }

    /// <summary>Input rows and columns from one output to the next; at least 1. Convolutions: 1 unless given; pools: the window's size.</summary>
    public int Stride { get; set; }

    /// <summary>The stride between rows.</summary>
    public int StrideHeight { get; set; }

    /// <summary>The stride between columns.</summary>
    public int StrideWidth { get; set; }

    /// <summary>Rows and columns added on every side; 0 unless given.</summary>
    public int Padding { get; set; }

    /// <summary>Rows added above and below.</summary>
    public int PaddingHeight { get; set; }

    /// <summary>Columns added to the left and to the right.</summary>
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
