using System;

namespace CnnGen;

/// <summary>A compiled network: what every annotated class is.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// One instance is used by one thread at a time. Replicas may run at once, but not during a call that changes what they share.
/// Construction allocates everything; no later call does, but <see cref="WarmUp"/> and <see cref="CreateReplica"/>.
/// </remarks>
public interface INetwork<T> where T : unmanaged
{
    /// <summary>Numbers of one sample of the input, of all inputs together.</summary>
    int InputSize { get; }

    /// <summary>Numbers of one sample of the output, of all outputs together.</summary>
    int OutputSize { get; }

    /// <summary>Trained numbers.</summary>
    int ParameterCount { get; }

    /// <summary>Numbers that are kept but not trained, such as running statistics.</summary>
    int BufferCount { get; }

    /// <summary>The most samples of one call.</summary>
    int Batch { get; }

    /// <summary>Layers, shapes, parameters, costs and memory.</summary>
    NetworkDescription Description { get; }

    /// <summary>Runs the network on 1 to <see cref="Batch"/> samples.</summary>
    /// <param name="input">
    /// The samples back to back, <see cref="InputSize"/> numbers each, row-major. Of several inputs all samples of the first, then of the second.
    /// </param>
    /// <returns>
    /// The outputs back to back, <see cref="OutputSize"/> numbers each; of several outputs all samples of the first, then of the second. Valid
    /// until this instance's next Forward.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The length is not 1 to <see cref="Batch"/> times <see cref="InputSize"/>, or the input is a span that this instance returned.
    /// </exception>
    ReadOnlySpan<T> Forward(ReadOnlySpan<T> input);

    /// <summary>Copies the parameters, in the order of the description.</summary>
    /// <param name="destination">At least <see cref="ParameterCount"/> numbers; the rest is left as it is.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    void CopyParametersTo(Span<T> destination);

    /// <summary>Replaces all parameters, in the order of the description.</summary>
    /// <param name="values">Exactly <see cref="ParameterCount"/> numbers.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    void SetParameters(ReadOnlySpan<T> values);

    /// <summary>Replaces some of the parameters, in the order of the description.</summary>
    /// <param name="values">The new values; none does nothing.</param>
    /// <param name="start">The first parameter that is replaced.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is not within the parameters.</exception>
    /// <exception cref="ArgumentException">More values than there are parameters from the start.</exception>
    void SetParameters(ReadOnlySpan<T> values, int start);

    /// <summary>Copies the buffers, in the order of the description.</summary>
    /// <param name="destination">At least <see cref="BufferCount"/> numbers; the rest is left as it is.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    void CopyBuffersTo(Span<T> destination);

    /// <summary>Replaces all buffers, in the order of the description.</summary>
    /// <param name="values">Exactly <see cref="BufferCount"/> numbers.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    void SetBuffers(ReadOnlySpan<T> values);

    /// <summary>Replaces some of the buffers, in the order of the description.</summary>
    /// <param name="values">The new values; none does nothing.</param>
    /// <param name="start">The first buffer element that is replaced.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is not within the buffers.</exception>
    /// <exception cref="ArgumentException">More values than there are buffer elements from the start.</exception>
    void SetBuffers(ReadOnlySpan<T> values, int start);

    /// <summary>
    /// Compiles everything that Forward, Loss, Backward and Step can reach, so that no later one waits for it, and changes nothing of this network: it makes a
    /// step
    /// on two samples with a network of zeros, which it allocates and forgets. Once in a process is enough for a class.
    /// </summary>
    void WarmUp();

    /// <summary>A second instance that shares the parameters and the buffers and has activations of its own.</summary>
    /// <returns>The replica.</returns>
    INetwork<T> CreateReplica();
}
