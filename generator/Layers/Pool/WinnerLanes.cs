using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>The places of winners in the lanes of vectors.</summary>
internal static class WinnerLanes
{
    /// <summary>The place of each lane from the first, so far apart.</summary>
    public static string Numbers(Dialect dialect, int step = 1) =>
        $"Create({string.Join(", ", Enumerable.Range(0, dialect.Lanes).Select(lane => Text.Number(lane * step)))})";

    /// <summary>One place in every lane.</summary>
    public static string At(Index place) => place.IsConstant ? $"Create({place})" : $"Create((int)({place}))";
}
