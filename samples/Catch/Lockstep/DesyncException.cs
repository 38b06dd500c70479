using System;

namespace Catch.Lockstep;

/// <summary>Two games that had the same inputs are no longer the same.</summary>
internal sealed class DesyncException : Exception
{
    /// <param name="frame">The first frame behind which they differ; 0 before all.</param>
    /// <param name="here">What the game here hashes to.</param>
    /// <param name="there">What it hashes to elsewhere.</param>
    /// <param name="elsewhere">Where that is.</param>
    public DesyncException(int frame, ulong here, ulong there, string elsewhere)
        : base($"frame {frame}: the weights or the fields differ: hash {here:x16} here, {there:x16} {elsewhere}") => Frame = frame;

    public int Frame { get; }
}
