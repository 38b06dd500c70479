using System;
using System.Globalization;
using System.Linq;

namespace CnnGen.Onnx.Importing.Printing;

/// <summary>Numbers as they stand in C#.</summary>
internal static class Literals
{
    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A double constant expression: 0.5, 3, 1e-5.</summary>
    public static string Of(double number)
    {
        if (!double.IsFinite(number)) throw new RefusalException($"A constant of the model is {Any(number)}, which no attribute takes.");
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        if (exponent < 0) return Math.Abs(number) > int.MaxValue && !text.Contains('.', StringComparison.Ordinal) ? text + ".0" : text;
        int power = int.Parse(text[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return $"{text[..exponent]}e{power.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>A number in a message or a comment, whatever it is.</summary>
    public static string Any(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>One number, or an array of them.</summary>
    public static string Of(double[] numbers) =>
        numbers.Length == 1 ? Of(numbers[0]) : $"new double[] {{ {string.Join(", ", numbers.Select(Of))} }}";

    /// <summary>The double that is written as the float is: 0.1 of 0.1f.</summary>
    public static double Shortest(float number) => float.IsFinite(number)
        ? double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : number;
}
