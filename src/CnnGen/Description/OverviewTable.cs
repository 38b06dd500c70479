using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CnnGen;

/// <summary>A network as a table for people: the same lines as the remarks of its class.</summary>
internal static class OverviewTable
{
    private const int Words = 3;

    public static string Of(NetworkDescription network)
    {
        StringBuilder text = new();
        text
            .Append(network.Name)
            .Append(": ")
            .Append(Named(network.Inputs, input => input.Name, input => input.Shape))
            .Append(" → ")
            .Append(Named(network.Outputs, output => output.Name, output => output.Shape))
            .Append(", ")
            .Append(network.Scalar)
            .Append(", ")
                .Append(Grouped(network.Batch))
                .Append(network.Batch == 1 ? " sample a call" : " samples a call")
                .Append(network.IsTrainable ? "\n\n" : ", forward only\n\n");

        var rows = new List<string[]> { new[] { "layer", "kind", "output", "parameters", "multiply-adds" } };
        rows.AddRange(
            network.Layers.Select(layer => new[] { layer.Name, layer.Kind, Shape(layer.OutputShape), Grouped(layer.ParameterCount), Grouped(layer.Macs) }));
        rows.Add(new[] { "", "", "", Grouped(network.Parameters.Sum(parameter => (long)parameter.Count)), Grouped(network.Macs) });
        int[] widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (string[] row in rows)
        {
            // Words to the left, numbers to the right.
            text
                .Append(string.Join("  ", row.Select((cell, column) => column < Words ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))))
                .Append('\n');
        }

        text.Append('\n');
        if (network.IsTrainable)
        {
            text.Append("loss: ").Append(network.Loss ?? "none declared").Append('\n');
            if (network.Parameters.Count > 0) text.Append("optimizer: ").Append(network.Optimizer).Append('\n');
        }

        return text
            .Append("memory: ")
            .Append(Grouped(network.InstanceBytes))
            .Append(" bytes an instance, ")
            .Append(Grouped(network.SharedBytes))
            .Append(" shared with replicas")
            .ToString();
    }

    /// <summary>Shapes, with names where there are several.</summary>
    private static string Named<TEnd>(IReadOnlyList<TEnd> ends, Func<TEnd, string> name, Func<TEnd, IEnumerable<int>> shape) =>
        ends.Count == 1 ? Shape(shape(ends[0])) : string.Join(", ", ends.Select(end => name(end) + " " + Shape(shape(end))));

    private static string Shape(IEnumerable<int> shape) => string.Join("×", shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
