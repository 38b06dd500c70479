using System;
using System.ComponentModel;

namespace CnnGen.Runtime;

/// <summary>The sum of sixteen lanes in the order in which vectors of every width add them. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LaneSums
{
    /// <summary>(l0 + l2) + (l1 + l3) in each quarter of four lanes, (q0 + q1) + (q2 + q3) of the quarters.</summary>
    /// <param name="lanes">Sixteen numbers.</param>
    /// <returns>Their sum.</returns>
    public static float Fold(ReadOnlySpan<float> lanes) =>
        (float)((float)(Quarter(lanes, 0) + Quarter(lanes, 4)) + (float)(Quarter(lanes, 8) + Quarter(lanes, 12)));

    /// <inheritdoc cref="Fold(ReadOnlySpan{float})"/>
    public static double Fold(ReadOnlySpan<double> lanes) =>
        (double)((double)(Quarter(lanes, 0) + Quarter(lanes, 4)) + (double)(Quarter(lanes, 8) + Quarter(lanes, 12)));

    // Each cast rounds, where a runtime would keep more than the type holds.
    private static float Quarter(ReadOnlySpan<float> lanes, int first) =>
        (float)((float)(lanes[first] + lanes[first + 2]) + (float)(lanes[first + 1] + lanes[first + 3]));

    private static double Quarter(ReadOnlySpan<double> lanes, int first) =>
        (double)((double)(lanes[first] + lanes[first + 2]) + (double)(lanes[first + 1] + lanes[first + 3]));
}
