using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Benchmarks.Reporting;

/// <summary>Rows under headings in plain text, the first column to the left and the others to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> rows = [];

    /// <summary>A row for each result.</summary>
    public static Table Of<T>(IReadOnlyList<(string Heading, Func<T, string> Cell)> columns, IEnumerable<T> results)
    {
        var table = new Table([.. columns.Select(column => column.Heading)]);
        foreach (T result in results) table.Add([.. columns.Select(column => column.Cell(result))]);
        return table;
    }

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
