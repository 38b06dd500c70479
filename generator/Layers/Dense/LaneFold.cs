using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>
/// The text that folds sixteen lanes to one number: (l0 + l2) + (l1 + l3) in each quarter, (q0 + q1) + (q2 + q3) of the quarters,
/// whatever the width of the vectors that hold them.
/// </summary>
internal static class LaneFold
{
    private const string Order = "(l0 + l2) + (l1 + l3) in each quarter of four lanes, (q0 + q1) + (q2 + q3) of the quarters";

    private const string HalfOrder = "(l0 + l2) + (l1 + l3) in each of two quarters, and q0 + q1 of them; the caller adds the other two";

    /// <summary>Whether the sums of four rows are folded at once, and come as a vector.</summary>
    public static bool IsOfRows(Dialect dialect) => dialect.Scalar == Scalar.Single && dialect.Bits >= 256;

    /// <summary>The sums of up to four rows as an expression of four numbers.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="rows">For each row its vectors of lanes: those of sixteen lanes that are not all zero.</param>
    public static string OfRows(KernelWriter writer, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        bool isWhole = writer.Dialect.Bits == 512;
        string fold = writer.Use(rows.Count > 2 ? Four(isWhole) : Two(isWhole));
        IEnumerable<string> parts = Enumerable.Range(0, rows[0].Count).Select(part =>
            $"{fold}({string.Join(", ", Enumerable.Range(0, rows.Count > 2 ? 4 : 2).Select(row => row < rows.Count ? rows[row][part] : "Lanes.Zero"))})");
        return string.Join(" + ", parts);
    }

    /// <summary>The sum of one row as an expression of a number.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="parts">Its vectors of lanes, in order; null for one whose lanes are all zero.</param>
    public static string OfRow(KernelWriter writer, IReadOnlyList<string?> parts)
    {
        Dialect dialect = writer.Dialect;
        if (dialect.Scalar == Scalar.Single)
        {
            return Pairs(parts.Select(part => part == null ? null : $"{writer.Use(QuarterOfFour)}({part})").ToList(), " + ") + ".ToScalar()";
        }

        var quarters = new List<string?>();
        for (int q = 0; q < 4; q++)
        {
            quarters.Add(dialect.Bits switch
            {
                512 => parts[q / 2] is { } half ? $"{writer.Use(QuarterOfDoubles)}({half}.{(q % 2 == 0 ? "GetLower()" : "GetUpper()")})" : null,
                256 => parts[q] is { } whole ? $"{writer.Use(QuarterOfDoubles)}({whole})" : null,
                _ => parts[2 * q] is { } low ? $"{writer.Use(QuarterOfPairs)}({low}, {parts[(2 * q) + 1] ?? "Lanes.Zero"})" : null,
            });
        }

        return Pairs(quarters, " + ");
    }

    private static Helper Four(bool isWhole) => new(
        "FoldFourRows",
        "Four",
        "Lanes a, Lanes b, Lanes c, Lanes d",
        isWhole
            ? $"The sums of the sixteen lanes of four rows, in their order: {Order}."
            : $"The sums of eight of sixteen lanes of four rows, in their order: {HalfOrder}.",
        text =>
        {
            string x86 = isWhole ? "Avx512F" : "Avx";
            text.Comment("in each quarter: a0 + a2, b0 + b2, a1 + a3, b1 + b3");
            text.Line($"Lanes ab = {x86}.UnpackLow(a, b) + {x86}.UnpackHigh(a, b), cd = {x86}.UnpackLow(c, d) + {x86}.UnpackHigh(c, d);");
            text.Comment("in each quarter the sums of a, b, c and d: the first two of ab and of cd, and the last two");
            text.Line($"Lanes quarters = {x86}.Shuffle(ab, cd, 0x44) + {x86}.Shuffle(ab, cd, 0xEE);");
            Return(text, isWhole);
        });

    private static Helper Two(bool isWhole) => new(
        "FoldTwoRows",
        "Four",
        "Lanes a, Lanes b",
        isWhole
            ? $"The sums of the sixteen lanes of two rows, in the first two numbers: {Order}."
            : $"The sums of eight of sixteen lanes of two rows, in the first two numbers: {HalfOrder}.",
        text =>
        {
            string x86 = isWhole ? "Avx512F" : "Avx";
            text.Comment("in each quarter: a0 + a2, b0 + b2, a1 + a3, b1 + b3");
            text.Line($"Lanes ab = {x86}.UnpackLow(a, b) + {x86}.UnpackHigh(a, b);");
            text.Comment("the last two of each quarter to the first two");
            text.Line($"Lanes quarters = ab + {x86}.Shuffle(ab, ab, 0xEE);");
            Return(text, isWhole);
        });

    private static void Return(KernelWriter text, bool isWhole)
    {
        if (!isWhole)
        {
            text.Line("return quarters.GetLower() + quarters.GetUpper();");
            return;
        }

        text.Line("Vector256<float> low = quarters.GetLower(), high = quarters.GetUpper();");
        text.Line("return (low.GetLower() + low.GetUpper()) + (high.GetLower() + high.GetUpper());");
    }

    private static Helper QuarterOfFour => new("Quarter", "Lanes", "Lanes l", "The sum of four lanes, (l0 + l2) + (l1 + l3), in each of them.", text =>
    {
        text.Line("l += Shuffle(l, Create(2, 3, 0, 1));");
        text.Line("return l + Shuffle(l, Create(1, 0, 3, 2));");
    });

    private static Helper QuarterOfDoubles => new("Quarter", "double", "Vector256<double> l", "The sum of four lanes: (l0 + l2) + (l1 + l3).", text =>
    {
        text.Line("Vector128<double> pairs = l.GetLower() + l.GetUpper();");
        text.Line("return pairs.ToScalar() + pairs.GetElement(1);");
    });

    private static Helper QuarterOfPairs => new("Quarter", "double", "Lanes low, Lanes high", "The sum of four lanes: (l0 + l2) + (l1 + l3).", text =>
    {
        text.Line("Lanes pairs = low + high;");
        text.Line("return pairs.ToScalar() + pairs.GetElement(1);");
    });

    /// <summary>(q0 + q1) + (q2 + q3), without those that are missing.</summary>
    private static string Pairs(IReadOnlyList<string?> quarters, string plus)
    {
        string? Add(string? a, string? b) => a == null || b == null ? a ?? b : $"({a}{plus}{b})";
        return Add(Add(quarters[0], quarters[1]), Add(quarters[2], quarters[3]))!;
    }
}
