namespace CnnGen.Benchmarks.Operations;

/// <summary>A window that slides over the input: its size and how it moves.</summary>
internal sealed record Window(
    int Height, int Width, int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth, int Top, int Left, int Bottom, int Right)
{
    public static Window OfConv(LayerArguments arguments)
    {
        (int height, int width) = arguments.Window(argumentsBefore: 1);
        return Of(arguments, height, width, 1, 1);
    }

    public static Window OfPool(LayerArguments arguments)
    {
        (int height, int width) = arguments.Window(argumentsBefore: 0);
        return Of(arguments, height, width, height, width);
    }

    /// <summary>The attributes that ONNX gives to every node with a window.</summary>
    public (string Name, long[] Values)[] OnnxAttributes() =>
    [
        ("kernel_shape", [Height, Width]),
        ("strides", [StrideHeight, StrideWidth]),
        ("pads", [Top, Left, Bottom, Right]),
    ];

    // The more specific argument wins: side over axis over both axes.
    private static Window Of(LayerArguments arguments, int height, int width, int strideHeight, int strideWidth) => new(
        height,
        width,
        arguments.First(strideHeight, "StrideHeight", "Stride"),
        arguments.First(strideWidth, "StrideWidth", "Stride"),
        arguments.First(1, "DilationHeight", "Dilation"),
        arguments.First(1, "DilationWidth", "Dilation"),
        arguments.First(0, "PaddingTop", "PaddingHeight", "Padding"),
        arguments.First(0, "PaddingLeft", "PaddingWidth", "Padding"),
        arguments.First(0, "PaddingBottom", "PaddingHeight", "Padding"),
        arguments.First(0, "PaddingRight", "PaddingWidth", "Padding"));
}
