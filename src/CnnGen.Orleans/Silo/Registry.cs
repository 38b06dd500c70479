using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Orleans;

/// <summary>What a silo knows by name.</summary>
internal static class Registry
{
    /// <summary>What has a name.</summary>
    /// <param name="entries">What the silo knows.</param>
    /// <param name="what">What all of it is, for the message.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="RunFailedException">Nothing has this name.</exception>
    public static TEntry Named<TEntry>(this Dictionary<string, TEntry> entries, string what, string name) => entries.TryGetValue(name, out TEntry? entry)
        ? entry
        : throw new RunFailedException($"No {what} '{name}' is known here; known are: {string.Join(", ", entries.Keys.Order().DefaultIfEmpty("none"))}.");
}
