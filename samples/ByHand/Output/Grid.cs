using System;
using System.Collections.Generic;
using System.Linq;

namespace WorkedExamples.Output;

/// <summary>A tensor as lines of numbers under each other, the decimal points aligned.</summary>
internal static class Grid
{
    private const int WidestLine = 9;        // longer lines are broken
    private const int WidestFullLine = 5;    // wider ones show fewer decimals, to stay within a window
    private const int FewDecimals = 6;

    /// <summary>The lines of a tensor.</summary>
    /// <param name="values">Its numbers, row-major.</param>
    /// <param name="axes">What its axes are and how long. Those of length 1 are left out.</param>
    public static IEnumerable<string> Lines(double[] values, IReadOnlyList<Axis> axes)
    {
        Axis[] kept = axes.Where(axis => axis.Size > 1).ToArray();
        int columns = kept.Length == 0 ? 1 : kept[^1].Size;
        Axis? line = kept.Length < 2 ? null : kept[^2];
        Axis[] blocks = kept.Length < 3 ? [] : kept[..^2];

        string[] cells = Cells(values, columns);
        int labelWidth = line is null or { Name: "row" } ? 0 : $"{line.Name} {line.Size - 1}  ".Length;
        int lines = line?.Size ?? 1;
        for (int i = 0; i < values.Length / columns; i++)
        {
            if (blocks.Length > 0 && i % lines == 0) yield return BlockName(i / lines, blocks);
            string label = labelWidth == 0 ? "" : $"{line!.Name} {i % lines}";
            foreach (string[] part in cells[(i * columns)..((i + 1) * columns)].Chunk(WidestLine))
            {
                yield return $"  {label.PadRight(labelWidth)}{string.Join("  ", part)}".TrimEnd();
                label = "";
            }
        }
    }

    private static string BlockName(int index, Axis[] blocks)
    {
        var names = new Stack<string>();
        foreach (Axis axis in blocks.Reverse())
        {
            names.Push($"{axis.Name} {index % axis.Size}");
            index /= axis.Size;
        }

        return string.Join(", ", names);
    }

    private static string[] Cells(double[] values, int columns)
    {
        int decimals = columns <= WidestFullLine ? Numbers.Decimals : FewDecimals;
        string[] texts = values.Select(value => Numbers.Text(value, decimals)).ToArray();
        int before = texts.Max(WholeDigits), after = texts.Max(text => text.Length - WholeDigits(text));
        return texts.Select(text => text.PadLeft(text.Length + before - WholeDigits(text)).PadRight(before + after)).ToArray();
    }

    private static int WholeDigits(string text) => text.IndexOf('.') is int point and >= 0 ? point : text.Length;
}
