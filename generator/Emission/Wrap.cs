using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Emission;

/// <summary>Parts what is too long for a line.</summary>
internal static class Wrap
{
    /// <summary>Items in as few lines of about equal length as do not pass the last column, if each of them alone does not.</summary>
    public static IEnumerable<string> Evenly(IReadOnlyList<string> items, string separator, int columns)
    {
        int perLine = Math.Max(1, items.Count);
        while (perLine > 1 && Lines(perLine).Any(line => line.Length > columns)) perLine--;
        return Lines(perLine);

        IEnumerable<string> Lines(int count)
        {
            for (int i = 0; i < items.Count; i += count) yield return string.Join(separator, items.Skip(i).Take(count)) + (i + count < items.Count ? separator.TrimEnd() : "");
        }
    }

    /// <summary>A statement: the lines after the first begin with a sum's next term, or else with the next argument, and stand further right.</summary>
    public static IEnumerable<string> Statement(string code, int columns)
    {
        string indent = "";
        while (indent.Length + code.Length > columns)
        {
            int room = columns - indent.Length, end = code.LastIndexOf(" + ", room, StringComparison.Ordinal);
            if (end <= 0) end = code.LastIndexOf(", ", room - 1, StringComparison.Ordinal) + 1;
            if (end <= 0) break;
            yield return indent + code.Substring(0, end);
            code = code.Substring(end + 1);
            indent = "    ";
        }

        yield return indent + code;
    }

    /// <summary>Lines of words.</summary>
    public static IEnumerable<string> Words(string text, int columns)
    {
        while (text.Length > columns && text.LastIndexOf(' ', columns) is > 0 and int end)
        {
            yield return text.Substring(0, end);
            text = text.Substring(end + 1);
        }

        if (text.Length > 0) yield return text;
    }
}
