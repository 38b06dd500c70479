using System;
using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Writing;

/// <summary>A line of a kernel: statements and a comment, either of which may be missing; or the header of a block.</summary>
internal sealed class CodeLine
{
    private const string CommentStart = "// ";

    private readonly string text;
    private readonly string comment;

    public CodeLine(string text)
    {
        this.text = text;
        List<Token> tokens = Token.Of(text, out int end);
        comment = text.Substring(end);
        Statements = Split(tokens).Select(part => new Statement(text, part)).ToList();
    }

    public IReadOnlyList<Statement> Statements { get; }

    /// <summary>Whether it goes on in a block or a next line.</summary>
    public bool IsHeader => Statements.Count > 0 && !Statements[Statements.Count - 1].IsClosed;

    /// <summary>Whether anything but a comment is left of it.</summary>
    public bool HasStatements => Statements.Any(statement => statement.Text != null);

    /// <summary>The names that it declares for all that follows in its block.</summary>
    public IEnumerable<string> Declared =>
        Statements.SelectMany(statement => statement.Declarators).Where(declarator => !declarator.IsDropped).Select(declarator => declarator.Name);

    /// <summary>The names that it declares for a loop.</summary>
    public IEnumerable<string> LoopVariables => Statements.Select(statement => statement.LoopVariable).Where(name => name != null).Select(name => name!);

    public bool Uses(string name) => Statements.Any(statement => statement.Uses(name));

    /// <summary>What is left of it; null where that is nothing.</summary>
    public string? Text
    {
        get
        {
            if (Statements.All(statement => !statement.IsChanged)) return text;
            List<string> left = Statements.Where(statement => statement.Text != null).Select(statement => statement.Text!).ToList();
            return left.Count == 0 ? null : string.Join(" ", left) + (comment.Length == 0 ? "" : "   " + comment);
        }
    }

    /// <summary>Lines that are no longer than so many columns, as far as its statements and the words of its comment can be parted.</summary>
    /// <remarks>What the other statements are made from stands alone before them; they stand in lines of about equal length.</remarks>
    public IEnumerable<string> Fit(int columns)
    {
        if (Text is not { } whole) yield break;
        if (whole.Length <= columns)
        {
            yield return whole;
            yield break;
        }

        if (comment.Length > 0)
        {
            foreach (string line in Wrap.Words(comment.Substring(CommentStart.Length), columns - CommentStart.Length)) yield return CommentStart + line;
        }

        List<string> left = Statements.Where(statement => statement.Text != null).Select(statement => statement.Text!).ToList();
        if (left.Count > 2 && Stem(left[0]) != Stem(left[1]))
        {
            yield return left[0];
            left.RemoveAt(0);
        }

        foreach (string line in Wrap.Evenly(left, " ", columns).SelectMany(line => Wrap.Statement(line, columns))) yield return line;

        static string Stem(string statement) => new(statement.TakeWhile(char.IsLetter).ToArray());
    }

    /// <summary>At the semicolons and braces that stand in no parentheses.</summary>
    private static IEnumerable<List<Token>> Split(List<Token> tokens)
    {
        var part = new List<Token>();
        int depth = 0;
        foreach (Token token in tokens)
        {
            depth += token.Text is "(" or "[" ? 1 : token.Text is ")" or "]" ? -1 : 0;
            part.Add(token);
            if (depth > 0 || token.Text is not (";" or "{" or "}")) continue;
            yield return part;
            part = new List<Token>();
        }

        if (part.Count > 0) yield return part;
    }
}

/// <summary>A name, a number or an operator of a line.</summary>
internal readonly record struct Token(string Text, int Start)
{
    public int End => Start + Text.Length;

    public bool IsName => char.IsLetter(Text[0]) || Text[0] is '_' or '@';

    /// <summary>The tokens of a line up to its comment.</summary>
    public static List<Token> Of(string line, out int end)
    {
        var tokens = new List<Token>();
        int at = 0;
        while (at < line.Length)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            if (line[at] == '/' && at + 1 < line.Length && line[at + 1] == '/') break;
            int start = at;
            if (IsWord(line[at]) || line[at] == '@')
            {
                // A number's point and exponent belong to it, and a name's suffix.
                bool isNumber = char.IsDigit(line[at]), isDecimal = !line.Substring(start).StartsWith("0x", StringComparison.Ordinal);
                while (++at < line.Length && (IsWord(line[at]) || (isNumber && (line[at] == '.' || IsSignOfExponent(at)))))
                {
                }

                bool IsSignOfExponent(int i) => line[i] is '+' or '-' && line[i - 1] is 'e' or 'E' && isDecimal;
            }
            else if (line[at] == '"')
            {
                while (++at < line.Length && line[at] != '"') at += line[at] == '\\' ? 1 : 0;
                at++;
            }
            else
            {
                at++;
                if (at < line.Length && IsPair(line[start], line[at])) at++;
            }

            tokens.Add(new Token(line.Substring(start, at - start), start));
        }

        end = at;
        return tokens;

        static bool IsWord(char character) => char.IsLetterOrDigit(character) || character == '_';

        static bool IsPair(char first, char second) =>
            (second == '=' && first is '+' or '-' or '*' or '/' or '&' or '|' or '^' or '=' or '!' or '<' or '>')
                || (first == second && first is '+' or '-' or '&' or '|' or ':');
    }
}
