using System;
using System.Buffers.Binary;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace CnnGen.Orleans.Tests.Federated;

public sealed class FederatedNoiseTests
{
    /// <summary>The same from its description: with the system's logarithm, which need not have the last bit.</summary>
    [Fact]
    public void Numbers_AreThoseOfThePolarMethod()
    {
        var noise = new double[1000];
        new FederatedNoise("secret", "keyboards", 3).Fill(0, noise);
        using var hash = new HMACSHA256(SHA256.HashData(Encoding.UTF8.GetBytes("cnngen federated noise\nkeyboards\nsecret")));
        int again = 0;
        for (int pair = 0; pair < noise.Length / 2; pair++)
        {
            double[] words = Enumerable.Range(0, 8).SelectMany(attempt =>
            {
                byte[] drawn = hash.ComputeHash([.. BitConverter.GetBytes(3L), .. BitConverter.GetBytes((long)pair), .. BitConverter.GetBytes((long)attempt)]);
                return Enumerable.Range(0, 4).Select(i => ((BinaryPrimitives.ReadUInt64LittleEndian(drawn.AsSpan(8 * i)) >> 11) / Math.Pow(2, 52)) - 1);
            }).ToArray();
            int first = 0;
            while ((words[first] * words[first]) + (words[first + 1] * words[first + 1]) is >= 1 or 0) first += 2;
            if (first > 0) again++;
            double square = (words[first] * words[first]) + (words[first + 1] * words[first + 1]), scale = Math.Sqrt(-2 * Math.Log(square) / square);
            Assert.Equal(words[first] * scale, noise[2 * pair], 1e-12);
            Assert.Equal(words[first + 1] * scale, noise[(2 * pair) + 1], 1e-12);
        }

        Assert.InRange(again, 50, 200);
    }

    [Fact]
    public void Bits_AreThoseOfEveryMachine()
    {
        var noise = new double[4096];
        new FederatedNoise("secret", "keyboards", 3).Fill(0, noise);
        Assert.Equal("DE4F0A686776E47A", Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(noise.AsSpan())))[..16]);
    }

    [Fact]
    public void Places_AreTheirOwn()
    {
        var noise = new FederatedNoise("secret", "keyboards", 3);
        var whole = new double[101];
        noise.Fill(0, whole);
        var part = new double[31];
        noise.Fill(60, part);
        Assert.Equal(whole[60..91], part);
        new FederatedNoise("secret", "keyboards", 4).Fill(60, part);
        Assert.Empty(whole.Intersect(part));
    }

    [Fact]
    public void Distribution_IsNormal()
    {
        var noise = new double[200_000];
        new FederatedNoise("another", "f", 1).Fill(0, noise);
        Assert.Equal(0, noise.Average(), 0.01);
        Assert.Equal(1, noise.Average(x => x * x), 0.02);
        Assert.Equal(0, noise.Average(x => x * x * x), 0.05);
        Assert.Equal(3, noise.Average(x => x * x * x * x), 0.1);
        Assert.Equal(0.9545, noise.Count(x => Math.Abs(x) < 2) / (double)noise.Length, 0.003);
    }
}
