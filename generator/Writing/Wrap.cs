using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Writing;

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
            for (int i = 0; i < items.Count; i += count)
            {
                yield return string.Join(separator, items.Skip(i).Take(count)) + (i + count < items.Count ? separator.TrimEnd() : "");
            }
        }
    }

    /// <summary>A statement, parted at a sum's terms or at arguments, outside of parentheses rather than inside; what goes on stands further right.</summary>
    public static IEnumerable<string> Statement(string code, int columns)
    {
        string indent = "";
        while (indent.Length + code.Length > columns && LastGap(code, columns - indent.Length) is > 0 and int end)
        {
            yield return indent + code.Substring(0, end);
            code = code.Substring(end + 1);
            indent = "    ";
        }

        yield return indent + code;
    }

    /// <summary>The last space before a plus, or behind a comma or an assignment, in as few parentheses as any; 0 where there is none.</summary>
    private static int LastGap(string code, int room)
    {
        int depth = 0, best = 0, least = int.MaxValue;
        for (int i = 1; i < room; i++)
        {
            depth += code[i] is '(' or '[' ? 1 : code[i] is ')' or ']' ? -1 : 0;
            bool isGap = code[i] == ' ' && (code[i - 1] == ',' || (code[i + 1] == '+' && code[i + 2] == ' ') || (code[i - 1] == '=' && depth == 0));
            if (!isGap || depth > least) continue;
            (best, least) = (i, depth);
        }

        return best;
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
