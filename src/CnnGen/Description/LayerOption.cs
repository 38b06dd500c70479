using System;
using System.Collections.Generic;
using System.Globalization;

namespace CnnGen;

/// <summary>The value of a layer's option: numbers, or the word of an enumeration.</summary>
public sealed class LayerOption
{
    private LayerOption(double[] numbers, string? word = null)
    {
        Numbers = Array.AsReadOnly(numbers);
        Word = word;
    }

    /// <summary>Its numbers, as the declaration has them, before they are rounded to the network's; none where it is a word.</summary>
    public IReadOnlyList<double> Numbers { get; }

    /// <summary>The word, as the enumeration has it: <c>Reflect</c>; null where it is numbers.</summary>
    public string? Word { get; }

    /// <summary>Its only number.</summary>
    /// <exception cref="InvalidOperationException">It is a word, or several numbers.</exception>
    public double Number => Numbers.Count == 1 ? Numbers[0] : throw new InvalidOperationException($"The option is '{this}', not one number.");

    /// <summary>Whether it is on.</summary>
    /// <exception cref="InvalidOperationException">It is a word, or several numbers.</exception>
    public bool IsOn => Number != 0;

    /// <summary>Its numbers with a space between them, or its word; the same in every culture.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        if (Word != null) return Word;
        var texts = new string[Numbers.Count];
        for (int i = 0; i < texts.Length; i++) texts[i] = Numbers[i].ToString("R", CultureInfo.InvariantCulture);
        return string.Join(" ", texts);
    }

    /// <summary>Reads options as the generator writes them: <c>kernel 5 5, mode Reflect</c>.</summary>
    /// <param name="text">The options.</param>
    /// <returns>The options by their names, in the order of the text.</returns>
    /// <exception cref="FormatException">The text is of another form.</exception>
    internal static IReadOnlyDictionary<string, LayerOption> Read(string text)
    {
        var options = new Dictionary<string, LayerOption>();
        foreach (string option in text.Split(new[] { ", " }, StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = option.Split(' ');
            if (words.Length < 2) throw new FormatException($"'{option}' is no option: a name and its value are expected.");
            options.Add(words[0], char.IsLetter(words[1][0]) ? new LayerOption(Array.Empty<double>(), words[1]) : new LayerOption(NumbersOf(words)));
        }

        return options;

        static double[] NumbersOf(string[] words) =>
            Array.ConvertAll(words[1..], word => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture));
    }
}
