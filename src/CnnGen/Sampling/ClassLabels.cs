using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace CnnGen.Sampling;

/// <summary>Texts that stand for classes.</summary>
internal static class ClassLabels
{
    private const int MostNumbered = 1 << 16;

    /// <summary>The labels of a column of texts, and what they stand for.</summary>
    /// <param name="table">The table.</param>
    /// <param name="known">What they stand for, where that is known; null: what the column has.</param>
    /// <exception cref="InvalidDataException">A text is no known class.</exception>
    public static (int[] Labels, string[] Names) Of(CsvTable table, IReadOnlyList<string>? known)
    {
        if (known == null)
        {
            int[] numbers = table.Texts.Select(NumberOf).ToArray();
            if (Array.TrueForAll(numbers, number => number >= 0))
            {
                return (numbers, Enumerable.Range(0, numbers.Max() + 1).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToArray());
            }
        }

        string[] names = known?.ToArray() ?? table.Texts.Distinct().OrderBy(name => name, StringComparer.Ordinal).ToArray();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            if (!places.TryAdd(names[i], i)) throw new ArgumentException($"The class '{names[i]}' is named twice.", "classes");
        }

        var labels = new int[table.Count];
        for (int row = 0; row < labels.Length; row++)
        {
            string text = table.Texts[row];
            int number = NumberOf(text);
            if (places.TryGetValue(text, out int label)) labels[row] = label;
            else if (number >= 0 && places.TryGetValue(number.ToString(CultureInfo.InvariantCulture), out label)) labels[row] = label;
            else throw new InvalidDataException($"Line {table.Lines[row]}: '{text}' is none of the classes {string.Join(", ", names.Take(20))}.");
        }

        return (labels, names);
    }

    /// <summary>A whole number, also as 3.0, which some programs write; −1 where it is none.</summary>
    private static int NumberOf(string text)
    {
        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        return isNumber && number < MostNumbered && number == Math.Floor(number) ? (int)number : -1;
    }
}
