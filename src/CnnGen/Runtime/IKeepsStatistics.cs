using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>A network with running averages of what its calls in training have seen. For generated code.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IKeepsStatistics<T> where T : unmanaged
{
    /// <summary>
    /// Whether a Forward in training leaves its statistics in <see cref="Statistics"/> and the averages as they are: so it is in a replica, which may run
    /// beside others.
    /// </summary>
    bool KeepsStatistics { get; set; }

    /// <summary>What the last Forward in training has seen, in the order of the buffers. Valid until the next Forward.</summary>
    ReadOnlySpan<T> Statistics { get; }

    /// <summary>Lets the averages go on by what a Forward has seen. No other replica runs.</summary>
    /// <param name="statistics">What stood in <see cref="Statistics"/>, of this network or a replica.</param>
    void FoldStatistics(ReadOnlySpan<T> statistics);
}
