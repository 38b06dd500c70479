namespace CnnGen.Generator.Kernels;

/// <summary>Where the numbers of one sample lie, by sizes that a kernel's text may be told.</summary>
/// <param name="Channel">From a channel to the next.</param>
/// <param name="Row">From a row to the next.</param>
/// <param name="Column">From a column to the next.</param>
/// <param name="Start">The first number.</param>
internal sealed record Strides(Size Channel, Size Row, Size Column, Size Start)
{
    /// <summary>The index of an element.</summary>
    public Index At(Index channel, Index row, Index column) => (channel * Channel) + (row * Row) + (column * Column) + Start;
}
