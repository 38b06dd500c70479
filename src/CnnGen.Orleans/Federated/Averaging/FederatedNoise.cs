using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CnnGen.Runtime;

namespace CnnGen.Orleans;

/// <summary>
/// Normal numbers of mean 0 and deviation 1, each of which follows from a secret, the federation, the round and its place: so a round that is computed again
/// has the same noise, and shows nothing more of who is in it.
/// </summary>
/// <remarks>
/// Each pair has a stream of its own, HMAC-SHA-256 over a counter, of which G. Marsaglia's polar method takes as much as it needs: whole numbers, and of
/// doubles what IEEE 754 rounds correctly and the library's own logarithm. All machines draw the same.
/// </remarks>
internal sealed class FederatedNoise(string seed, string federation, long round)
{
    private const int HashBytes = 32;

    private readonly byte[] key = SHA256.HashData(Encoding.UTF8.GetBytes($"cnngen federated noise\n{federation}\n{seed}"));

    /// <summary>Fills a span.</summary>
    /// <param name="first">The place of its first number; even.</param>
    /// <param name="values">The span.</param>
    public void Fill(int first, Span<double> values)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            (double one, double other) = Pair((first + i) / 2);
            values[i] = one;
            if (i + 1 < values.Length) values[i + 1] = other;
        }
    }

    private (double One, double Other) Pair(long pair)
    {
        Span<byte> place = stackalloc byte[3 * sizeof(long)], hash = stackalloc byte[HashBytes];
        BinaryPrimitives.WriteInt64LittleEndian(place, round);
        BinaryPrimitives.WriteInt64LittleEndian(place[sizeof(long)..], pair);
        for (long attempt = 0; ; attempt++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(place[(2 * sizeof(long))..], attempt);
            HMACSHA256.HashData(key, place, hash);
            for (int i = 0; i < HashBytes; i += 2 * sizeof(ulong))
            {
                double u = Uniform(hash[i..]), v = Uniform(hash[(i + sizeof(ulong))..]);
                double square = (u * u) + (v * v);
                if (square >= 1 || square == 0) continue;
                double scale = Math.Sqrt(-2 * ReproducibleElementary.Log(square) / square);
                return (u * scale, v * scale);
            }
        }
    }

    /// <summary>A number of 53 random bits, at least −1 and below 1.</summary>
    private static double Uniform(ReadOnlySpan<byte> bytes) => ((BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> 11) * (2.0 / (1L << 53))) - 1;
}
