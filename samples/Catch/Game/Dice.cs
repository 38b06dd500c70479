using System.IO;

namespace Catch.Game;

/// <summary>Random numbers whose whole state is one number, to be saved and compared: G. Steele, D. Lea and C. Flood's SplitMix64.</summary>
internal sealed class Dice
{
    /// <param name="seed">Any number: the same gives the same sequence on every machine.</param>
    public Dice(int seed) => State = unchecked((ulong)seed);

    /// <summary>All that decides what comes next.</summary>
    public ulong State { get; private set; }

    /// <summary>A whole number from 0 to one below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (ulong)count) >> 32);

    /// <summary>A number of 53 random bits, at least 0 and below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>Puts numbers into another order, each as likely as another.</summary>
    public void Shuffle(int[] numbers)
    {
        for (int i = numbers.Length - 1; i > 0; i--)
        {
            int j = Below(i + 1);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
        }
    }

    public void Save(BinaryWriter writer) => writer.Write(State);

    public void Load(BinaryReader reader) => State = reader.ReadUInt64();

    private ulong Next()
    {
        unchecked
        {
            ulong z = State += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
