using System;

namespace CnnGen.Generator.Emission;

/// <summary>
/// What the objects of a network take on a 64-bit runtime of .NET, to the byte. Other runtimes differ by a few words an object, and put no array at a
/// multiple of 64 bytes.
/// </summary>
internal static class Heap
{
    public const int Reference = 8;

    /// <summary>The objects of the library that networks have, with the fields that their classes declare.</summary>
    public static readonly long
        CallOrder = Object(Reference + 4 + 1 + 1),   // what changed the network, samples, whether there were a loss and a backward pass
        SharedState = Object((6 * Reference) + 8 + 4 + 1 + 1);   // four memories, factors and powers; steps, seed, whether copies agree

    // As AlignedMemory has it.
    private const int Vector = 64;

    /// <summary>An object whose fields take so many bytes.</summary>
    public static long Object(long fields) => 16 + Math.Max(Reference, Whole(fields));

    /// <summary>An array.</summary>
    public static long Array(long length, int size) => 24 + Whole(length * size);

    /// <summary>An AlignedMemory: the object, and its array with the room before the first element and behind the last.</summary>
    public static long Memory(long length, int size)
    {
        long vector = Vector / size, slack = length > 2 * vector ? 4 * vector : 16, aligning = length >= 8 * vector ? vector : 0;
        return Object(Reference + 4 + 4) + Array(length + slack + aligning, size);
    }

    private static long Whole(long bytes) => (bytes + Reference - 1) / Reference * Reference;
}
