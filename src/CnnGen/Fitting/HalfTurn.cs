using System;

namespace CnnGen;

/// <summary>The cosine of half a turn's parts, with the same bits on every machine, which the platform's own is not.</summary>
internal static class HalfTurn
{
    // The series of the sine at up to a quarter turn: behind the last term follows less than 10⁻¹⁶.
    private const int Terms = 11;

    /// <summary>cos(π · part), for parts from 0 to 1.</summary>
    public static double Cosine(double part)
    {
        double x = Math.PI * (0.5 - part), square = (double)(x * x), sum = 1;
        for (int term = Terms - 1; term > 0; term--)
        {
            // 1 − x² / (2 · 3) · (1 − x² / (4 · 5) · …)
            double factor = (double)(square * sum) / (2.0 * term * ((2 * term) + 1));
            sum = 1 - (double)factor;
        }

        return x * sum;
    }
}
