using System;
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
        : throw new RunFailedException(Unknown(what, name, entries.Keys));

    /// <summary>What is said of a name that nothing has.</summary>
    public static string Unknown(string what, string name, IEnumerable<string> known)
    {
        IEnumerable<string> others = known.Order(StringComparer.Ordinal).Select(other => $"'{other}'").DefaultIfEmpty("none");
        return $"There is no {what} '{name}' in CnnGenOptions; there is {string.Join(", ", others)}.";
    }
}
