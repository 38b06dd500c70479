using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace WorkedExamples.Output;

/// <summary>Plain text: headings, paragraphs, tensors, tables. No colours, so that it reads the same in a file.</summary>
internal sealed class Page(TextWriter writer)
{
    private const int Width = 110;

    public void Title(string text)
    {
        writer.WriteLine($"━━━ {text} {new string('━', Math.Max(3, Width - text.Length - 5))}");
        writer.WriteLine();
    }

    public void Heading(string text)
    {
        writer.WriteLine(text);
        writer.WriteLine(new string('─', text.Length));
    }

    public void Line(string text = "") => writer.WriteLine(text);

    /// <summary>Lines one step to the right.</summary>
    public void Indented(IEnumerable<string> lines)
    {
        foreach (string line in lines) writer.WriteLine($"  {line}");
    }

    /// <summary>A text broken at spaces.</summary>
    public void Paragraph(string text)
    {
        var line = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width)
            {
                writer.WriteLine(line);
                line.Clear();
            }

            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }

        writer.WriteLine(line);
    }

    /// <summary>A tensor under its name.</summary>
    public void Tensor(string name, double[] values, IReadOnlyList<Axis> axes)
    {
        writer.WriteLine(name);
        foreach (string line in Grid.Lines(values, axes)) writer.WriteLine($"  {line}");
    }

    /// <summary>Rows of cells in aligned columns.</summary>
    public void Table(IReadOnlyList<string[]> rows)
    {
        int[] widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        Indented(rows.Select(row => string.Join("   ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }
}
