using System;

namespace CnnGen.Runtime;

public static partial class Packing
{
    /// <summary>Weights with the norm behind them: weight × scale / √(variance + ε) of the filter, in double and rounded once.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="weights">Filter after filter.</param>
    /// <param name="variances">The running variance of each filter.</param>
    /// <param name="scales">The norm's weights; none where it has none.</param>
    /// <param name="packed">As many numbers as weights.</param>
    /// <param name="epsilon">What is added to a variance.</param>
    public static void FoldWeights<T>(ReadOnlySpan<T> weights, ReadOnlySpan<T> variances, ReadOnlySpan<T> scales, Span<T> packed, double epsilon)
        where T : unmanaged
    {
        int each = weights.Length / variances.Length;
        for (int filter = 0; filter < variances.Length; filter++)
        {
            double factor = FactorOf(variances, scales, epsilon, filter);
            for (int i = filter * each; i < (filter + 1) * each; i++) packed[i] = Numbers.Narrow<T>((double)(Numbers.Widen(weights[i]) * factor));
        }
    }

    /// <summary>Biases with the norm behind them: (bias − mean) × scale / √(variance + ε) + shift of the filter, in double and rounded once.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="biases">One for each filter, or for each output; none where they are zeros.</param>
    /// <param name="means">The running mean of each filter.</param>
    /// <param name="variances">The running variance of each filter.</param>
    /// <param name="scales">The norm's weights; none where it has none.</param>
    /// <param name="shifts">The norm's biases, likewise.</param>
    /// <param name="packed">As many numbers as biases, or as filters.</param>
    /// <param name="epsilon">What is added to a variance.</param>
    /// <param name="isChannelsLast">Whether the filters of an output position lie together.</param>
    public static void FoldBiases<T>(
        ReadOnlySpan<T> biases,
        ReadOnlySpan<T> means,
        ReadOnlySpan<T> variances,
        ReadOnlySpan<T> scales,
        ReadOnlySpan<T> shifts,
        Span<T> packed,
        double epsilon,
        bool isChannelsLast)
        where T : unmanaged
    {
        int filters = means.Length, positions = packed.Length / filters;
        for (int filter = 0; filter < filters; filter++)
        {
            double factor = FactorOf(variances, scales, epsilon, filter);
            double mean = Numbers.Widen(means[filter]);
            double shift = shifts.IsEmpty ? 0 : Numbers.Widen(shifts[filter]);
            for (int position = 0; position < positions; position++)
            {
                int at = isChannelsLast ? (position * filters) + filter : (filter * positions) + position;
                double bias = biases.IsEmpty ? 0 : Numbers.Widen(biases[at]);
                packed[at] = Numbers.Narrow<T>((double)((double)((bias - mean) * factor) + shift));
            }
        }
    }

    private static double FactorOf<T>(ReadOnlySpan<T> variances, ReadOnlySpan<T> scales, double epsilon, int filter) where T : unmanaged =>
        (double)((scales.IsEmpty ? 1 : Numbers.Widen(scales[filter])) / Math.Sqrt(Numbers.Widen(variances[filter]) + epsilon));
}
