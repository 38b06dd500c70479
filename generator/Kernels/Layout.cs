using System;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Kernels;

/// <summary>Where in memory the numbers of one sample lie.</summary>
/// <param name="Shape">What the sample is, as the network sees it.</param>
/// <param name="ChannelsLast">Rows of positions of channels (H×W×C) instead of planes (C×H×W).</param>
/// <param name="Border">Zeros around the rows and columns.</param>
/// <param name="RowPitch">The least distance of two rows of a plane, for whole vectors at their ends; 0 where nobody asks.</param>
internal sealed record Layout(Shape Shape, bool ChannelsLast, Border Border, int RowPitch = 0)
{
    /// <summary>PyTorch's order: row-major, without gaps.</summary>
    public static Layout Plain(Shape shape) => new(shape, false, Border.None);

    public int ChannelStride => ChannelsLast ? 1 : RowStride * (Shape.Height + Border.Top + Border.Bottom);

    public int RowStride =>
        ChannelsLast ? Shape.Channels * (Shape.Width + Border.Left + Border.Right) : Math.Max(RowPitch, Shape.Width + Border.Left + Border.Right);

    public int ColumnStride => ChannelsLast ? Shape.Channels : 1;

    /// <summary>Numbers of one sample, with border and gaps. What does not fit is reported before any text is written.</summary>
    public int Count => unchecked((int)LongCount);

    /// <summary>The same, where it may not fit an int.</summary>
    public long LongCount
    {
        get
        {
            if (!Shape.IsSpatial) return Shape.LongCount;
            long height = (long)Shape.Height + Border.Top + Border.Bottom, width = (long)Shape.Width + Border.Left + Border.Right;
            return Shape.Channels * height * (ChannelsLast ? width : Math.Max(RowPitch, width));
        }
    }

    /// <summary>Whether nothing lies between the numbers of a sample.</summary>
    public bool IsCompact => LongCount == Shape.LongCount;

    /// <summary>The same order without border and gaps.</summary>
    public Layout Compact => new(Shape, ChannelsLast, Border.None);

    /// <summary>Whether it is PyTorch's order.</summary>
    public bool IsPlain => IsCompact && (!ChannelsLast || Shape.Channels == 1 || Shape.Positions == 1);

    /// <summary>Whether both orders are the same: one channel, or one position.</summary>
    public bool IsPlainAs(bool channelsLast) => ChannelsLast == channelsLast || Shape.Channels == 1 || (Shape.Positions == 1 && IsCompact);

    /// <summary>The index of an element; rows and columns of the border have negative numbers, or numbers past the end.</summary>
    public Index At(Index channel, Index row, Index column) => Shape.IsSpatial
        ? (channel * ChannelStride) + (row * RowStride) + (column * ColumnStride) + ((Border.Top * RowStride) + (Border.Left * ColumnStride))
        : channel;

    /// <summary>The index of an element by its number in PyTorch's order.</summary>
    public int AtPlain(int element)
    {
        if (IsPlain) return element;
        int channel = element / Shape.Positions, row = element % Shape.Positions / Shape.Width, column = element % Shape.Width;
        return (channel * ChannelStride) + ((row + Border.Top) * RowStride) + ((column + Border.Left) * ColumnStride);
    }

    /// <summary>In a method's name: nothing for PyTorch's order.</summary>
    public string NameSuffix
    {
        get
        {
            if (IsPlain) return "";
            string name = ChannelsLast ? "Last" : "Rows" + Text.Number(RowStride);
            return Border == Border.None ? name : name + Border.NameSuffix;
        }
    }

    /// <summary>In the name of a method that reads one and writes another: nothing where both are PyTorch's order.</summary>
    public static string NameSuffixOf(Layout source, Layout target) =>
        source.IsPlain && target.IsPlain ? "" : $"{source.NameSuffix}To{(target.IsPlain ? "Plain" : target.NameSuffix)}";

    /// <summary>In a comment: <c>6×14×14, rows of columns of channels, in a border of 2</c>.</summary>
    public override string ToString()
    {
        if (IsPlain) return Shape.ToString();
        string positions = Shape.IsLine ? "length" : "height × width", border = Shape.IsLine ? Border.AlongLine : Border.ToString();
        string order = ChannelsLast ? $", as {positions} × channels" : Border == Border.None ? $", rows {Text.Number(RowStride)} apart" : "";
        return Shape + order + (Border == Border.None ? "" : $", in a border of {border}");
    }
}

/// <summary>Rows and columns of zeros around an image.</summary>
internal sealed record Border(int Top, int Bottom, int Left, int Right)
{
    public static Border None { get; } = new(0, 0, 0, 0);

    /// <summary>Wide enough for both.</summary>
    public static Border Around(Border one, Border other) => new(
        Math.Max(one.Top, other.Top), Math.Max(one.Bottom, other.Bottom), Math.Max(one.Left, other.Left), Math.Max(one.Right, other.Right));

    /// <summary>Whether another fits into it.</summary>
    public bool Covers(Border other) => Around(this, other) == this;

    public string NameSuffix => $"In{Text.Number(Top)}x{Text.Number(Bottom)}x{Text.Number(Left)}x{Text.Number(Right)}";

    /// <summary>Of what is left and right.</summary>
    public string AlongLine => Left == Right ? Text.Number(Left) : $"{Text.Number(Left)} and {Text.Number(Right)} (left, right)";

    public override string ToString() => Top == Bottom && Left == Right && Top == Left
        ? Text.Number(Top)
        : $"{Text.Number(Top)}, {Text.Number(Bottom)}, {Text.Number(Left)} and {Text.Number(Right)} (top, bottom, left, right)";
}
