using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>A source in which the expected diagnostics are marked, nested where need be: <c>{|CNN0201:Stride = 0|}</c>.</summary>
internal sealed record Markup(string Text, ImmutableArray<(string Id, TextSpan Span)> Marks)
{
    private const string Open = "{|";
    private const string Close = "|}";

    public static Markup Parse(string marked)
    {
        StringBuilder text = new();
        List<(string, TextSpan)> marks = [];
        Stack<(string Id, int Start)> open = new();
        for (int i = 0; i < marked.Length;)
        {
            if (At(marked, i, Open))
            {
                int colon = marked.IndexOf(':', i);
                if (colon < 0) throw new ArgumentException("A mark without an id.", nameof(marked));
                open.Push((marked[(i + Open.Length)..colon], text.Length));
                i = colon + 1;
            }
            else if (At(marked, i, Close))
            {
                if (!open.TryPop(out (string Id, int Start) mark)) throw new ArgumentException("A mark ends that did not begin.", nameof(marked));
                marks.Add((mark.Id, TextSpan.FromBounds(mark.Start, text.Length)));
                i += Close.Length;
            }
            else
            {
                text.Append(marked[i++]);
            }
        }

        if (open.Count > 0) throw new ArgumentException("A mark does not end.", nameof(marked));
        return new Markup(text.ToString(), [.. marks]);
    }

    private static bool At(string text, int index, string what) => string.CompareOrdinal(text, index, what, 0, what.Length) == 0;
}
