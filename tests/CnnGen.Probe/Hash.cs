using System;

namespace CnnGen.Probe;

/// <summary>G. Fowler, L. C. Noll and K.-P. Vo's FNV-1a of the bits of numbers.</summary>
internal readonly struct Hash
{
    private readonly ulong value;

    private Hash(ulong value) => this.value = value;

    public static Hash Empty { get; } = new Hash(14695981039346656037);

    public Hash With(ReadOnlySpan<float> numbers)
    {
        ulong hash = value;
        foreach (float number in numbers)
        {
            // Nothing of it can be compared: the bits of a NaN are promised to nobody.
            if (float.IsNaN(number)) throw new InvalidOperationException("a result is not a number");

            // Nor the sign of a zero.
            uint bits = number == 0 ? 0 : (uint)BitConverter.SingleToInt32Bits(number);
            for (int shift = 0; shift < 32; shift += 8) hash = unchecked((hash ^ ((bits >> shift) & 0xFF)) * 1099511628211);
        }

        return new Hash(hash);
    }

    public override string ToString() => value.ToString("x16");
}
