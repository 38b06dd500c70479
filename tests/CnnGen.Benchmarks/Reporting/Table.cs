using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Benchmarks.Reporting;

/// <summary>Rows under headings in plain text, the first column to the left and the others to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> rows = [];

    public void Add(params string[] cells) => rows.Add(cells);

    public void Write()
    {
        string[][] lines = [headings, .. rows];
        int[] widths = Enumerable.Range(0, headings.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (string[] line in lines)
        {
            Console.WriteLine(string.Join("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))));
        }
    }
}
