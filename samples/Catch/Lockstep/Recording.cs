using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using Catch.Game;

namespace Catch.Lockstep;

/// <summary>
/// What files of recorded games look like: a line of text, the seed, and for each frame every player's key and steps, and the hash behind it. Numbers are
/// little-endian.
/// </summary>
internal static class Recording
{
    public const int InputBytes = 3, FrameBytes = (Match.Players * InputBytes) + sizeof(ulong);

    public static byte[] Title { get; } = Encoding.ASCII.GetBytes("catch recording 1\n");

    public static void Write(Span<byte> bytes, Input input)
    {
        bytes[0] = (byte)input.Key;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.Slice(1), input.Steps);
    }

    /// <summary>The input that some bytes hold.</summary>
    /// <exception cref="InvalidDataException">There is no such key.</exception>
    public static Input Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] > (byte)Key.Throw) throw new InvalidDataException($"a key is a number from 0 to {(byte)Key.Throw}, not {bytes[0]}");
        return new Input((Key)bytes[0], BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(1)));
    }
}
