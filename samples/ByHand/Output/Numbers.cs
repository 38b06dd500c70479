using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace WorkedExamples.Output;

/// <summary>Numbers as text, and lines of arithmetic with them.</summary>
internal static class Numbers
{
    public const int Decimals = 12;    // what by-hand.json has

    /// <summary>At most so many decimals, none of them a trailing zero.</summary>
    public static string Text(double value, int decimals = Decimals)
    {
        string text = Math.Round(value, decimals).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>As a factor: a negative number stands in parentheses.</summary>
    public static string Factor(double value) => value < 0 ? $"({Text(value)})" : Text(value);

    /// <summary>0.2·1 + 0.1·0.4</summary>
    public static string Products(IEnumerable<(double Left, double Right)> terms) =>
        string.Join(" + ", terms.Select(term => $"{Factor(term.Left)}·{Factor(term.Right)}"));

    /// <summary>0.2 + (-0.1)</summary>
    public static string Terms(IEnumerable<double> terms) => string.Join(" + ", terms.Select(Factor));

    /// <summary>The value of <see cref="Products"/>.</summary>
    public static double Sum(IEnumerable<(double Left, double Right)> terms) => terms.Sum(term => term.Left * term.Right);

    /// <summary>1 example, 2 examples</summary>
    public static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    /// <summary>3×2×1</summary>
    public static string Shape(IEnumerable<int> sizes) => string.Join("×", sizes);
}
