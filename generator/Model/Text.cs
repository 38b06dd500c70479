using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CnnGen.Generator.Model;

/// <summary>Numbers and names as text, the same on every machine and in every culture.</summary>
internal static class Text
{
    private const double MostWhole = 1e9;

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>For people: 240,000.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>For people: 1 filter, 2 filters.</summary>
    public static string Plural(long count, string noun) => $"{Grouped(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>The shortest decimal text that reads back as the same double; of a whole number all digits, unless it is very large.</summary>
    public static string Number(double value)
    {
        if (value != 0 && value is > -MostWhole and < MostWhole && value == (long)value) return Number((long)value);
        for (int digits = 1; digits < 17; digits++)
        {
            string text = value.ToString("G" + Number(digits), CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == value) return text;
        }

        return value.ToString("G17", CultureInfo.InvariantCulture);
    }

    /// <summary>The shortest decimal text that reads back as the same float.</summary>
    public static string Number(float value)
    {
        for (int digits = 1; digits < 9; digits++)
        {
            string text = value.ToString("G" + Number(digits), CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture) == value) return text;
        }

        return value.ToString("G9", CultureInfo.InvariantCulture);
    }

    /// <summary>Numbers, one after the other.</summary>
    public static string Numbers(IEnumerable<double> values) => string.Join(" ", values.Select(Number));

    /// <summary>32 bits that stand for a name: FNV-1a of its UTF-16 units.</summary>
    public static int Hash(string name) => unchecked((int)name.Aggregate(2166136261u, (hash, character) => (hash ^ character) * 16777619));

    /// <summary>A variable's name as words: <c>kernel row</c>.</summary>
    public static string Words(string name) =>
        string.Concat(name.Select(character => char.IsUpper(character) ? " " + char.ToLowerInvariant(character) : character.ToString()));

    /// <summary>
    /// The name without underscores, each part with a capital first letter, as members are called that anybody uses: MemoryOut of memory_out.
    /// </summary>
    public static string PascalParts(string name) => string.Concat(name.Split(new[] { '_' }, System.StringSplitOptions.RemoveEmptyEntries).Select(Pascal));

    /// <summary>The name with a capital first letter, as members are called.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
