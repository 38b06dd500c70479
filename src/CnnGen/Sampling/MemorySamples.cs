using System;
using CnnGen.Sampling;

namespace CnnGen;

/// <summary>Samples that lie in memory, one behind the other.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <remarks>Nothing is copied: what the arrays hold when a sample is asked for is what it is.</remarks>
public sealed class MemorySamples<T> : ISampleSource<T> where T : unmanaged
{
    private readonly ReadOnlyMemory<T> inputs, targets;
    private readonly ReadOnlyMemory<int> labels;

    /// <summary>Samples with class labels.</summary>
    /// <param name="inputs">The inputs, as many numbers for each sample.</param>
    /// <param name="labels">The labels, one for each sample.</param>
    /// <exception cref="ArgumentException">There is no sample, or the inputs are not the same number for each label.</exception>
    public MemorySamples(ReadOnlyMemory<T> inputs, ReadOnlyMemory<int> labels) : this(labels.Length, inputs, ReadOnlyMemory<T>.Empty, labels)
    {
    }

    /// <summary>Samples with targets, labels or both.</summary>
    /// <param name="count">How many samples there are.</param>
    /// <param name="inputs">The inputs: InputSize numbers for each sample.</param>
    /// <param name="targets">The targets, as many numbers for each sample, or none.</param>
    /// <param name="labels">The labels, as many for each sample, or none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample.</exception>
    /// <exception cref="ArgumentException">Inputs, targets or labels are not the same number for each sample, or there are no inputs.</exception>
    public MemorySamples(int count, ReadOnlyMemory<T> inputs, ReadOnlyMemory<T> targets = default, ReadOnlyMemory<int> labels = default)
    {
        if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), count, $"There is at least one sample; {count} came.");
        if (inputs.IsEmpty) throw new ArgumentException("A sample has at least one number of input; none came.", nameof(inputs));
        Check(inputs.Length, nameof(inputs));
        Check(targets.Length, nameof(targets));
        Check(labels.Length, nameof(labels));
        Count = count;
        this.inputs = inputs;
        this.targets = targets;
        this.labels = labels;

        void Check(int length, string name)
        {
            if (length % count != 0) throw new ArgumentException($"{count} samples have the same number of {name} each; {length} came.", name);
        }
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public bool HasLabels => !labels.IsEmpty;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">The network takes another number of inputs, targets or labels than the samples have.</exception>
    public void CopyTo(int index, int variant, Span<T> inputs, Span<T> targets, Span<int> labels)
    {
        Sample.CheckIndex(index, Count);
        Sample.Copy(this.inputs.Span, index, Count, inputs, nameof(inputs));
        Sample.Copy(this.targets.Span, index, Count, targets, nameof(targets));
        Sample.Copy(this.labels.Span, index, Count, labels, nameof(labels));
    }
}
