using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Pool;

/// <summary>The places of winners in the lanes of vectors of neighbouring channels.</summary>
internal static class WinnerLanes
{
    /// <summary>The number of each lane.</summary>
    public static string Numbers(Dialect dialect) => $"Create({string.Join(", ", Enumerable.Range(0, dialect.Lanes).Select(Text.Number))})";

    /// <summary>One place in every lane.</summary>
    public static string At(Index place) => place.IsConstant ? $"Create({place})" : $"Create((int)({place}))";
}
