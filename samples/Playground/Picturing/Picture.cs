namespace Playground.Picturing;

/// <summary>A picture as an address that an img element shows.</summary>
/// <param name="Source">The address, which is the picture itself.</param>
/// <param name="Width">Its cells from left to right.</param>
/// <param name="Height">Its cells from top to bottom.</param>
public sealed record Picture(string Source, int Width, int Height);
