using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace CnnGen.Runtime;

/// <summary>An array whose first element lies at a multiple of 64 bytes, where the runtime offers that, unless it is tiny. For generated code.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Behind the last element lie more that belong to nobody: at the end of a row a vector may reach past it, and where there is room for rows of several
/// vectors, a tile of up to four; and gradients are added up in sixteens.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignedMemory<T> where T : unmanaged
{
    // The bytes of the longest vector, and of a cache line.
    private const int Vector = 64;

    private readonly T[] array;
    private readonly int start;

    /// <summary>Allocates the elements, all zeros.</summary>
    /// <param name="length">How many.</param>
    public unsafe AlignedMemory(int length)
    {
        Length = length;
        int vector = Vector / sizeof(T), slack = length > 2 * vector ? 4 * vector : 16;
#if NET8_0_OR_GREATER
        if (length >= 8 * vector)
        {
            // What is tiny is not worth a place among arrays that never move.
            array = GC.AllocateArray<T>(checked(length + slack + vector), pinned: true);
            nint past = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (Vector - 1);
            start = (int)((Vector - past) & (Vector - 1)) / sizeof(T);
            return;
        }
#endif
        array = new T[checked(length + slack)];
        start = 0;
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>All elements.</summary>
    public Span<T> Span => array.AsSpan(start, Length);

    /// <summary>An element; the reference of its neighbours too.</summary>
    /// <param name="index">0 to <see cref="Length"/>.</param>
    /// <returns>The element.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At(int index) =>
#if NET8_0_OR_GREATER
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), start + index);   // the planner has placed every index
#else
        ref array[start + index];
#endif

    /// <summary>Whether some of the elements are in a span.</summary>
    /// <param name="span">The span.</param>
    /// <returns>True where they are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsIn(ReadOnlySpan<T> span) => span.Overlaps(array);

    /// <summary>A range of the elements.</summary>
    /// <param name="offset">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>The range.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Slice(int offset, int count) => array.AsSpan(start + offset, count);
}
