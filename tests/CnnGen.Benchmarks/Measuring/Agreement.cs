using System;
using System.Globalization;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>The time of a wrong result is worth nothing.</summary>
internal static class Agreement
{
    private const float Tolerance = 1e-5f;   // of the largest output

    /// <summary>Throws unless the outputs are the same but for rounding.</summary>
    public static void Check(string network, ReadOnlySpan<float> output, string peer, ReadOnlySpan<float> expected, float tolerance = Tolerance)
    {
        float largest = 0;
        foreach (float value in expected) largest = MathF.Max(largest, MathF.Abs(value));
        for (int i = 0; i < expected.Length; i++)
        {
            // Turned round, so that a NaN disagrees.
            if (MathF.Abs(output[i] - expected[i]) <= tolerance * largest) continue;
            throw new FailureException(string.Create(
                CultureInfo.InvariantCulture, $"{network}: output {i} is {output[i]:G9}; {peer} says {expected[i]:G9}"));
        }
    }
}
