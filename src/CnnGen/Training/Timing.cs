namespace CnnGen.Training;

/// <summary>How long a team took, in ticks of the stopwatch.</summary>
internal readonly struct Timing
{
    /// <summary>Two durations.</summary>
    /// <param name="all">From the beginning to the end of the last part.</param>
    /// <param name="own">From the beginning to the end of the caller's own last part.</param>
    public Timing(long all, long own)
    {
        All = all;
        Own = own;
    }

    /// <summary>From the beginning to the end of the last part.</summary>
    public long All { get; }

    /// <summary>From the beginning to the end of the caller's own last part.</summary>
    public long Own { get; }
}
