namespace Catch.Game;

/// <summary>What a player does in a frame.</summary>
internal enum Key : byte
{
    None,
    Left,
    Right,
    Throw,
}

/// <summary>
/// What one player's machine puts into a frame. All that happens follows from the seed and the inputs of all frames: they are what is recorded and sent, with a
/// hash to compare, and nothing else is.
/// </summary>
internal readonly struct Input
{
    public Input(Key key, ushort steps)
    {
        Key = key;
        Steps = steps;
    }

    public Key Key { get; }

    /// <summary>
    /// The most steps of practice that this machine has the time for. A clock decides it perhaps, which nobody can repeat; so it is an input like a key.
    /// </summary>
    public ushort Steps { get; }
}
