namespace Playground.Editing;

/// <summary>A piece of the text that looks the same from end to end.</summary>
/// <param name="Text">The piece.</param>
/// <param name="Style">The names of its styles, with spaces between.</param>
internal readonly record struct Piece(string Text, string Style);
