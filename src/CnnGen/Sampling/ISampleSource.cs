using System;

namespace CnnGen;

/// <summary>Samples to train with or to evaluate on, each found by its number.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as of the network.</typeparam>
/// <remarks>
/// <see cref="MemorySamples{T}"/>, <see cref="IdxSamples"/> and <see cref="CsvSamples"/> are such sources; a source of one's own is a class with three members:
/// <code>
/// sealed class Sines : ISampleSource&lt;float&gt;
/// {
///     public int Count => 1000;
///     public bool HasLabels => false;
///
///     public void CopyTo(int index, int variant, Span&lt;float&gt; inputs, Span&lt;float&gt; targets, Span&lt;int&gt; labels)
///     {
///         inputs[0] = index * 0.001f;
///         targets[0] = MathF.Sin(inputs[0]);
///     }
/// }
/// </code>
/// One thread asks at a time. A source that allocates nothing leaves training without garbage.
/// </remarks>
public interface ISampleSource<T> where T : unmanaged
{
    /// <summary>How many samples there are.</summary>
    int Count { get; }

    /// <summary>Whether samples have class labels; otherwise the losses that could take labels get numbers, class probabilities.</summary>
    bool HasLabels { get; }

    /// <summary>Writes a sample, into spans of zeros.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="variant">
    /// 0: the sample as it is. In training another number each epoch, at least 1 and evenly distributed, which follows from the seed, the epoch and the
    /// index: a source that moves, mirrors or disturbs its samples decides by it, and training that is resumed sees the same.
    /// </param>
    /// <param name="inputs">The network's InputSize numbers: all of the first input, then of the second.</param>
    /// <param name="targets">
    /// The numbers for each output whose loss takes numbers, output after output; where there are no labels, for every output that has a loss. May be empty.
    /// </param>
    /// <param name="labels">
    /// The labels of each output whose loss takes labels: one, on a spatial output one for each position. Empty where there are none.
    /// </param>
    void CopyTo(int index, int variant, Span<T> inputs, Span<T> targets, Span<int> labels);
}
