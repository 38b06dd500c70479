using System;

namespace CnnGen;

/// <summary>A compiled network that can be trained.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>
/// The order of calls: Forward, Loss, Backward, Step. Loss needs a Forward and may be repeated; Backward needs a Loss, or a gradient of
/// the caller's own after a Forward; there is one Backward for each Forward, and none after this instance's own Step, SetParameters or
/// SetBuffers. A call out of order throws <see cref="InvalidOperationException"/> and changes nothing.
/// </remarks>
public interface ITrainableNetwork<T> : INetwork<T> where T : unmanaged
{
    /// <summary>Numbers the optimizer keeps between steps.</summary>
    int OptimizerStateCount { get; }

    /// <summary>Whether layers that differ between training and use run as in training; false after construction. Trainers set it.</summary>
    bool Training { get; set; }

    /// <summary>How many steps have been made; replicas share it.</summary>
    long StepCount { get; }

    /// <summary>The loss of the last Forward against a target of numbers; remembers its gradient for Backward.</summary>
    /// <param name="target">OutputSize numbers for each sample of the last Forward, without those of outputs that have no loss; class probabilities for the
    /// cross-entropies.</param>
    /// <param name="weight">A factor of the loss and of its gradient.</param>
    /// <returns>The mean over the samples, times the weight.</returns>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="InvalidOperationException">No Forward came before, no loss is declared, or several are.</exception>
    T Loss(ReadOnlySpan<T> target, T weight);

    /// <summary>The loss of the last Forward against class labels; remembers its gradient for Backward.</summary>
    /// <param name="labels">One label for each sample of the last Forward; on a spatial output one for each position.</param>
    /// <param name="weight">A factor of the loss and of its gradient.</param>
    /// <returns>The mean over the samples, times the weight.</returns>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">No Forward came before, the declared loss takes no labels, or several are declared.</exception>
    T Loss(ReadOnlySpan<int> labels, T weight);

    /// <summary>
    /// The loss of the last Forward of a network with any number of outputs; remembers its gradient for Backward. Both spans hold output after
    /// output, as they are declared: all samples of the first, then of the second.
    /// </summary>
    /// <param name="targets">The numbers of each output whose loss takes numbers; where there are no labels, of every output that has a loss: class
    /// probabilities for the cross-entropies.</param>
    /// <param name="labels">The labels of each output whose loss takes labels: one for each sample, on a spatial output one for each position.</param>
    /// <param name="weight">A factor of the loss and of its gradient.</param>
    /// <returns>The mean over the samples, each output's times its own weight, times the weight.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    /// <exception cref="InvalidOperationException">No Forward came before, no loss is declared, or the declared loss takes no labels.</exception>
    T Loss(ReadOnlySpan<T> targets, ReadOnlySpan<int> labels, T weight)
    {
        if (labels.IsEmpty) return Loss(targets, weight);
        if (targets.IsEmpty) return Loss(labels, weight);
        throw new ArgumentException(
            $"The loss of one output takes labels or numbers; {labels.Length} labels and {targets.Length} numbers came.", nameof(targets));
    }

    /// <summary>Computes all gradients from the last Loss; adds to the gradients of the parameters.</summary>
    /// <returns>dLoss/dInput, in the order of the input; valid until this instance's next Forward or Backward; empty at <c>InputGradient = false</c>.</returns>
    /// <exception cref="InvalidOperationException">Out of order, or no loss is declared.</exception>
    ReadOnlySpan<T> Backward();

    /// <summary>Computes all gradients from a gradient of the caller's own; adds to the gradients of the parameters.</summary>
    /// <param name="outputGradient">dE/dOutput: OutputSize numbers for each sample of the last Forward, in the order of the outputs that it returned.</param>
    /// <returns>dE/dInput, in the order of the input; valid until this instance's next Forward or Backward; empty at <c>InputGradient = false</c>.</returns>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="InvalidOperationException">Out of order.</exception>
    ReadOnlySpan<T> Backward(ReadOnlySpan<T> outputGradient);

    /// <summary>One step of the declared optimizer with the gradients gathered so far; then clears them.</summary>
    /// <param name="learningRate">The learning rate.</param>
    void Step(T learningRate);

    /// <summary>Sets every gradient to zero.</summary>
    void ClearGradients();

    /// <summary>Copies the gradients of the parameters, in the order of the description; 0 for frozen ones.</summary>
    /// <param name="destination">At least ParameterCount numbers; the rest is left as it is.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    void CopyGradientsTo(Span<T> destination);

    /// <summary>Replaces the gradients of the parameters: to clip or to average them. What is given for frozen ones is ignored.</summary>
    /// <param name="values">Exactly ParameterCount numbers.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    void SetGradients(ReadOnlySpan<T> values);

    /// <summary>
    /// Copies what the optimizer keeps, in the parameters' order: for Sgd with momentum the velocities; for Adam and AdamW all first moments,
    /// then all second; for RMSProp all mean squares, then with momentum the velocities.
    /// </summary>
    /// <param name="destination">At least <see cref="OptimizerStateCount"/> numbers; the rest is left as it is.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    void CopyOptimizerStateTo(Span<T> destination);

    /// <summary>Replaces what the optimizer keeps.</summary>
    /// <param name="values">Exactly <see cref="OptimizerStateCount"/> numbers.</param>
    /// <param name="stepCount">The steps made so far; at least 0.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The step count is negative.</exception>
    void SetOptimizerState(ReadOnlySpan<T> values, long stepCount);

    /// <summary>A second instance that shares parameters, buffers and optimizer state, and has activations and gradients of its own.</summary>
    /// <returns>The replica; its <see cref="Training"/> is false.</returns>
    new ITrainableNetwork<T> CreateReplica();
}
