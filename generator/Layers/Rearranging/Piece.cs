using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Rearranging;

/// <summary>Numbers that go from one tensor to another in a nest of loops, each of which goes on by a constant step in both.</summary>
/// <param name="From">The first one where it comes from.</param>
/// <param name="To">The first one where it goes to.</param>
/// <param name="Walks">The loops.</param>
internal sealed record Piece(Cell From, Cell To, EquatableArray<Walk> Walks)
{
    /// <summary>A piece that is the same in both but for its place: all rows and columns of a shape, of so many channels.</summary>
    public static Piece Block(Shape shape, Cell from, Cell to) => new(
        from,
        to,
        EquatableArray.Of(
            Walk.Along("channel", shape.Channels, Cell.Channels(1)),
            Walk.Along("row", shape.Height, Cell.Rows(1)),
            Walk.Along("column", shape.Width, Cell.Columns(1))));

    /// <summary>The same the other way.</summary>
    public Piece Back => new(To, From, Walks.Select(walk => walk with { From = walk.To, To = walk.From }).ToEquatableArray());
}

/// <summary>A loop.</summary>
/// <param name="Name">The loop variable.</param>
/// <param name="Count">How often it goes on.</param>
/// <param name="From">A step where the numbers come from.</param>
/// <param name="To">A step where they go to.</param>
internal sealed record Walk(string Name, int Count, Cell From, Cell To)
{
    public static Walk Along(string name, int count, Cell step) => new(name, count, step, step);
}

/// <summary>A place in a tensor, or a way from one to another.</summary>
internal sealed record Cell(int Channel, int Row, int Column)
{
    public static Cell Zero { get; } = new(0, 0, 0);

    public static Cell Channels(int count) => new(count, 0, 0);

    public static Cell Rows(int count) => new(0, count, 0);

    public static Cell Columns(int count) => new(0, 0, count);

    /// <summary>How far that is in memory.</summary>
    public int In(Layout layout) => layout.Shape.IsSpatial
        ? (Channel * layout.ChannelStride) + (Row * layout.RowStride) + (Column * layout.ColumnStride)
        : Channel;
}
