using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>What a network shares with its replicas. For generated code.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SharedState<T> where T : unmanaged
{
    /// <summary>Allocates the state, all zeros.</summary>
    /// <param name="parameterCount">Trained numbers.</param>
    /// <param name="bufferCount">Kept numbers.</param>
    /// <param name="optimizerStateCount">Numbers the optimizer keeps.</param>
    public SharedState(int parameterCount, int bufferCount, int optimizerStateCount)
    {
        Parameters = new T[parameterCount];
        Buffers = new T[bufferCount];
        OptimizerState = new T[optimizerStateCount];
    }

    /// <summary>The trained numbers, in the order of the description.</summary>
    public T[] Parameters { get; }

    /// <summary>The kept numbers, in the order of the description.</summary>
    public T[] Buffers { get; }

    /// <summary>What the optimizer keeps.</summary>
    public T[] OptimizerState { get; }

    /// <summary>The steps made so far.</summary>
    public long StepCount { get; set; }
}
