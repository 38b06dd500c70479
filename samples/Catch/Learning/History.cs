using System;
using System.IO;
using Catch.Game;

namespace Catch.Learning;

/// <summary>
/// A curve of any length in so many points: where they are used up, each two become one. A point is a mean over equally many rounds of practice.
/// </summary>
internal sealed class History
{
    public const int Capacity = 256;

    private readonly double[] means = new double[Capacity];
    private double sum;
    private int inSum;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many numbers each is the mean of.</summary>
    public int Each { get; private set; } = 1;

    public ReadOnlySpan<double> Means => means.AsSpan(0, Count);

    public void Add(double number)
    {
        sum += number;
        if (++inSum < Each) return;
        means[Count++] = sum / Each;
        (sum, inSum) = (0, 0);
        if (Count < Capacity) return;
        for (int i = 0; i < Capacity / 2; i++) means[i] = (means[2 * i] + means[(2 * i) + 1]) / 2;
        Count = Capacity / 2;
        Each *= 2;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(Each);
        writer.Write(sum);
        writer.Write(inSum);
        foreach (double mean in Means) writer.Write(mean);
    }

    public void Load(BinaryReader reader)
    {
        Count = Saved.Within(reader.ReadInt32(), 0, Capacity - 1);
        Each = Saved.Within(reader.ReadInt32(), 1, int.MaxValue);
        sum = reader.ReadDouble();
        inSum = Saved.Within(reader.ReadInt32(), 0, Each - 1);
        for (int i = 0; i < Count; i++) means[i] = reader.ReadDouble();
    }
}
