using System;
using System.Buffers.Binary;
using System.IO;
using Catch.Game;

namespace Catch.Lockstep;

/// <summary>A recorded game, whose hashes are those of the first time.</summary>
internal sealed class Replay : IInputs
{
    private readonly byte[] bytes;
    private readonly int start;

    /// <exception cref="InvalidDataException">It is no recording; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public Replay(string path)
    {
        bytes = File.ReadAllBytes(path);
        start = Recording.Title.Length + sizeof(int);
        if (bytes.Length < start || !bytes.AsSpan(0, Recording.Title.Length).SequenceEqual(Recording.Title))
        {
            throw new InvalidDataException($"'{path}' is no recording of this game: it does not begin with 'catch recording 1'");
        }

        int rest = (bytes.Length - start) % Recording.FrameBytes;
        Frames = (bytes.Length - start) / Recording.FrameBytes;
        if (rest != 0) throw new InvalidDataException($"'{path}' is cut off: behind {Frames} frames of {Recording.FrameBytes} bytes it has {rest} bytes more");
        Seed = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Recording.Title.Length));
        for (int frame = 0; frame < Frames; frame++)
        {
            for (int player = 0; player < Match.Players; player++) Recorded(path, frame, player);
        }
    }

    public int Seed { get; }

    public int Frames { get; }

    public bool Next(Match match, Span<Input> inputs)
    {
        Finish(match);
        if (match.Frame == Frames) return false;
        for (int player = 0; player < Match.Players; player++) inputs[player] = Recording.Read(At(match.Frame, player));
        return true;
    }

    public void Finish(Match match)
    {
        if (match.Frame == 0) return;
        ulong here = match.Hash(), there = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(start + (match.Frame * Recording.FrameBytes) - sizeof(ulong)));
        if (here != there) throw new DesyncException(match.Frame, here, there, "in the recording");
    }

    private ReadOnlySpan<byte> At(int frame, int player) => bytes.AsSpan(start + (frame * Recording.FrameBytes) + (player * Recording.InputBytes));

    private void Recorded(string path, int frame, int player)
    {
        try
        {
            Recording.Read(At(frame, player));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' is damaged in frame {frame + 1}: {e.Message}");
        }
    }
}
