using System;
using System.IO;
using Catch.Game;
using CnnGen;

namespace Catch.Lockstep;

/// <summary>
/// A game in one file: a checkpoint of the brain, whose note holds the rest. It is written beside the old one and moved over it; what goes on from it has the
/// bits of what was never interrupted.
/// </summary>
internal static class MatchFile
{
    // What the note's bytes begin with; they end with a hash of all before.
    private const string Title = "catch 1";

    public static void Save(Match match, string path)
    {
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream);
        writer.Write(Title);
        match.Save(writer);
        writer.Write(Hash(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        Checkpoint.Save(match.Brain, path, Convert.ToBase64String(stream.GetBuffer(), 0, (int)stream.Length));
    }

    /// <exception cref="InvalidDataException">It is no checkpoint of this game.</exception>
    public static void Load(Match match, string path)
    {
        string note = Checkpoint.Load(match.Brain, path) ?? "";
        byte[] bytes = new byte[note.Length];
        int length = Convert.TryFromBase64String(note, bytes, out int decoded) ? decoded - sizeof(ulong) : 0;
        var reader = new BinaryReader(new MemoryStream(bytes));
        if (length <= 0 || BitConverter.ToUInt64(bytes, length) != Hash(bytes.AsSpan(0, length)) || reader.ReadString() != Title)
        {
            throw new InvalidDataException($"'{path}' is a checkpoint of the agent's network, but not of this game, or not of this version of it");
        }

        try
        {
            match.Load(reader);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"'{path}' is damaged: {e.Message}", e);
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        StateHash hash = StateHash.Empty;
        foreach (byte one in bytes) hash.Add(one);
        return hash.Value;
    }
}
