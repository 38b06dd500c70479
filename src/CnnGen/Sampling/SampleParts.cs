using System;
using CnnGen.Sampling;

namespace CnnGen;

/// <summary>Parts of samples.</summary>
public static class SampleParts
{
    /// <summary>Some of the samples, such as those that are held out for validation.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="samples">The samples.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <returns>The part; nothing is copied.</returns>
    /// <exception cref="ArgumentNullException">There are no samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many, or none is taken.</exception>
    /// <remarks>
    /// <code>
    /// var training = images.Part&lt;float&gt;(0, 50_000);
    /// var validation = images.Part&lt;float&gt;(50_000, 10_000);
    /// </code>
    /// </remarks>
    public static ISampleSource<T> Part<T>(this ISampleSource<T> samples, int first, int count) where T : unmanaged
    {
        if (samples == null) throw new ArgumentNullException(nameof(samples));
        if ((uint)first >= (uint)samples.Count)
        {
            throw new ArgumentOutOfRangeException(nameof(first), first, $"There are {samples.Count} samples, from 0 on; {first} came.");
        }

        if (count < 1 || count > samples.Count - first)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"From {first} on there are {samples.Count - first} samples; {count} came.");
        }

        return new PartOf<T>(samples, first, count);
    }

    private sealed class PartOf<T> : ISampleSource<T> where T : unmanaged
    {
        private readonly ISampleSource<T> samples;
        private readonly int first;

        public PartOf(ISampleSource<T> samples, int first, int count)
        {
            this.samples = samples;
            this.first = first;
            Count = count;
        }

        public int Count { get; }

        public bool HasLabels => samples.HasLabels;

        public void CopyTo(int index, int variant, Span<T> inputs, Span<T> targets, Span<int> labels)
        {
            Sample.CheckIndex(index, Count);
            samples.CopyTo(first + index, variant, inputs, targets, labels);
        }
    }
}
