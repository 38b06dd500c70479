using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Writing;

/// <summary>A statement of a kernel, as far as its locals go: those that it declares, those that it sets, and those that it reads.</summary>
internal sealed class Statement
{
    /// <summary>What stands in the name of a method that does more than give a result: a call of it stays, whoever reads that.</summary>
    public const string EffectMark = "AndPlace";

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "return",
        "throw",
        "else",
        "do",
        "goto",
        "new",
        "in",
        "out",
        "is",
        "as",
        "case",
    };

    private readonly string original;
    private readonly string head = "";

    public Statement(string line, List<Token> tokens)
    {
        original = line.Substring(tokens[0].Start, tokens[tokens.Count - 1].End - tokens[0].Start);
        IsClosed = tokens[tokens.Count - 1].Text is ";" or "{" or "}";
        if (tokens[0].Text == "for") LoopVariable = LoopVariableOf(tokens);
        int last = IsClosed ? tokens.Count - 1 : tokens.Count, type = IsClosed ? LengthOfType(tokens) : 0;
        if (type > 0)
        {
            head = line.Substring(tokens[0].Start, tokens[type - 1].End - tokens[0].Start);
            foreach ((int from, int to) in Commas(tokens, type, last))
            {
                string text = line.Substring(tokens[from].Start, tokens[to - 1].End - tokens[from].Start);
                Declarators.Add(new Declarator(tokens[from].Text, text, tokens[0].Text == "ref", NamesOf(tokens, from + 1, to), HasEffect(tokens, from, to)));
            }

            return;
        }

        int value = 0;
        if (IsClosed && last == 2 && tokens[0].IsName && tokens[1].Text is "++" or "--")
        {
            Targets.Add(new Target(tokens[0].Text));
            return;
        }

        // One name after the other, each set to the same.
        while (value + 1 < last && tokens[value].IsName && (tokens[value + 1].Text == "=" || (value == 0 && IsCompound(tokens[1].Text))))
        {
            Targets.Add(new Target(tokens[value].Text));
            value += 2;
            if (tokens[value - 1].Text != "=") break;
        }

        IsRebinding = Targets.Count > 0 && value < last && tokens[value].Text == "ref";
        IsNeeded = HasEffect(tokens, value, last) || !IsClosed;
        if (Targets.Count > 0) head = line.Substring(tokens[value - 1].Start, tokens[tokens.Count - 1].End - tokens[value - 1].Start);
        Reads = NamesOf(tokens, value, last);
    }

    /// <summary>Whether a semicolon or a brace ends it.</summary>
    public bool IsClosed { get; }

    /// <summary>The variable of a loop whose header it is.</summary>
    public string? LoopVariable { get; }

    public List<Declarator> Declarators { get; } = new();

    /// <summary>The names that it sets as a whole.</summary>
    public List<Target> Targets { get; } = new();

    /// <summary>Whether references are set, and not what they refer to.</summary>
    public bool IsRebinding { get; }

    /// <summary>Whether it does more than set its targets.</summary>
    public bool IsNeeded { get; }

    /// <summary>What it reads besides the declarators.</summary>
    public IReadOnlyList<string> Reads { get; } = Array.Empty<string>();

    /// <summary>Whether what is left of it reads or sets a name.</summary>
    public bool Uses(string name) =>
        Declarators.Any(declarator => !declarator.IsDropped && declarator.Reads.Contains(name)) ||
        Targets.Any(target => !target.IsDropped && target.Name == name) ||
        (Text != null && Reads.Contains(name));

    public bool IsChanged => Declarators.Any(declarator => declarator.IsDropped) || Targets.Any(target => target.IsDropped);

    /// <summary>What is left of it; null where that is nothing.</summary>
    public string? Text
    {
        get
        {
            if (!IsChanged) return original;
            if (Declarators.Count > 0)
            {
                string declared = string.Join(", ", Declarators.Where(declarator => !declarator.IsDropped).Select(declarator => declarator.Text));
                return declared.Length == 0 ? null : $"{head} {declared};";
            }

            string targets = string.Join(" = ", Targets.Where(target => !target.IsDropped).Select(target => target.Name));
            return targets.Length == 0 ? null : $"{targets} {head}";
        }
    }

    /// <summary>Tokens of a declaration's type, <c>ref</c> before it included; 0 where it is no declaration.</summary>
    private static int LengthOfType(List<Token> tokens)
    {
        int at = tokens[0].Text is "ref" or "const" ? 1 : 0;
        if (at >= tokens.Count || !tokens[at].IsName || Words.Contains(tokens[at].Text)) return 0;
        at++;
        while (at + 1 < tokens.Count && tokens[at].Text is "." or "::" && tokens[at + 1].IsName) at += 2;
        if (at < tokens.Count && tokens[at].Text == "<")
        {
            int close = tokens.FindIndex(at, token => token.Text == ">");
            if (close < 0 || tokens.Skip(at + 1).Take(close - at - 1).Any(token => !token.IsName && token.Text is not ("," or "." or "::"))) return 0;
            at = close + 1;
        }

        if (at + 1 < tokens.Count && tokens[at].Text == "[" && tokens[at + 1].Text == "]") at += 2;
        return at + 1 < tokens.Count && tokens[at].IsName && tokens[at + 1].Text is "=" or "," or ";" ? at : 0;
    }

    private static string? LoopVariableOf(List<Token> tokens)
    {
        int equals = tokens.FindIndex(token => token.Text is "=" or ";");
        return equals > 3 && tokens[equals].Text == "=" && tokens[equals - 2].IsName ? tokens[equals - 1].Text : null;
    }

    /// <summary>The parts between commas that stand in no parentheses.</summary>
    private static IEnumerable<(int From, int To)> Commas(List<Token> tokens, int from, int to)
    {
        int depth = 0, start = from;
        for (int i = from; i < to; i++)
        {
            depth += tokens[i].Text is "(" or "[" or "{" ? 1 : tokens[i].Text is ")" or "]" or "}" ? -1 : 0;
            if (depth > 0 || tokens[i].Text != ",") continue;
            yield return (start, i);
            start = i + 1;
        }

        yield return (start, to);
    }

    /// <summary>Names that may be locals: no members.</summary>
    private static List<string> NamesOf(List<Token> tokens, int from, int to) =>
        Enumerable.Range(from, to - from)
            .Where(i => tokens[i].IsName && (i == 0 || tokens[i - 1].Text is not ("." or "::")))
            .Select(i => tokens[i].Text)
            .ToList();

    private static bool HasEffect(List<Token> tokens, int from, int to) =>
        tokens.Skip(from).Take(to - from).Any(token => token.Text is "++" or "--" || token.Text.Contains(EffectMark));

    private static bool IsCompound(string text) => text is "+=" or "-=" or "*=" or "/=" or "&=" or "|=" or "^=";
}

/// <summary>A local that a statement declares, with its value.</summary>
internal sealed record Declarator(string Name, string Text, bool IsReference, IReadOnlyList<string> Reads, bool HasEffect)
{
    public bool IsDropped { get; set; }
}

/// <summary>A local that a statement sets.</summary>
internal sealed record Target(string Name)
{
    public bool IsDropped { get; set; }
}
