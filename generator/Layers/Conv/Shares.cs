using System;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>Cutting a dimension into tiles.</summary>
internal static class Shares
{
    /// <summary>How many are computed together: as few parts as there can be of at most so many, in about equal shares.</summary>
    public static int Of(int count, int most)
    {
        int parts = (count + Math.Max(1, most) - 1) / Math.Max(1, most);
        return (count + parts - 1) / parts;
    }
}
