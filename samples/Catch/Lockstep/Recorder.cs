using System;
using System.Buffers.Binary;
using System.IO;
using Catch.Game;

namespace Catch.Lockstep;

/// <summary>Records a game from its first frame on.</summary>
internal sealed class Recorder : IDisposable
{
    private const int FramesTogether = 256;   // written at once: whenever the program is killed, the file ends with a whole frame

    private readonly Stream file;
    private readonly byte[] buffer = new byte[FramesTogether * Recording.FrameBytes];
    private int used;

    /// <exception cref="IOException">The file cannot be written.</exception>
    public Recorder(string path, Match match)
        : this(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1), match)
    {
    }

    /// <param name="file">Where it is written to, at once; closed at the end.</param>
    /// <param name="match">The game, before its first frame.</param>
    internal Recorder(Stream file, Match match)
    {
        this.file = file;
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
        using (file) Flush();
    }

    /// <summary>Writes what is gathered. Where that fails, on a full disk, the file ends with the frame before, and can be played.</summary>
    private void Flush()
    {
        int count = used;
        long whole = file.Position;
        used = 0;
        try
        {
            file.Write(buffer, 0, count);
        }
        catch (IOException)
        {
            file.SetLength(whole);
            throw;
        }
    }
}
