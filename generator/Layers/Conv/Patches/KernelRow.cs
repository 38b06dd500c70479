namespace CnnGen.Generator.Layers.Conv.Patches;

/// <summary>
/// A row of a kernel on an image whose channels are last: one run of numbers, or, where a group's channels or dilation part the columns,
/// a piece for each column.
/// </summary>
internal sealed record KernelRow(ConvShape Shape)
{
    /// <summary>Runs of numbers in the input.</summary>
    public int Pieces => Shape.Groups > 1 || Shape.Window.DilationWidth > 1 ? Shape.Window.Width : 1;

    /// <summary>Numbers of each.</summary>
    public int Run => Count / Pieces;

    /// <summary>Numbers of all.</summary>
    public int Count => Shape.Window.Width * Shape.GroupChannels;
}
