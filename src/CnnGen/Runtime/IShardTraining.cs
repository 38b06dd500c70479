using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>What a <see cref="Trainer{T}"/> needs of a network beyond its public members. For generated code.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IShardTraining<T> where T : unmanaged
{
    /// <summary>
    /// The gradients as the network keeps them: all that every Backward so far has added, also what it had left to Step; in the same order in every replica.
    /// </summary>
    /// <returns>Memory that may be added to before the next call of the network.</returns>
    AlignedMemory<T> FormGradients();

    /// <summary>Lets Backward add to other memory from now on. Nothing is left to Step: <see cref="FormGradients"/> or ClearGradients came before.</summary>
    /// <param name="memory">Of the length of the network's own, in the same order.</param>
    void UseGradients(AlignedMemory<T> memory);

    /// <summary>Makes the packed copies of the parameters now, so that replicas which start at once need not wait for the one that does it.</summary>
    void Pack();

    /// <summary>The optimizer's step for a range of the trained parameters, in the order of the gradients, which are formed and are then zero.</summary>
    /// <param name="first">The first, a multiple of 16.</param>
    /// <param name="count">How many, a multiple of 16.</param>
    /// <param name="learningRate">The learning rate.</param>
    void StepRange(int first, int count, T learningRate);

    /// <summary>What Step does besides, when all ranges have made theirs.</summary>
    void AfterStep();

    /// <summary>What the network shares with its replicas, as it lies.</summary>
    SharedState<T> State { get; }

    /// <summary>What has to be known after somebody has written to <see cref="State"/>.</summary>
    void AfterRestore();

    /// <summary>Throws what Forward would throw in training for so few samples.</summary>
    /// <param name="samples">The samples of a shard.</param>
    /// <exception cref="ArgumentException">There is one, and a layer takes statistics of more.</exception>
    void CheckShard(int samples)
    {
    }

    /// <summary>Whether the network declares a loss.</summary>
    bool HasLoss => true;

    /// <summary>Throws what Loss would throw for these labels, whatever their number.</summary>
    /// <param name="labels">The labels of any number of samples; of several outputs all of the first, then of the second.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">The declared loss takes no labels.</exception>
    void CheckLabels(ReadOnlySpan<int> labels);
}
