using System.ComponentModel;
using System.Threading;

namespace CnnGen.Runtime;

/// <summary>What a network shares with its replicas. For generated code.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SharedState<T> where T : unmanaged
{
    private bool isPacked;

    /// <summary>Allocates the state, all zeros.</summary>
    /// <param name="parameters">Numbers that are trained, with the gaps between tensors.</param>
    /// <param name="packed">Numbers of the parameters' copies in other orders.</param>
    /// <param name="buffers">Numbers that are kept but not trained.</param>
    /// <param name="optimizerState">Numbers that the optimizer keeps.</param>
    public SharedState(int parameters, int packed, int buffers, int optimizerState)
    {
        Parameters = new AlignedMemory<T>(parameters);
        Packed = new AlignedMemory<T>(packed);
        Buffers = new T[buffers];
        OptimizerState = new AlignedMemory<T>(optimizerState);
    }

    /// <summary>The trained numbers.</summary>
    public AlignedMemory<T> Parameters { get; }

    /// <summary>Copies of parameters in the orders in which kernels read them.</summary>
    public AlignedMemory<T> Packed { get; }

    /// <summary>The kept numbers, in the order of the description.</summary>
    public T[] Buffers { get; }

    /// <summary>What the optimizer keeps, laid out as the parameters are.</summary>
    public AlignedMemory<T> OptimizerState { get; }

    /// <summary>The steps made so far.</summary>
    public long StepCount { get; set; }

    /// <summary>
    /// Whether the copies agree with the parameters. The first Forward after a change makes them, under a lock on this object, since
    /// replicas may run at once.
    /// </summary>
    public bool IsPacked
    {
        get => Volatile.Read(ref isPacked);
        set => Volatile.Write(ref isPacked, value);
    }
}
