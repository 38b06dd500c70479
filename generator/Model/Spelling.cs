using System;
using System.Linq;

namespace CnnGen.Generator.Model;

/// <summary>Names that may be meant for others.</summary>
internal static class Spelling
{
    /// <summary>Whether one name is another one misspelt: they differ in case, or in a letter or two that are wrong, missing, too many or swapped.</summary>
    public static bool IsNear(string written, string name) => Distance(written, name) <= (name.Length <= 3 ? 0 : name.Length < 8 ? 1 : 2);

    /// <summary>The name that is nearest, if any is near; the first of several.</summary>
    public static string? Nearest(string written, params string[] names) =>
        names.Where(name => IsNear(written, name)).OrderBy(name => Distance(written, name)).FirstOrDefault();

    /// <summary>Letters that have to be changed, inserted, left out or swapped with the next one; case does not count.</summary>
    private static int Distance(string one, string other)
    {
        // What differs so much in length is never near, however long somebody made it.
        if (Math.Abs(one.Length - other.Length) > 2) return int.MaxValue;
        (one, other) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var distance = new int[one.Length + 1, other.Length + 1];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                int change = distance[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(change, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                bool isSwapped = i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
                if (isSwapped) distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }

        return distance[one.Length, other.Length];
    }
}
