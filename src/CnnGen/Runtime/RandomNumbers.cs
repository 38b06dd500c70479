using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>The random numbers of initial weights: the same seed gives the same numbers on every machine. For generated code.</summary>
/// <remarks>
/// Uniform numbers are D. Blackman and S. Vigna's xoshiro256++, seeded by splitmix64; normal ones G. Marsaglia's polar method in double.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RandomNumbers
{
    private ulong s0, s1, s2, s3;
    private double spare;
    private bool hasSpare;

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">Any number.</param>
    public RandomNumbers(int seed) => Restart(seed);

    /// <summary>Starts the sequence of another seed.</summary>
    /// <param name="seed">Any number.</param>
    public void Restart(int seed)
    {
        hasSpare = false;
        ulong state = unchecked((ulong)seed);
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    /// <summary>Fills weights with normal numbers of mean 0.</summary>
    /// <param name="values">The weights.</param>
    /// <param name="variance">The variance.</param>
    public void FillNormal(Span<float> values, double variance)
    {
        double deviation = Math.Sqrt(variance);
        for (int i = 0; i < values.Length; i++) values[i] = (float)(deviation * Normal());
    }

    /// <summary>Fills weights with normal numbers of mean 0.</summary>
    /// <param name="values">The weights.</param>
    /// <param name="variance">The variance.</param>
    public void FillNormal(Span<double> values, double variance)
    {
        double deviation = Math.Sqrt(variance);
        for (int i = 0; i < values.Length; i++) values[i] = deviation * Normal();
    }

    /// <summary>A normal number of mean 0 and variance 1.</summary>
    /// <returns>The number.</returns>
    public double Normal()
    {
        if (hasSpare)
        {
            hasSpare = false;
            return spare;
        }

        while (true)
        {
            double u = (2 * Uniform()) - 1, v = (2 * Uniform()) - 1;
            double square = (u * u) + (v * v);
            if (square >= 1 || square == 0) continue;
            double scale = Math.Sqrt(-2 * ReproducibleElementary.Log(square) / square);
            spare = v * scale;
            hasSpare = true;
            return u * scale;
        }
    }

    /// <summary>A number of 53 random bits, at least 0 and below 1.</summary>
    /// <returns>The number.</returns>
    public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    private ulong Next()
    {
        unchecked
        {
            ulong result = RotateLeft(s0 + s3, 23) + s0;
            ulong t = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = RotateLeft(s3, 45);
            return result;
        }
    }

    private static ulong RotateLeft(ulong value, int bits) => (value << bits) | (value >> (64 - bits));

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            ulong z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
