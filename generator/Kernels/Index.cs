using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Kernels;

/// <summary>An index into a buffer: a sum of loop variables times constants, and a constant. Constants fold as it is built.</summary>
internal readonly struct Index
{
    private readonly (string Variable, int Factor)[]? terms;
    private readonly int constant;

    private Index(IEnumerable<(string Variable, int Factor)> terms, int constant)
    {
        this.terms = terms.Where(term => term.Factor != 0).ToArray();
        this.constant = constant;
    }

    /// <summary>Whether no variable is in it.</summary>
    public bool IsConstant => terms == null || terms.Length == 0;

    /// <summary>Whether it is 0.</summary>
    public bool IsZero => IsConstant && constant == 0;

    /// <summary>What is added to the variables.</summary>
    public int Constant => constant;

    /// <summary>A part of it: every factor and the constant are multiples of the divisor, or 0 is what is divided.</summary>
    public Index DividedBy(int divisor)
    {
        if (Terms.All(term => term.Factor % divisor == 0) && constant % divisor == 0)
        {
            return new Index(Terms.Select(term => (term.Variable, term.Factor / divisor)), constant / divisor);
        }

        return new Index(Terms.Select(term => ($"{term.Variable} / {Text.Number(divisor)}", term.Factor)), constant / divisor);
    }

    public static Index Of(string variable) => new(new[] { (variable, 1) }, 0);

    public static implicit operator Index(int constant) => new(Enumerable.Empty<(string, int)>(), constant);

    public static Index operator +(Index left, Index right)
    {
        IEnumerable<(string Variable, int Factor)> sum = left.Terms.Concat(right.Terms)
            .GroupBy(term => term.Variable)
            .Select(group => (group.Key, group.Sum(term => term.Factor)));
        return new Index(sum, left.constant + right.constant);
    }

    public static Index operator *(Index index, int factor) => new(index.Terms.Select(term => (term.Variable, term.Factor * factor)), index.constant * factor);

    public static Index operator *(Index index, Size size)
    {
        if (!size.IsTold) return index * size.Value;
        IEnumerable<(string Variable, int Factor)> products = index.Terms.Select(term => ($"{term.Variable} * {size.Text}", term.Factor));
        return new Index(index.constant == 0 ? products : products.Append((size.Text, index.constant)), 0);
    }

    /// <summary>A size as a place: so many numbers further.</summary>
    public static implicit operator Index(Size size) => size.IsTold ? Of(size.Text) : size.Value;

    private IEnumerable<(string Variable, int Factor)> Terms => terms ?? Enumerable.Empty<(string, int)>();

    /// <summary>As it is written in brackets: <c>row * 14 + column + 3</c>.</summary>
    public override string ToString()
    {
        // Variables of one factor stand together: (row + kernelRow) * 14.
        IEnumerable<string> products = Terms.GroupBy(term => term.Factor).Select(group =>
        {
            string variables = string.Join(" + ", group.Select(term => term.Variable));
            if (group.Key == 1) return variables;
            return (group.Count() == 1 ? variables : $"({variables})") + " * " + Text.Number(group.Key);
        });
        string sum = string.Join(" + ", products);
        if (sum.Length == 0) return Text.Number(constant);
        return constant switch
        {
            0 => sum,
            < 0 => $"{sum} - {Text.Number(-constant)}",
            _ => $"{sum} + {Text.Number(constant)}",
        };
    }
}

/// <summary>A loop over 0, step, 2 × step, … below the count.</summary>
/// <param name="Variable">The loop variable.</param>
/// <param name="Count">The bound.</param>
/// <param name="Step">The step.</param>
/// <param name="Bound">The bound's text where it is no constant.</param>
internal sealed record Loop(string Variable, int Count, int Step = 1, string? Bound = null)
{
    /// <summary>The step as it is written.</summary>
    public string StepText { get; init; } = Text.Number(Step);

    /// <summary>Whether it runs once, so that nobody has to write it.</summary>
    public bool RunsOnce => Bound == null && Count <= Step;

    public string Header
    {
        get
        {
            string bound = Bound ?? Text.Number(Count);
            string next = Step == 1 ? $"{Variable}++" : $"{Variable} += {StepText}";
            return $"for (int {Variable} = 0; {Variable} < {bound}; {next})";
        }
    }
}
