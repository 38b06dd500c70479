using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CnnGen.Benchmarks.Measuring;

/// <summary>
/// Multiply-adds in registers and nothing else, at the widest vector of the machine and fused where it can: what its arithmetic can do
/// in this run. Twelve independent sums hide the latency of today's cores and fit the registers of each width.
/// </summary>
internal sealed class FmaPeak
{
    private const int Sums = 12, TurnsInCall = 1_000;

    public FmaPeak()
    {
        (Bits, Multiply) = Vector512.IsHardwareAccelerated ? (512, count => Multiply512(count))
            : Vector256.IsHardwareAccelerated ? (256, count => Multiply256(count))
            : Vector128.IsHardwareAccelerated ? (128, (Action<int>)(count => Multiply128(count)))
            : throw new FailureException("no vectors are hardware-accelerated here: there is no peak to compare with");
        Candidate = new Candidate(Multiply);
    }

    /// <summary>The multiply-adds of so many calls.</summary>
    public Action<int> Multiply { get; }

    public Candidate Candidate { get; }

    /// <summary>Width of the vectors.</summary>
    public int Bits { get; }

    /// <summary>10⁹ multiplications and additions a second, each counted as one.</summary>
    public double Gflops => 2.0 * Sums * TurnsInCall * (Bits / 32) / Candidate.Nanoseconds;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Multiply512(int count)
    {
        // 1 × 0.5 + 0.5 = 1: no accumulator grows or becomes subnormal.
        Vector512<float> half = Vector512.Create(0.5f), one = Vector512<float>.One;
        Vector512<float> sum0 = one, sum1 = one, sum2 = one, sum3 = one, sum4 = one, sum5 = one, sum6 = one, sum7 = one, sum8 = one, sum9 = one, sum10 = one, sum11 = one;
        for (int i = 0; i < count * TurnsInCall; i++)
        {
            sum0 = Vector512.MultiplyAddEstimate(sum0, half, half);
            sum1 = Vector512.MultiplyAddEstimate(sum1, half, half);
            sum2 = Vector512.MultiplyAddEstimate(sum2, half, half);
            sum3 = Vector512.MultiplyAddEstimate(sum3, half, half);
            sum4 = Vector512.MultiplyAddEstimate(sum4, half, half);
            sum5 = Vector512.MultiplyAddEstimate(sum5, half, half);
            sum6 = Vector512.MultiplyAddEstimate(sum6, half, half);
            sum7 = Vector512.MultiplyAddEstimate(sum7, half, half);
            sum8 = Vector512.MultiplyAddEstimate(sum8, half, half);
            sum9 = Vector512.MultiplyAddEstimate(sum9, half, half);
            sum10 = Vector512.MultiplyAddEstimate(sum10, half, half);
            sum11 = Vector512.MultiplyAddEstimate(sum11, half, half);
        }

        return Vector512.Sum(sum0 + sum1 + sum2 + sum3 + sum4 + sum5 + sum6 + sum7 + sum8 + sum9 + sum10 + sum11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Multiply256(int count)
    {
        // 1 × 0.5 + 0.5 = 1: no accumulator grows or becomes subnormal.
        Vector256<float> half = Vector256.Create(0.5f), one = Vector256<float>.One;
        Vector256<float> sum0 = one, sum1 = one, sum2 = one, sum3 = one, sum4 = one, sum5 = one, sum6 = one, sum7 = one, sum8 = one, sum9 = one, sum10 = one, sum11 = one;
        for (int i = 0; i < count * TurnsInCall; i++)
        {
            sum0 = Vector256.MultiplyAddEstimate(sum0, half, half);
            sum1 = Vector256.MultiplyAddEstimate(sum1, half, half);
            sum2 = Vector256.MultiplyAddEstimate(sum2, half, half);
            sum3 = Vector256.MultiplyAddEstimate(sum3, half, half);
            sum4 = Vector256.MultiplyAddEstimate(sum4, half, half);
            sum5 = Vector256.MultiplyAddEstimate(sum5, half, half);
            sum6 = Vector256.MultiplyAddEstimate(sum6, half, half);
            sum7 = Vector256.MultiplyAddEstimate(sum7, half, half);
            sum8 = Vector256.MultiplyAddEstimate(sum8, half, half);
            sum9 = Vector256.MultiplyAddEstimate(sum9, half, half);
            sum10 = Vector256.MultiplyAddEstimate(sum10, half, half);
            sum11 = Vector256.MultiplyAddEstimate(sum11, half, half);
        }

        return Vector256.Sum(sum0 + sum1 + sum2 + sum3 + sum4 + sum5 + sum6 + sum7 + sum8 + sum9 + sum10 + sum11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Multiply128(int count)
    {
        // 1 × 0.5 + 0.5 = 1: no accumulator grows or becomes subnormal.
        Vector128<float> half = Vector128.Create(0.5f), one = Vector128<float>.One;
        Vector128<float> sum0 = one, sum1 = one, sum2 = one, sum3 = one, sum4 = one, sum5 = one, sum6 = one, sum7 = one, sum8 = one, sum9 = one, sum10 = one, sum11 = one;
        for (int i = 0; i < count * TurnsInCall; i++)
        {
            sum0 = Vector128.MultiplyAddEstimate(sum0, half, half);
            sum1 = Vector128.MultiplyAddEstimate(sum1, half, half);
            sum2 = Vector128.MultiplyAddEstimate(sum2, half, half);
            sum3 = Vector128.MultiplyAddEstimate(sum3, half, half);
            sum4 = Vector128.MultiplyAddEstimate(sum4, half, half);
            sum5 = Vector128.MultiplyAddEstimate(sum5, half, half);
            sum6 = Vector128.MultiplyAddEstimate(sum6, half, half);
            sum7 = Vector128.MultiplyAddEstimate(sum7, half, half);
            sum8 = Vector128.MultiplyAddEstimate(sum8, half, half);
            sum9 = Vector128.MultiplyAddEstimate(sum9, half, half);
            sum10 = Vector128.MultiplyAddEstimate(sum10, half, half);
            sum11 = Vector128.MultiplyAddEstimate(sum11, half, half);
        }

        return Vector128.Sum(sum0 + sum1 + sum2 + sum3 + sum4 + sum5 + sum6 + sum7 + sum8 + sum9 + sum10 + sum11);
    }
}
