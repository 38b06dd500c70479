using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
#if NET8_0_OR_GREATER
using System.Runtime.InteropServices;
#endif

namespace CnnGen.Runtime;

/// <summary>An array whose first element lies at a multiple of 64 bytes, where the runtime offers that. For generated code.</summary>
/// <typeparam name="T">The element type.</typeparam>
/// <remarks>
/// Behind the last element lie at least 64 more that belong to nobody: a vector that is loaded at the end of a row may reach past it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignedMemory<T> where T : unmanaged
{
    private const int Slack = 64;

    private readonly T[] array;
    private readonly int start;

    /// <summary>Allocates the elements, all zeros.</summary>
    /// <param name="length">How many.</param>
    public AlignedMemory(int length)
    {
        Length = length;
#if NET8_0_OR_GREATER
        const int alignment = 64;
        int size = Unsafe.SizeOf<T>();
        array = GC.AllocateArray<T>(checked(length + Slack + (alignment / size)), pinned: true);
        nint past = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (alignment - 1);
        start = (int)((alignment - past) & (alignment - 1)) / size;
#else
        array = new T[checked(length + Slack)];
        start = 0;
#endif
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
