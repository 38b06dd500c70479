using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Diagnostics;

/// <summary>A remedy and where its pieces stand in the source.</summary>
internal sealed record LocatedRemedy(string Title, EquatableArray<LocatedEdit> Edits);

/// <summary>An edit and where its pieces stand in the source.</summary>
internal sealed record LocatedEdit(EditKind Kind, TextSpan Span, string Text, TextSpan? Source);

/// <summary>
/// How a diagnostic carries its remedies from the compiler to the editor: as its properties. Places count from the diagnostic's own start, which editors
/// move along with its text.
/// </summary>
internal static class RemedyText
{
    private const string Key = "CnnGen.Remedy";

    /// <summary>The properties: for each remedy its title, and a line for each edit.</summary>
    public static ImmutableDictionary<string, string?> Write(IEnumerable<LocatedRemedy> remedies, int start) =>
        remedies.Select((remedy, i) => (Key: KeyOf(i), Value: string.Join("\n", remedy.Edits.Select(edit => Line(edit, start)).Prepend(remedy.Title))))
            .ToImmutableDictionary(item => item.Key, item => (string?)item.Value);

    /// <summary>The remedies of a diagnostic that stands there now.</summary>
    public static IEnumerable<LocatedRemedy> Read(ImmutableDictionary<string, string?> properties, int start)
    {
        for (int i = 0; properties.TryGetValue(KeyOf(i), out string? value); i++)
        {
            string[] lines = value!.Split('\n');
            yield return new LocatedRemedy(lines[0], lines.Skip(1).Select(line => Edit(line, start)).ToEquatableArray());
        }
    }

    private static string KeyOf(int number) => Key + Text.Number(number);

    private static string Line(LocatedEdit edit, int start)
    {
        TextSpan source = edit.Source ?? new TextSpan(start, 0);
        int[] numbers = { edit.Span.Start - start, edit.Span.Length, source.Start - start, source.Length };
        return string.Join(" ", numbers.Select(Text.Number).Prepend(edit.Kind.ToString()).Append(edit.Text));
    }

    private static LocatedEdit Edit(string line, int start)
    {
        string[] parts = line.Split(new[] { ' ' }, 6);
        int[] numbers = parts.Skip(1).Take(4).Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new LocatedEdit(
            (EditKind)Enum.Parse(typeof(EditKind), parts[0]),
            new TextSpan(start + numbers[0], numbers[1]),
            parts[5],
            numbers[3] == 0 ? null : new TextSpan(start + numbers[2], numbers[3]));
    }
}
