using System;
using System.Collections.Generic;

namespace CnnGen.Generator.Kernels;

/// <summary>Which sizes a kernel's text is told, and what they are.</summary>
internal sealed class ToldSizes
{
    private readonly Func<string, bool> isTold;
    private readonly Dictionary<string, int> values = new(StringComparer.Ordinal);

    private ToldSizes(Func<string, bool> isTold) => this.isTold = isTold;

    /// <summary>None: each stands in the text as a number.</summary>
    public static ToldSizes None => new(_ => false);

    /// <summary>Every one that has a name.</summary>
    public static ToldSizes All => new(_ => true);

    public static ToldSizes Only(ICollection<string> names) => new(names.Contains);

    /// <summary>What those are that the text has asked for.</summary>
    public IReadOnlyDictionary<string, int> Values => values;

    public Size Of(string name, int value)
    {
        if (!isTold(name)) return value;
        if (values.TryGetValue(name, out int other) && other != value) throw new InvalidOperationException($"The size {name} is {value} and {other}.");
        values[name] = value;
        return Size.Told(name, value);
    }
}
