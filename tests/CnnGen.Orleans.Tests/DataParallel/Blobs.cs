using System;
using System.Collections.Concurrent;

namespace CnnGen.Orleans.Tests;

/// <summary>Samples that follow from their numbers, made once for each size; a variant moves them by a number.</summary>
internal sealed class Blobs<T>(int count, int inputs, int classes, bool ignoresSome = false) : ISampleSource<T> where T : unmanaged
{
    private static readonly ConcurrentDictionary<(int, int, int), Lazy<T[]>> Made = new();

    private readonly T[] numbers = Made.GetOrAdd((count, inputs, classes), _ => new Lazy<T[]>(() => Make(count, inputs, classes))).Value;

    public int Count => count;

    public bool HasLabels => true;

    /// <summary>Called with each sample that is read.</summary>
    public Action<int>? OnRead { get; init; }

    public void CopyTo(int index, int variant, Span<T> into, Span<T> targets, Span<int> labels)
    {
        OnRead?.Invoke(index);
        int moved = variant % 3;
        numbers.AsSpan(index * inputs, inputs - moved).CopyTo(into[moved..]);
        labels[0] = ignoresSome && index % 11 == 0 ? -1 : index % classes;
    }

    private static T[] Make(int count, int inputs, int classes)
    {
        var random = new Random(1);
        var made = new T[count * inputs];
        for (int i = 0; i < made.Length; i++)
        {
            made[i] = Scalars.Round<T>(random.NextDouble() + (i % inputs * classes / inputs == i / inputs % classes ? 0.5 : 0));
        }

        return made;
    }
}
