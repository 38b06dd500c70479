using System;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CnnGen.Runtime;

/// <summary>Where a network keeps its tensors: from the description's order to its own and back. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TensorMap
{
    private readonly TensorPlace[] places;

    /// <summary>A map of tensors in the description's order.</summary>
    /// <param name="places">One for each.</param>
    public TensorMap(params TensorPlace[] places) => this.places = places;

    /// <summary>The map of the tensors that lie before a place, each at its number in the description's order.</summary>
    /// <param name="end">The place.</param>
    /// <returns>The map.</returns>
    public TensorMap Before(int end) => new(Array.FindAll(places, tensor => tensor.Place < end));

    /// <summary>The map of the same tensors in an order that has these alone, one behind the other.</summary>
    /// <returns>The map.</returns>
    public TensorMap WithoutGaps()
    {
        var moved = new TensorPlace[places.Length];
        for (int i = 0, offset = 0; i < places.Length; offset += places[i++].Count) moved[i] = places[i].At(offset);
        return new TensorMap(moved);
    }

    /// <summary>Copies all tensors out, in the description's order.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="kept">As the network keeps them.</param>
    /// <param name="destination">Room for all of them.</param>
    public void CopyTo<T>(ReadOnlySpan<T> kept, Span<T> destination) where T : unmanaged
    {
        foreach (TensorPlace tensor in places)
        {
            tensor.Describe(kept.Slice(tensor.Place, tensor.Count), destination.Slice(tensor.Offset, tensor.Count));
        }
    }

    /// <summary>Replaces elements.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="values">The new ones, in the description's order.</param>
    /// <param name="start">The number of the first in that order.</param>
    /// <param name="kept">As the network keeps them.</param>
    public void Set<T>(ReadOnlySpan<T> values, int start, Span<T> kept) where T : unmanaged
    {
        int end = start + values.Length;
        foreach (TensorPlace tensor in places)
        {
            int from = Math.Max(start, tensor.Offset), to = Math.Min(end, tensor.Offset + tensor.Count);
            if (from >= to) continue;
            ReadOnlySpan<T> part = values.Slice(from - start, to - from);
            Span<T> target = kept.Slice(tensor.Place, tensor.Count);
            int first = from - tensor.Offset;
            if (!tensor.IsPermuted) part.CopyTo(target.Slice(first));
            else if (part.Length == tensor.Count) tensor.Keep(part, target);
            else
            {
                for (int i = 0; i < part.Length; i++) target[tensor.IndexOf(first + i)] = part[i];
            }
        }
    }

    /// <summary>Gives every element of a tensor its initial value.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="tensor">The tensor's number.</param>
    /// <param name="value">The value, which is rounded once.</param>
    /// <param name="kept">As the network keeps its tensors.</param>
    public void Fill<T>(int tensor, double value, Span<T> kept) where T : unmanaged =>
        kept.Slice(places[tensor].Place, places[tensor].Count).Fill(Numbers.Narrow<T>(value));

    /// <summary>Gives a tensor its initial weights, drawn in the description's order.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="random">Where they come from.</param>
    /// <param name="tensor">The tensor's number.</param>
    /// <param name="variance">Of the normal numbers; their mean is 0.</param>
    /// <param name="kept">As the network keeps its tensors.</param>
    public void FillNormal<T>(RandomNumbers random, int tensor, double variance, Span<T> kept) where T : unmanaged
    {
        TensorPlace place = places[tensor];
        Span<T> target = kept.Slice(place.Place, place.Count);
        double deviation = Math.Sqrt(variance);
        for (int i = 0; i < target.Length; i++) target[place.IndexOf(i)] = Numbers.Narrow<T>(deviation * random.Normal());
    }

    /// <summary>Gives a tensor its initial weights, drawn in the description's order.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="random">Where they come from.</param>
    /// <param name="tensor">The tensor's number.</param>
    /// <param name="bound">The numbers are between −bound and bound, as likely one as the other.</param>
    /// <param name="kept">As the network keeps its tensors.</param>
    public void FillUniform<T>(RandomNumbers random, int tensor, double bound, Span<T> kept) where T : unmanaged
    {
        TensorPlace place = places[tensor];
        Span<T> target = kept.Slice(place.Place, place.Count);
        for (int i = 0; i < target.Length; i++) target[place.IndexOf(i)] = Numbers.Narrow<T>(bound * ((2 * random.Uniform()) - 1));
    }
}

/// <summary>One tensor of a map. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TensorPlace
{
    private readonly int channels, positions;

    /// <summary>A tensor that is kept as it is described.</summary>
    /// <param name="offset">Its first element in the description's order.</param>
    /// <param name="count">Its elements.</param>
    /// <param name="place">Its first element where the network keeps it.</param>
    public TensorPlace(int offset, int count, int place) : this(offset, count, place, 1, 1)
    {
    }

    /// <summary>A tensor of blocks of channels × positions that is kept as blocks of positions × channels.</summary>
    /// <param name="offset">Its first element in the description's order.</param>
    /// <param name="count">Its elements.</param>
    /// <param name="place">Its first element where the network keeps it.</param>
    /// <param name="channels">Channels of a block.</param>
    /// <param name="positions">Positions of a block.</param>
    public TensorPlace(int offset, int count, int place, int channels, int positions)
    {
        Offset = offset;
        Count = count;
        Place = place;
        this.channels = channels;
        this.positions = positions;
    }

    /// <summary>The same at another number.</summary>
    internal TensorPlace At(int offset) => new(offset, Count, Place, channels, positions);

    internal int Offset { get; }

    internal int Count { get; }

    internal int Place { get; }

    internal bool IsPermuted => channels > 1 && positions > 1;

    /// <summary>Copies the whole tensor out, as it is described.</summary>
    internal void Describe<T>(ReadOnlySpan<T> kept, Span<T> described) where T : unmanaged => Transpose(kept, described, positions, channels);

    /// <summary>Copies the whole tensor in, as it is kept.</summary>
    internal void Keep<T>(ReadOnlySpan<T> described, Span<T> kept) where T : unmanaged => Transpose(described, kept, channels, positions);

    /// <summary>Where in the kept tensor an element of the described one is.</summary>
    internal int IndexOf(int element)
    {
        int block = channels * positions, inBlock = element % block;
        return element - inBlock + (inBlock % positions * channels) + (inBlock / positions);
    }

    private void Transpose<T>(ReadOnlySpan<T> source, Span<T> destination, int rows, int columns) where T : unmanaged
    {
        if (!IsPermuted)
        {
            source.CopyTo(destination);
            return;
        }

        int block = rows * columns;
        for (int first = 0; first < source.Length; first += block)
        {
            ReadOnlySpan<T> from = source.Slice(first, block);
            Span<T> to = destination.Slice(first, block);
            if (typeof(T) == typeof(float))
            {
                Transposition.Copy(MemoryMarshal.Cast<T, float>(from), columns, MemoryMarshal.Cast<T, float>(to), rows, rows, columns);
            }
            else
            {
                Transposition.Copy(MemoryMarshal.Cast<T, double>(from), columns, MemoryMarshal.Cast<T, double>(to), rows, rows, columns);
            }
        }
    }
}
