using System;
using System.Globalization;
using Spectre.Console;

namespace CnnGen.Tool.Printing;

/// <summary>A table on standard output. In a terminal it fits the window; in a file or a pipe each row is one line.</summary>
internal sealed class Listing
{
    private const int Unlimited = 10_000;

    private readonly Table table = new() { Border = TableBorder.None };

    /// <param name="headings">Of the columns; one that begins with a &gt; is flush right, as numbers are.</param>
    public Listing(params string[] headings)
    {
        foreach (string heading in headings)
        {
            bool isRight = heading.StartsWith('>');
            table.AddColumn(
                new TableColumn(new Text(isRight ? heading[1..] : heading))
                {
                    Alignment = isRight ? Justify.Right : Justify.Left,
                    Padding = new Padding(0, 0, 2, 0),
                });
        }
    }

    /// <summary>Adds a row.</summary>
    public void Add(params string[] cells) => table.AddRow(Array.ConvertAll(cells, cell => new Text(cell)));

    /// <summary>Prints the table, and nothing if it has no rows.</summary>
    public void Print()
    {
        if (table.Rows.Count == 0) return;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected) console.Profile.Width = Unlimited;
        console.Write(table);
    }

    /// <summary>A count: 44,426.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number to look at: four digits of it.</summary>
    public static string Number(double number) => number.ToString("G4", CultureInfo.InvariantCulture);
}
