using System;
using System.IO;
using Catch.Game;
using Catch.Lockstep;

namespace Catch.Tests;

/// <summary>Presses keys by chance.</summary>
internal sealed class Fingers(int seed, int steps) : IPlayer
{
    private readonly Dice dice = new(seed);

    public Input Next() => new(dice.Below(5) == 0 ? (Key)dice.Below(4) : Key.None, (ushort)steps);
}

/// <summary>Tests with a folder of their own.</summary>
public abstract class FolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("catch-");

    public void Dispose()
    {
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string At(string name) => Path.Combine(folder.FullName, name);
}
