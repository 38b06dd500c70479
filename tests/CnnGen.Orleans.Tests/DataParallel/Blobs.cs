using System;

namespace CnnGen.Orleans.Tests;

/// <summary>Samples that follow from their numbers; each variant differs a little.</summary>
internal sealed class Blobs<T>(int count, int inputs, int classes, bool ignoresSome = false) : ISampleSource<T> where T : unmanaged
{
    public int Count => count;

    public bool HasLabels => true;

    /// <summary>Called with each sample that is read.</summary>
    public Action<int>? OnRead { get; init; }

    public void CopyTo(int index, int variant, Span<T> into, Span<T> targets, Span<int> labels)
    {
        OnRead?.Invoke(index);
        var random = new Random((index * 31) + (variant % 7));
        int label = index % classes;
        for (int i = 0; i < inputs; i++) into[i] = Scalars.Round<T>(random.NextDouble() + (i % classes == label ? 0.5 : 0));
        labels[0] = ignoresSome && index % 11 == 0 ? -1 : label;
    }
}
