using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace CnnGen.Sampling;

/// <summary>A text file of cells, the same number in each line.</summary>
internal sealed class CsvTable
{
    private const char Quote = '"';
    private const int MostNumberedClasses = 1 << 16;

    // The line of the file in which a row stands, for messages.
    private readonly List<int> lines = new();
    private readonly List<string[]> rows = new();

    private CsvTable(string[] columns) => Columns = columns;

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The cells, without the line of names.</summary>
    public IReadOnlyList<string[]> Rows => rows;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It has no row, or a row of another length than the first.</exception>
    public static CsvTable Read(Stream stream)
    {
        CsvTable? table = null;
        char separator = ',';
        int line = 0;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (text.Length == 0) continue;
            if (table == null) separator = text.IndexOf(',') >= 0 ? ',' : text.IndexOf(';') >= 0 ? ';' : text.IndexOf('\t') >= 0 ? '\t' : ',';
            string[] cells = Cells(text, separator, line);
            if (table == null)
            {
                bool isHeader = !cells.Any(cell => TryNumber(cell, out _));
                table = new CsvTable(isHeader ? cells : Enumerable.Range(0, cells.Length).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray());
                if (isHeader) continue;
            }

            if (cells.Length != table.Columns.Count)
            {
                throw new InvalidDataException($"Line {line} has {cells.Length} cells, where the first has {table.Columns.Count}.");
            }

            table.rows.Add(cells);
            table.lines.Add(line);
        }

        return table is { rows: { Count: > 0 } } ? table : throw new InvalidDataException("There is no sample in the file.");
    }

    /// <summary>Where a column is.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public int IndexOf(string name, string parameter)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == name) return i;
        }

        throw new ArgumentException($"There is no column '{name}'; there are {string.Join(", ", Columns)}.", parameter);
    }

    /// <summary>Some columns as numbers, row after row.</summary>
    /// <exception cref="InvalidDataException">A cell is no number.</exception>
    public double[] Numbers(int[] columns)
    {
        var numbers = new double[rows.Count * columns.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < columns.Length; i++)
            {
                string cell = rows[row][columns[i]];
                if (!TryNumber(cell, out numbers[(row * columns.Length) + i]))
                {
                    throw new InvalidDataException($"Line {lines[row]}, column {Columns[columns[i]]}: expected a number such as 1.5, found '{cell}'.");
                }
            }
        }

        return numbers;
    }

    /// <summary>A column as classes, and what they are called.</summary>
    public (int[] Labels, string[] Names) Classes(int column)
    {
        string[] cells = rows.Select(row => row[column]).ToArray();
        int[] numbers = cells.Select(cell => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1).ToArray();
        if (numbers.All(number => number is >= 0 and < MostNumberedClasses))
        {
            return (numbers, Enumerable.Range(0, numbers.Max() + 1).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToArray());
        }

        string[] names = cells.Distinct().OrderBy(name => name, StringComparer.Ordinal).ToArray();
        return (cells.Select(cell => Array.BinarySearch(names, cell, StringComparer.Ordinal)).ToArray(), names);
    }

    private static bool TryNumber(string cell, out double number) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static string[] Cells(string text, char separator, int line)
    {
        var cells = new List<string>();
        for (int at = 0; ; at++)
        {
            int start = at;
            var quoted = new StringBuilder();
            while (at < text.Length && text[at] == ' ') at++;
            if (at < text.Length && text[at] == Quote)
            {
                at = EndOfQuoted(text, at + 1, quoted, line);
                while (at < text.Length && text[at] == ' ') at++;
                if (at < text.Length && text[at] != separator)
                {
                    throw new InvalidDataException($"Line {line}: '{text[at]}' stands behind the end of a quoted cell.");
                }

                cells.Add(quoted.ToString());
            }
            else
            {
                int end = text.IndexOf(separator, start);
                at = end < 0 ? text.Length : end;
                cells.Add(text.Substring(start, at - start).Trim());
            }

            if (at == text.Length) return cells.ToArray();
        }
    }

    private static int EndOfQuoted(string text, int at, StringBuilder cell, int line)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] != Quote) cell.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == Quote) cell.Append(text[at++]);
            else return at + 1;
        }

        throw new InvalidDataException($"Line {line}: a quoted cell has no end. A cell of several lines is not read.");
    }
}
