using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>The two orders of summation of the design, as expressions.</summary>
internal static class Sums
{
    public const int Lanes = 16;

    /// <summary>The lane of a term: its number modulo 16, and the last ones the last lanes.</summary>
    public static int LaneOf(int term, int terms)
    {
        int rest = terms % Lanes;
        return terms > Lanes && term >= terms - rest ? Lanes - (terms - term) : term % Lanes;
    }

    /// <summary>The sum of the lanes: (l0 + l2) + (l1 + l3) in each quarter, (q0 + q1) + (q2 + q3) of the quarters. A missing lane is zero.</summary>
    public static string? Fold(IReadOnlyList<string?> lanes, System.Func<string, string> rounded)
    {
        string?[] quarters = Enumerable.Range(0, 4).Select(quarter => Quarter(lanes, quarter, rounded)).ToArray();
        return Add(Add(quarters[0], quarters[1], rounded), Add(quarters[2], quarters[3], rounded), rounded);
    }

    /// <summary>The sum of four lanes.</summary>
    public static string? Quarter(IReadOnlyList<string?> lanes, int quarter, System.Func<string, string> rounded)
    {
        string?[] four = Enumerable.Range(4 * quarter, 4).Select(lane => lane < lanes.Count ? lanes[lane] : null).ToArray();
        return Add(Add(four[0], four[2], rounded), Add(four[1], four[3], rounded), rounded);
    }

    /// <summary>The names of lanes: lane0, lane1, ….</summary>
    public static IEnumerable<string> LaneNames(int count) => Enumerable.Range(0, count).Select(lane => "lane" + Text.Number(lane));

    private static string? Add(string? left, string? right, System.Func<string, string> rounded)
    {
        if (left == null || right == null) return left ?? right;
        string sum = rounded($"{left} + {right}");
        return $"({sum})";
    }

    /// <summary>An expression without the parentheses around the whole.</summary>
    public static string Bare(string expression) =>
        expression.StartsWith("(", System.StringComparison.Ordinal) && Closes(expression) ? expression.Substring(1, expression.Length - 2) : expression;

    private static bool Closes(string expression)
    {
        int depth = 0;
        for (int i = 0; i < expression.Length; i++)
        {
            if (expression[i] == '(') depth++;
            if (expression[i] == ')' && --depth == 0) return i == expression.Length - 1;
        }

        return false;
    }
}
