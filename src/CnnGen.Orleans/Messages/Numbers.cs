using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>Numbers of any type on their way: as the bytes that they are, where a serializer would write element by element.</summary>
/// <remarks>Nobody changes them once they are sent: within a silo they are not copied.</remarks>
[GenerateSerializer, Immutable]
internal sealed class Numbers(byte[] bytes)
{
    /// <summary>None.</summary>
    public static Numbers None { get; } = new(Array.Empty<byte>());

    /// <summary>The bytes.</summary>
    [Id(0)]
    public byte[] Bytes { get; } = bytes;

    /// <summary>Room for numbers, all zero.</summary>
    public static Numbers Room<T>(int count) where T : unmanaged => new(new byte[checked(count * Unsafe.SizeOf<T>())]);

    /// <summary>A copy of numbers.</summary>
    public static Numbers Of<T>(ReadOnlySpan<T> values) where T : unmanaged => new(MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Them.</summary>
    public Span<T> As<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes.AsSpan());
}
