using System;

namespace Digits;

/// <summary>What the network says of one image: a score for each digit.</summary>
internal static class Scores
{
    /// <summary>The digit with the highest score.</summary>
    public static int Best(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best]) best = i;
        }

        return best;
    }
}
