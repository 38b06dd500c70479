using System;
using System.IO;
using Catch.Game;

namespace Catch.Learning;

/// <summary>The last throws of the game, to be practised again: a ring.</summary>
internal sealed class ThrowMemory
{
    private readonly Throw[] ring;
    private int count, next;

    public ThrowMemory(int capacity) => ring = new Throw[capacity];

    public void Add(Throw thrown)
    {
        ring[next] = thrown;
        next = (next + 1) % ring.Length;
        count = Math.Min(count + 1, ring.Length);
    }

    /// <summary>Half of the time one of those, else any.</summary>
    public Throw Draw(Dice dice) => count > 0 && dice.Below(2) == 0 ? ring[dice.Below(count)] : Throw.Random(dice);

    public void Save(BinaryWriter writer)
    {
        writer.Write(count);
        writer.Write(next);
        foreach (Throw thrown in ring)
        {
            writer.Write((byte)thrown.Column);
            writer.Write((sbyte)thrown.Drift);
        }
    }

    public void Load(BinaryReader reader)
    {
        count = Saved.Within(reader.ReadInt32(), 0, ring.Length);
        next = Saved.Within(reader.ReadInt32(), 0, ring.Length - 1);
        for (int i = 0; i < ring.Length; i++)
        {
            int column = Saved.Within(reader.ReadByte(), 0, Field.Width - 1);
            ring[i] = new Throw(column, Saved.Within(reader.ReadSByte(), -1, 1));
        }
    }
}
