using System;
using System.Linq;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>Cutting a dimension into tiles.</summary>
internal static class Shares
{
    private const int MostBrief = 7;

    /// <summary>How many are computed together: as few parts as there can be of at most so many, in about equal shares.</summary>
    public static int Of(int count, int most)
    {
        int parts = (count + Math.Max(1, most) - 1) / Math.Max(1, most);
        return (count + parts - 1) / parts;
    }

    /// <summary>
    /// The same for a text that is told how many there are, and computes one by one what fills no tile: a divisor, if none is left over so, and seven at most,
    /// which most sizes of images are multiples of.
    /// </summary>
    public static int OfBrief(int count, int most)
    {
        most = Math.Min(Math.Min(count, MostBrief), Math.Max(1, most));
        int whole = Enumerable.Range(1, most).Last(part => count % part == 0);
        return 2 * whole >= most ? whole : most;
    }
}
