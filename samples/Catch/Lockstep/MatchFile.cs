using System;
using System.IO;
using CnnGen;

namespace Catch.Lockstep;

/// <summary>
/// A game in one file: a checkpoint of the brain, whose note holds the rest. It is written beside the old one and moved over it; what goes on from it has the
/// bits of what was never interrupted.
/// </summary>
internal static class MatchFile
{
    public static void Save(Match match, string path)
    {
        var bytes = new MemoryStream();
        match.Save(new BinaryWriter(bytes));
        Checkpoint.Save(match.Brain, path, Convert.ToBase64String(bytes.ToArray()));
    }

    /// <exception cref="InvalidDataException">It is no checkpoint of this game.</exception>
    public static void Load(Match match, string path)
    {
        string note = Checkpoint.Load(match.Brain, path) ?? "";
        try
        {
            match.Load(new BinaryReader(new MemoryStream(Convert.FromBase64String(note))));
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is a checkpoint of the agent's network, but not of this game", e);
        }
    }
}
