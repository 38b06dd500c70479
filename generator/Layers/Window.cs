using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A window that slides over rows and columns: a kernel's or a pool's.</summary>
internal sealed record Window(
    int Height,
    int Width,
    int StrideHeight,
    int StrideWidth,
    int Top,
    int Bottom,
    int Left,
    int Right,
    int DilationHeight = 1,
    int DilationWidth = 1)
{
    /// <summary>Whether it slides along a line, an image of one row, so that no one speaks of rows.</summary>
    public bool IsLine { get; init; }

    public int Cells => Height * Width;

    /// <summary>Windows side by side.</summary>
    public static Window Tiling(int height, int width) => new(height, width, height, width, 0, 0, 0, 0);

    /// <summary>What is left of the window along a line.</summary>
    public Window AlongLine => this with { Height = 1, StrideHeight = 1, Top = 0, Bottom = 0, DilationHeight = 1, IsLine = true };

    public bool IsPadded => Top > 0 || Bottom > 0 || Left > 0 || Right > 0;

    /// <summary>Rows from the first cell's to the last's.</summary>
    public long SpanHeight => ((long)DilationHeight * (Height - 1)) + 1;

    /// <summary>Columns from the first cell's to the last's.</summary>
    public long SpanWidth => ((long)DilationWidth * (Width - 1)) + 1;

    /// <summary>The window over an input that already has the padding around it.</summary>
    public Window WithoutPadding => this with { Top = 0, Bottom = 0, Left = 0, Right = 0 };

    /// <summary>The window with the padding that gives an output for each stride of an input; what is odd is below and to the right.</summary>
    public Window KeepingSize(Shape input)
    {
        int rows = Missing(input.Height, StrideHeight, SpanHeight), columns = Missing(input.Width, StrideWidth, SpanWidth);
        return this with { Top = rows / 2, Bottom = rows - (rows / 2), Left = columns / 2, Right = columns - (columns / 2) };

        static int Missing(int size, int stride, long span)
        {
            long outputs = ((long)size + stride - 1) / stride, reach = ((outputs - 1) * stride) + span;
            return (int)System.Math.Min(System.Math.Max(0, reach - size), int.MaxValue / 4);
        }
    }

    /// <summary>The output's rows, rounded down as PyTorch does.</summary>
    public int OutputHeight(int height) => (int)(((height + (long)Top + Bottom - SpanHeight) / StrideHeight) + 1);

    /// <summary>The output's columns.</summary>
    public int OutputWidth(int width) => (int)(((width + (long)Left + Right - SpanWidth) / StrideWidth) + 1);

    /// <summary>2×3, or 3 along a line.</summary>
    public string Size => Axes(Height, Width, "×");

    /// <summary>What rows and columns have, or the positions of a line.</summary>
    public string Axes(long height, long width, string between) => IsLine ? Text.Number(width) : Text.Number(height) + between + Text.Number(width);

    /// <summary>Whether any row of the window ever meets one of so many rows, and not padding alone.</summary>
    public bool ReadsRows(int height) => Reads(height, OutputHeight(height), Height, StrideHeight, DilationHeight, Top);

    /// <summary>Whether any column of the window ever meets one of so many columns.</summary>
    public bool ReadsColumns(int width) => Reads(width, OutputWidth(width), Width, StrideWidth, DilationWidth, Left);

    /// <summary>All that a layer says of it: of rows, then of columns; padding above, left, below, right; along a line its one axis.</summary>
    public EquatableArray<Setting> Options => IsLine
        ? EquatableArray.Of(
            Setting.Deciding("kernel", Width),
            Setting.Deciding("stride", StrideWidth),
            Setting.Deciding("padding", Left, Right),
            Setting.Deciding("dilation", DilationWidth))
        : EquatableArray.Of(
            Setting.Deciding("kernel", Height, Width),
            Setting.Deciding("stride", StrideHeight, StrideWidth),
            Setting.Deciding("padding", Top, Left, Bottom, Right),
            Setting.Deciding("dilation", DilationHeight, DilationWidth));

    /// <summary>5×5, stride 2, dilation 1×2.</summary>
    public string Describe(string noun)
    {
        string text = IsLine ? $"{noun} of {Size}" : $"{Size} {noun}";
        if (StrideHeight != 1 || StrideWidth != 1) text += ", stride " + Pair(StrideHeight, StrideWidth);
        if (DilationHeight != 1 || DilationWidth != 1) text += ", dilation " + Pair(DilationHeight, DilationWidth);
        return text;
    }

    private static bool Reads(int size, int outputs, int cells, int stride, int dilation, int before)
    {
        for (int cell = 0; cell < cells; cell++)
        {
            // The first output whose cell lies past the padding before the input.
            long at = ((long)cell * dilation) - before, steps = at >= 0 ? 0 : (-at + stride - 1) / stride;
            if (steps < outputs && at + (steps * stride) < size) return true;
        }

        return false;
    }

    private string Pair(int height, int width) => height == width ? Text.Number(height) : Axes(height, width, "×");
}
