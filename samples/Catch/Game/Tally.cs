using System;
using System.IO;

namespace Catch.Game;

/// <summary>How many balls of a field were caught, of all and of the last hundred.</summary>
internal sealed class Tally
{
    public const int Last = 100;

    private readonly bool[] ring = new bool[Last];
    private int caughtOfLast;

    public long Caught { get; private set; }

    public long Thrown { get; private set; }

    /// <summary>The part of the last hundred that was caught; before the first none.</summary>
    public double Rate => Thrown == 0 ? 0 : (double)caughtOfLast / Math.Min(Thrown, Last);

    public void Add(bool caught)
    {
        ref bool place = ref ring[Thrown % Last];
        if (Thrown >= Last && place) caughtOfLast--;
        place = caught;
        if (caught)
        {
            caughtOfLast++;
            Caught++;
        }

        Thrown++;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Caught);
        writer.Write(Thrown);
        writer.Write(caughtOfLast);
        foreach (bool caught in ring) writer.Write(caught);
    }

    public void Load(BinaryReader reader)
    {
        Caught = reader.ReadInt64();
        Thrown = reader.ReadInt64();
        if (Thrown < 0) throw new InvalidDataException($"{Thrown} balls cannot have been thrown");
        caughtOfLast = Saved.Within(reader.ReadInt32(), 0, Last);
        for (int i = 0; i < Last; i++) ring[i] = reader.ReadBoolean();
    }
}
