using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace CnnGen.Generator.Writing;

/// <summary>Indented lines, each ended by a line feed.</summary>
internal sealed class SourceWriter
{
    /// <summary>What a line may have.</summary>
    public const int Columns = 160;

    // In fewer columns a comment is hard to read, and stands above its line.
    private const int LeastForComments = 40;

    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Columns that are left of a line at its indentation.</summary>
    public int Room => Columns - (4 * depth);

    /// <summary>Writes one line, or an empty one.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0) text.Append(' ', 4 * depth).Append(line);
        text.Append('\n');
    }

    /// <summary>An element of documentation: on one line, or on as many as it takes.</summary>
    public void Document(string element, string content)
    {
        string line = $"/// <{element}>{content}</{element}>";
        if (line.Length <= Room)
        {
            Line(line);
            return;
        }

        Line($"/// <{element}>");
        foreach (string words in Wrap.Words(content, Room - 4)) Line("/// " + words);
        Line($"/// </{element}>");
    }

    /// <summary>A comment, on as many lines as it takes.</summary>
    public void Comment(string comment)
    {
        foreach (string words in Wrap.Words(comment, Room - 3)) Line("// " + words);
    }

    /// <summary>Lines with a comment each, or an empty one, the comments below each other.</summary>
    public void Aligned(IEnumerable<(string Code, string Comment)> lines)
    {
        List<(string Code, string Comment)> list = lines.ToList();
        int width = list.Count == 0 ? 0 : list.Max(line => line.Code.Length), room = Room - width - 6;
        foreach ((string code, string comment) in list)
        {
            if (room < LeastForComments)
            {
                if (comment.Length > 0) Comment(comment);
                Line(code);
                continue;
            }

            string start = code.PadRight(width);
            foreach (string words in Wrap.Words(comment, room))
            {
                Line($"{start}   // {words}");
                start = new string(' ', width);
            }

            if (comment.Length == 0) Line(code);
        }
    }

    /// <summary>Opens braces below a header; closes them when disposed.</summary>
    public IDisposable Block(string header)
    {
        Line(header);
        return Braces();
    }

    /// <summary>Opens a method: its parameters stand in lines of their own where the header would be too long.</summary>
    public IDisposable Method(string start, string parameters)
    {
        if (start.Length + parameters.Length + 2 <= Room) return Block($"{start}({parameters})");
        Line(start + "(");
        using (Indent())
        {
            foreach (string line in Wrap.Evenly((parameters + ")").Replace(", ", "\n").Split('\n'), ", ", Room)) Line(line);
        }

        return Braces();
    }

    /// <summary>A member that is an expression, which stands in a line of its own where both would be too long.</summary>
    public void Expression(string header, string expression)
    {
        if (header.Length + expression.Length + 5 <= Room)
        {
            Line($"{header} => {expression};");
            return;
        }

        Line(header + " =>");
        using (Indent()) Line(expression + ";");
    }

    /// <summary>A call: its arguments stand in lines of their own where it would be too long.</summary>
    public void Call(string method, IReadOnlyList<string> arguments)
    {
        string line = $"{method}({string.Join(", ", arguments)});";
        if (line.Length <= Room)
        {
            Line(line);
            return;
        }

        Line(method + "(");
        using (Indent())
        {
            List<string> lines = Wrap.Evenly(arguments, ", ", Room - 2).ToList();
            for (int i = 0; i < lines.Count; i++) Line(lines[i] + (i < lines.Count - 1 ? "" : ");"));
        }
    }

    /// <summary>A writer for lines that come later, at the same indentation.</summary>
    public SourceWriter Aside() => new() { depth = depth };

    /// <summary>Writes what another one has.</summary>
    public void Append(SourceWriter other) => text.Append(other.text);

    /// <summary>Opens braces; closes them when disposed.</summary>
    public IDisposable Braces()
    {
        Line("{");
        depth++;
        return new Closing(this);
    }

    /// <summary>Indents until disposed.</summary>
    public IDisposable Indent()
    {
        depth++;
        return new Outdent(this);
    }

    public override string ToString() => text.ToString();

    private sealed class Closing : IDisposable
    {
        private readonly SourceWriter writer;

        public Closing(SourceWriter writer) => this.writer = writer;

        public void Dispose()
        {
            writer.depth--;
            writer.Line("}");
        }
    }

    private sealed class Outdent : IDisposable
    {
        private readonly SourceWriter writer;

        public Outdent(SourceWriter writer) => this.writer = writer;

        public void Dispose() => writer.depth--;
    }
}
