using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace CnnGen.Sampling;

/// <summary>A text file of numbers in columns, of which one may be texts.</summary>
internal sealed class CsvTable
{
    private const char Quote = '"';

    private readonly List<double> numbers = new();
    private readonly List<string> texts = new();

    private CsvTable(string[] columns, int? textColumn)
    {
        Columns = columns;
        TextColumn = textColumn;
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The column of texts; null: none.</summary>
    public int? TextColumn { get; }

    /// <summary>Its cells.</summary>
    public IReadOnlyList<string> Texts => texts;

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>The line of the file in which a row stands, for messages.</summary>
    public List<int> Lines { get; } = new();

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="textColumn">The name of the column of texts; null: none.</param>
    /// <param name="hasHeader">Whether the first line holds the columns' names; null: if no cell of it is a number.</param>
    /// <exception cref="InvalidDataException">It has no row, a row of another length than the first, or what is no number.</exception>
    /// <exception cref="ArgumentException">There is no column of that name.</exception>
    public static CsvTable Read(Stream stream, string? textColumn, bool? hasHeader)
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
                bool isHeader = hasHeader ?? !cells.Any(cell => TryNumber(cell, out _));
                string[] columns = isHeader ? cells : Enumerable.Range(0, cells.Length).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
                table = new CsvTable(columns, textColumn == null ? null : IndexOf(columns, textColumn, "label"));
                if (isHeader) continue;
            }

            table.Add(cells, line);
        }

        return table is { Count: > 0 } ? table : throw new InvalidDataException("There is no sample in the file.");
    }

    /// <summary>Where a column is.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static int IndexOf(IReadOnlyList<string> columns, string name, string parameter)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i] == name) return i;
        }

        throw new ArgumentException($"There is no column '{name}'; there are {string.Join(", ", columns)}.", parameter);
    }

    /// <summary>Some columns, row after row.</summary>
    public double[] Numbers(int[] columns)
    {
        var taken = new double[checked(Count * columns.Length)];
        int at = 0;
        for (int row = 0; row < Count; row++)
        {
            foreach (int column in columns) taken[at++] = numbers[(row * Columns.Count) + column];
        }

        return taken;
    }

    private void Add(string[] cells, int line)
    {
        if (cells.Length != Columns.Count) throw new InvalidDataException($"Line {line} has {cells.Length} cells, where the first has {Columns.Count}.");
        for (int column = 0; column < cells.Length; column++)
        {
            double number = 0;
            if (column == TextColumn) texts.Add(cells[column]);
            else if (!TryNumber(cells[column], out number))
            {
                throw new InvalidDataException($"Line {line}, column {Columns[column]}: expected a finite number such as 1.5, found '{cells[column]}'.");
            }

            numbers.Add(number);
        }

        Lines.Add(line);
        Count++;
    }

    private static bool TryNumber(string cell, out double number) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && !double.IsNaN(number) && !double.IsInfinity(number);

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
