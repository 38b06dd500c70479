using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnGen.Orleans;

/// <summary>
/// The noise of populations: whole numbers of mean 0 that follow from a key and a parameter's number, and nothing else, so that every machine makes the same
/// ones again, with vectors of any width, from any parameter on.
/// </summary>
/// <remarks>
/// <para>
/// A number is the sum of the four bytes of a word, less its mean, 510: nearly normal (its excess kurtosis is −0.3), between −510 and 510, of variance 21845.
/// The word is a hash, C. Wellons' lowbias32 (hash-prospector, 2018), twice, with half of the key before each.
/// </para>
/// <para>
/// That noise is whole numbers makes sums of it exact, in whatever order they are formed, as long as their weights are whole numbers too: ranks are. Finer
/// steps than 1/148 of the deviation would cost a second word, and an estimate that is a sum over many pairs cannot tell.
/// </para>
/// </remarks>
internal static class Noise
{
    /// <summary>No number is larger, nor smaller than its negative.</summary>
    public const int Most = 510;

    private const uint Spread = 0x9E3779B9, First = 0x7FEB352D, Second = 0x846CA68B, Bytes = 0x00FF00FF;

    /// <summary>The numbers' deviation. A square root is rounded correctly on every machine.</summary>
    public static double Deviation { get; } = Math.Sqrt(21845);

    /// <summary>A key of a sequence: of what is drawn and of its number.</summary>
    public static ulong Key(long seed, Draw draw, long number) => Mix(Mix(Mix(unchecked((ulong)seed)) + (ulong)draw) + unchecked((ulong)number));

    /// <summary>The number of a parameter.</summary>
    public static int Number(ulong key, int parameter)
    {
        uint word = Hash(Hash(unchecked(((uint)parameter * Spread) + (uint)key)) + (uint)(key >> 32));
        uint halves = (word & Bytes) + ((word >> 8) & Bytes);
        return (int)((halves & 0xFFFF) + (halves >> 16)) - Most;
    }

    /// <summary>Adds multiples of noise: the product is rounded to the network's type, and so is the sum.</summary>
    /// <param name="source">Parameters.</param>
    /// <param name="destination">As many; it may be the source.</param>
    /// <param name="key">Of the noise.</param>
    /// <param name="factor">Of the noise, which is rounded to the network's type first.</param>
    /// <param name="first">The number of the first parameter.</param>
    public static void Add<T>(ReadOnlySpan<T> source, Span<T> destination, ulong key, double factor, int first) where T : unmanaged
    {
        if (typeof(T) == typeof(double)) Add(MemoryMarshal.Cast<T, double>(source), MemoryMarshal.Cast<T, double>(destination), key, factor, first);
        else Add(MemoryMarshal.Cast<T, float>(source), MemoryMarshal.Cast<T, float>(destination), key, (float)factor, first);
    }

    /// <summary>Adds whole multiples of noise to sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(Span<int> sums, ulong key, int factor, int first)
    {
        Span<Vector<int>> vectors = MemoryMarshal.Cast<int, Vector<int>>(sums);
        Vector<uint> states = Start(key, first), further = Further, high = new((uint)(key >> 32));
        var factors = new Vector<int>(factor);
        for (int v = 0; v < vectors.Length; v++)
        {
            vectors[v] += factors * Numbers(states, high);
            states += further;
        }

        for (int i = vectors.Length * Vector<int>.Count; i < sums.Length; i++) sums[i] += factor * Number(key, first + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<float> source, Span<float> destination, ulong key, float factor, int first)
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(source);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(destination);
        Vector<uint> states = Start(key, first), further = Further, high = new((uint)(key >> 32));
        var factors = new Vector<float>(factor);
        for (int v = 0; v < from.Length; v++)
        {
            Vector<float> step = factors * Vector.ConvertToSingle(Numbers(states, high));
            to[v] = from[v] + step;
            states += further;
        }

        for (int i = from.Length * Vector<float>.Count; i < source.Length; i++)
        {
            float step = (float)(factor * Number(key, first + i));
            destination[i] = (float)(source[i] + step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<double> source, Span<double> destination, ulong key, double factor, int first)
    {
        ReadOnlySpan<Vector<double>> from = MemoryMarshal.Cast<double, Vector<double>>(source);
        Span<Vector<double>> to = MemoryMarshal.Cast<double, Vector<double>>(destination);
        Vector<uint> states = Start(key, first), further = Further, high = new((uint)(key >> 32));
        var factors = new Vector<double>(factor);
        int pairs = from.Length / 2;
        for (int v = 0; v < pairs; v++)
        {
            // By way of single precision, which holds them and is quicker to come by.
            Vector.Widen(Vector.ConvertToSingle(Numbers(states, high)), out Vector<double> low, out Vector<double> upper);
            low *= factors;
            upper *= factors;
            to[2 * v] = from[2 * v] + low;
            to[(2 * v) + 1] = from[(2 * v) + 1] + upper;
            states += further;
        }

        for (int i = pairs * Vector<float>.Count; i < source.Length; i++)
        {
            double step = (double)(factor * Number(key, first + i));
            destination[i] = source[i] + step;
        }
    }

    /// <summary>How far it is from what is hashed for one vector to the next.</summary>
    private static Vector<uint> Further => new(unchecked((uint)Vector<uint>.Count * Spread));

    /// <summary>What is hashed of the first parameters.</summary>
    private static Vector<uint> Start(ulong key, int first)
    {
        Span<uint> lanes = stackalloc uint[Vector<uint>.Count];
        for (int lane = 0; lane < lanes.Length; lane++) lanes[lane] = unchecked(((uint)(first + lane) * Spread) + (uint)key);
        return new Vector<uint>(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Numbers(Vector<uint> states, Vector<uint> high)
    {
        Vector<uint> word = Hash(Hash(states) + high), bytes = new(Bytes);
        Vector<uint> halves = (word & bytes) + (Vector.ShiftRightLogical(word, 8) & bytes);
        return Vector.AsVectorInt32((halves & new Vector<uint>(0xFFFF)) + Vector.ShiftRightLogical(halves, 16)) - new Vector<int>(Most);
    }

    private static uint Hash(uint x)
    {
        unchecked
        {
            x = (x ^ (x >> 16)) * First;
            x = (x ^ (x >> 15)) * Second;
            return x ^ (x >> 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Hash(Vector<uint> x)
    {
        x = (x ^ Vector.ShiftRightLogical(x, 16)) * new Vector<uint>(First);
        x = (x ^ Vector.ShiftRightLogical(x, 15)) * new Vector<uint>(Second);
        return x ^ Vector.ShiftRightLogical(x, 16);
    }

    /// <summary>S. Vigna's splitmix64.</summary>
    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}

/// <summary>What a population draws, each from sequences of its own.</summary>
internal enum Draw
{
    /// <summary>The noise of a pair or of a link, by its number from the beginning of the run.</summary>
    Noise = 1,

    /// <summary>The seed of a generation's episodes.</summary>
    Episode,

    /// <summary>The parent of a candidate, by its number from the beginning of the run.</summary>
    Parent,
}
