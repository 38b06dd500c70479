using System;

namespace Catch.Game;

/// <summary>G. Fowler, L. C. Noll and K.-P. Vo's FNV-1a, a word at a time and its upper half folded in: a hash of all that two machines have to agree on.</summary>
internal struct StateHash
{
    private ulong value;

    public static StateHash Empty => new StateHash { value = 14695981039346656037 };

    public readonly ulong Value => value;

    public void Add(ulong word)
    {
        ulong mixed = unchecked((value ^ word) * 1099511628211);
        value = mixed ^ (mixed >> 32);
    }

    /// <summary>Adds the bits of numbers, but not the sign of a zero, which nobody promises.</summary>
    public void Add(ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers) Add(number == 0 ? 0 : (uint)BitConverter.SingleToInt32Bits(number));
    }
}
