using System;
using CnnGen.Runtime;

namespace CnnGen;

/// <summary>
/// All that a network in training consists of, as it lies: parameters, buffers, what the optimizer keeps, the number of steps and dropout's seed.
/// </summary>
/// <typeparam name="T">The network's number type.</typeparam>
/// <remarks>
/// <code>
/// var state = new TrainingState&lt;float&gt;(network);   // its only allocation
/// state.Copy();
/// …
/// state.Restore();
/// </code>
/// A copy takes as long as memory does. The order of the numbers is the network's own, which <see cref="NetworkDescription.LayoutFingerprint"/> tells apart;
/// <see cref="Checkpoint"/> saves the same in the description's order, for other versions and other programs. Gradients are not in it.
/// </remarks>
public sealed class TrainingState<T> where T : unmanaged
{
    private readonly ITrainableNetwork<T> network;
    private readonly IShardTraining<T> training;
    private readonly T[] numbers;

    /// <summary>Room for the state of a network, all zero.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentNullException">There is no network.</exception>
    /// <exception cref="ArgumentException">The network is not one that CnnGen has compiled.</exception>
    public TrainingState(ITrainableNetwork<T> network)
    {
        this.network = network ?? throw new ArgumentNullException(nameof(network));
        training = network as IShardTraining<T> ?? throw new ArgumentException(
            $"A state is that of a network which CnnGen has compiled; {network.GetType().Name} is none.", nameof(network));
        SharedState<T> state = training.State;
        numbers = new T[state.Parameters.Length + state.Buffers.Length + state.OptimizerState.Length];
    }

    /// <summary>The parameters, then the buffers, then what the optimizer keeps.</summary>
    public Span<T> Numbers => numbers;

    /// <summary>The steps made so far.</summary>
    public long StepCount { get; set; }

    /// <summary>What dropout's masks follow from besides the steps; 0 where there is none.</summary>
    public int Seed { get; set; }

    /// <summary>Takes what the network has. Allocates nothing.</summary>
    public void Copy()
    {
        SharedState<T> state = training.State;
        Span<T> rest = numbers;
        state.Parameters.Span.CopyTo(Part(ref rest, state.Parameters.Length));
        state.Buffers.Span.CopyTo(Part(ref rest, state.Buffers.Length));
        state.OptimizerState.Span.CopyTo(rest);
        StepCount = network.StepCount;
        Seed = network is IDrawsMasks masks ? masks.Seed : 0;
    }

    /// <summary>Gives the network what is here; its gradients are zero then. Allocates nothing.</summary>
    /// <exception cref="InvalidOperationException">The number of steps is negative. Nothing has changed.</exception>
    public void Restore()
    {
        if (StepCount < 0) throw new InvalidOperationException($"The number of steps is at least 0; {StepCount} came.");
        SharedState<T> state = training.State;
        Span<T> rest = numbers;
        Part(ref rest, state.Parameters.Length).CopyTo(state.Parameters.Span);
        Part(ref rest, state.Buffers.Length).CopyTo(state.Buffers.Span);
        rest.CopyTo(state.OptimizerState.Span);
        state.StepCount = StepCount;
        if (network is IDrawsMasks masks) masks.Seed = Seed;
        training.AfterRestore();
        network.ClearGradients();
    }

    private static Span<T> Part(ref Span<T> rest, int count)
    {
        Span<T> part = rest.Slice(0, count);
        rest = rest.Slice(count);
        return part;
    }
}
