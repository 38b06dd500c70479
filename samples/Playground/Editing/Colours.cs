using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Playground.Compiling;

namespace Playground.Editing;

/// <summary>Cuts the text into pieces: what a word is, and whether something is wrong with it.</summary>
internal static class Colours
{
    private const string Error = "error", Warning = "warning";

    /// <summary>The pieces, one behind the other.</summary>
    /// <param name="tree">The text, parsed.</param>
    /// <param name="findings">What is wrong with it; what does not lie in it is passed over.</param>
    public static IEnumerable<Piece> Of(SyntaxTree tree, IReadOnlyList<Finding> findings)
    {
        string text = tree.ToString();
        var styles = new string[text.Length];
        SyntaxNode root = tree.GetRoot();
        foreach (SyntaxToken token in root.DescendantTokens()) Mark(styles, token.SpanStart, token.Span.End, StyleOf(token));
        foreach (SyntaxTrivia trivia in root.DescendantTrivia().Where(IsComment)) Mark(styles, trivia.SpanStart, trivia.Span.End, "comment");

        // Errors last: they show where both stand.
        foreach (Finding finding in findings.Where(finding => finding.End <= text.Length).OrderBy(finding => finding.IsError))
        {
            int end = finding.Length == 0 ? System.Math.Min(text.Length, finding.Start + 1) : finding.End;
            for (int i = finding.Start; i < end; i++) styles[i] = $"{styles[i]?.Split(' ')[0]} {(finding.IsError ? Error : Warning)}";
        }

        int start = 0;
        for (int i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && styles[i] == styles[start]) continue;
            yield return new Piece(text[start..i], styles[start] ?? "");
            start = i;
        }
    }

    private static void Mark(string[] styles, int start, int end, string style)
    {
        for (int i = start; i < end && style.Length > 0; i++) styles[i] = style;
    }

    private static string StyleOf(SyntaxToken token)
    {
        if (token.IsKeyword() || SyntaxFacts.IsContextualKeyword(token.Kind())) return "keyword";
        if (token.IsKind(SyntaxKind.NumericLiteralToken)) return "number";
        if (token.IsKind(SyntaxKind.StringLiteralToken)) return "string";
        if (!token.IsKind(SyntaxKind.IdentifierToken)) return "";
        if (token.Parent?.FirstAncestorOrSelf<NameEqualsSyntax>() != null) return "argument";
        return token.Parent is NameSyntax { Parent: AttributeSyntax or QualifiedNameSyntax { Parent: AttributeSyntax } } ? "attribute" : "name";
    }

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is
        SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia;
}
