using System;
using System.Buffers.Binary;
using System.IO;
using Catch.Game;

namespace Catch.Lockstep;

/// <summary>Records a game from its first frame on.</summary>
internal sealed class Recorder : IDisposable
{
    private const int FramesTogether = 256;   // written at once: whenever the program is killed, the file ends with a whole frame

    private readonly FileStream file;
    private readonly byte[] buffer = new byte[FramesTogether * Recording.FrameBytes];
    private int used;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public Recorder(string path, Match match)
    {
        file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1);
        file.Write(Recording.Title, 0, Recording.Title.Length);
        BinaryPrimitives.WriteInt32LittleEndian(buffer, match.Seed);
        file.Write(buffer, 0, sizeof(int));
    }

    /// <summary>Adds the frame that the match has just played.</summary>
    public void Add(Match match, ReadOnlySpan<Input> inputs)
    {
        foreach (Input input in inputs)
        {
            Recording.Write(buffer.AsSpan(used), input);
            used += Recording.InputBytes;
        }

        BinaryPrimitives.WriteUInt64LittleEndian(buffer.AsSpan(used), match.Hash());
        used += sizeof(ulong);
        if (used == buffer.Length) Flush();
    }

    public void Dispose()
    {
        Flush();
        file.Dispose();
    }

    private void Flush()
    {
        file.Write(buffer, 0, used);
        used = 0;
    }
}
