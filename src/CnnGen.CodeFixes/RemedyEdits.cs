using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes;

/// <summary>The edits of a remedy as changes of a text. What they do not name stays as it is, comments and all.</summary>
internal sealed class RemedyEdits
{
    private readonly SyntaxNode root;
    private readonly SourceText text;

    public RemedyEdits(SyntaxNode root, SourceText text)
    {
        this.root = root;
        this.text = text;
    }

    /// <summary>The changes, in order; null where the text is not the one that the remedy was made for.</summary>
    public IReadOnlyList<TextChange>? Of(LocatedRemedy remedy)
    {
        var changes = new List<TextChange>();
        var removed = new List<SyntaxNode>();
        foreach (LocatedEdit edit in remedy.Edits)
        {
            if (Find(edit.Span) is not { } node || Written(edit, node) is not { } written) return null;
            if (edit.Kind == EditKind.Remove) removed.Add(node);
            else if (Change(edit.Kind, node, written) is { } change) changes.AddRange(change);
            else return null;
        }

        changes.AddRange(Remove(removed));
        return changes.OrderBy(change => change.Span.Start).ThenBy(change => change.Span.End).ToList();
    }

    /// <summary>The changes that an edit other than a removal makes; null where the node is none of those that it is for.</summary>
    private IEnumerable<TextChange>? Change(EditKind kind, SyntaxNode node, string written) => (kind, node) switch
    {
        (EditKind.Value, AttributeArgumentSyntax argument) => Replace(argument.Expression.Span, written),
        (EditKind.Name, AttributeArgumentSyntax argument) => IsInOrder(argument, written) ? Replace(NameOf(argument), written) : null,
        (EditKind.Rename, AttributeArgumentSyntax argument) => NameOf(argument).IsEmpty ? Array.Empty<TextChange>() : Replace(NameOf(argument), written),
        (EditKind.Rename, AttributeSyntax attribute) => Replace(Called(attribute).Span, written),
        (EditKind.Bare, AttributeSyntax attribute) => Replace(TextSpan.FromBounds(Called(attribute).SpanStart, attribute.Span.End), written),
        (EditKind.Append, AttributeSyntax attribute) => Append(attribute, written),
        (EditKind.Before, AttributeArgumentSyntax argument) => Insert(argument.SpanStart, NamedLike(argument, written) + ", "),
        (EditKind.Before, AttributeSyntax attribute) => InsertBefore(attribute, written),
        (EditKind.After, AttributeSyntax attribute) => InsertAfter(attribute, written),
        (EditKind.Partial, TypeDeclarationSyntax type) => type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>()
            .Where(around => !around.Modifiers.Any(SyntaxKind.PartialKeyword))
            .SelectMany(around => Insert(around.Keyword.SpanStart, "partial ")),
        (EditKind.Unmodify, TypeDeclarationSyntax type) => Unmodify(type, written),
        (EditKind.Class, RecordDeclarationSyntax type) => ToClass(type),
        (EditKind.Chain, ConstructorDeclarationSyntax { Initializer: null } constructor) => Insert(constructor.ParameterList.Span.End, " : this()"),
        (EditKind.Chain, ConstructorDeclarationSyntax { Initializer: { ArgumentList.Arguments.Count: 0 } call }) =>
            Replace(call.ThisOrBaseKeyword.Span, "this"),
        _ => null,
    };

    /// <summary>The attribute or argument of a span, or what is declared by the name there.</summary>
    private SyntaxNode? Find(TextSpan span)
    {
        if (!root.FullSpan.Contains(span)) return null;
        return root.FindToken(span.Start).Parent?.AncestorsAndSelf().FirstOrDefault(node => node switch
        {
            AttributeSyntax or AttributeArgumentSyntax => node.Span == span,
            TypeDeclarationSyntax type => type.Identifier.Span == span,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.Span == span,
            _ => false,
        });
    }

    /// <summary>What an edit of a node writes; null where its source is not there, or is another sort of node.</summary>
    private string? Written(LocatedEdit edit, SyntaxNode node)
    {
        if (edit.Source is not { } source) return edit.Text;
        if (Find(source) is not { } from || from.RawKind != node.RawKind) return null;
        return (from as AttributeArgumentSyntax)?.Expression.ToString() ?? from.ToString();
    }

    private static IEnumerable<TextChange> Replace(TextSpan span, string written) => new[] { new TextChange(span, written) };

    private static IEnumerable<TextChange> Insert(int position, string written) => Replace(new TextSpan(position, 0), written);

    /// <summary>An argument's name with what stands before its value; empty where it has none.</summary>
    private static TextSpan NameOf(AttributeArgumentSyntax argument) => TextSpan.FromBounds(argument.SpanStart, argument.Expression.SpanStart);

    /// <summary>An argument of the constructor, <c>name: value</c>; without the name where another one has none.</summary>
    private static string NamedLike(AttributeArgumentSyntax other, string written) =>
        NameOf(other).IsEmpty ? written.Substring(written.IndexOf(": ", StringComparison.Ordinal) + 2) : written;

    /// <summary>Whether an argument can have a name where it stands: properties stand behind the constructor's arguments.</summary>
    private static bool IsInOrder(AttributeArgumentSyntax argument, string name) =>
        !name.EndsWith("= ", StringComparison.Ordinal) || ((AttributeArgumentListSyntax)argument.Parent!).Arguments
            .All(other => other.SpanStart <= argument.SpanStart || other.NameEquals != null);

    /// <summary>An attribute's name without its namespace.</summary>
    private static SimpleNameSyntax Called(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Right,
        AliasQualifiedNameSyntax alias => alias.Name,
        NameSyntax name => (SimpleNameSyntax)name,
    };

    private static IEnumerable<TextChange> Append(AttributeSyntax attribute, string written) => attribute.ArgumentList switch
    {
        null => Insert(attribute.Span.End, $"({written})"),
        { Arguments.Count: 0 } list => Insert(list.OpenParenToken.Span.End, written),
        { } list => Insert(list.Arguments.Last().Span.End, ", " + written),
    };

    private IEnumerable<TextChange> InsertBefore(AttributeSyntax attribute, string written)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        string qualified = Qualified(attribute, written);
        return list.Attributes.Count > 1 ? Insert(attribute.SpanStart, qualified + ", ")
            : Insert(list.SpanStart, $"[{qualified}]" + (HasItsLines(list) ? LineBreakBefore(list) : " "));
    }

    private IEnumerable<TextChange> InsertAfter(AttributeSyntax attribute, string written)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        string qualified = Qualified(attribute, written);
        if (list.Attributes.Count > 1) return Insert(attribute.Span.End, ", " + qualified);

        if (!HasItsLines(list)) return Insert(list.Span.End, $" [{qualified}]");

        // A comment behind it is of the attribute that stands there.
        SyntaxTrivia last = list.GetTrailingTrivia().LastOrDefault();
        return Insert(last.IsKind(SyntaxKind.EndOfLineTrivia) ? last.SpanStart : list.FullSpan.End, LineBreakBefore(list) + $"[{qualified}]");
    }

    /// <summary>Another attribute's text with the namespace that stands before this one's name; what has been moved has its own.</summary>
    private static string Qualified(AttributeSyntax attribute, string written)
    {
        string space = attribute.ToString().Substring(0, Called(attribute).SpanStart - attribute.SpanStart);
        return written.StartsWith(space, StringComparison.Ordinal) ? written : space + written;
    }

    private IEnumerable<TextChange>? Unmodify(TypeDeclarationSyntax type, string modifier)
    {
        SyntaxToken token = type.Modifiers.FirstOrDefault(token => token.ValueText == modifier);
        if (token.Span.IsEmpty) return null;
        int next = token.GetNextToken().SpanStart;
        return Replace(TextSpan.FromBounds(token.SpanStart, IsBlank(token.Span.End, next) ? next : token.Span.End), "");
    }

    private static IEnumerable<TextChange> ToClass(RecordDeclarationSyntax type)
    {
        SyntaxToken last = type.ClassOrStructKeyword.Span.IsEmpty ? type.Keyword : type.ClassOrStructKeyword;
        IEnumerable<TextChange> changes = Replace(TextSpan.FromBounds(type.Keyword.SpanStart, last.Span.End), "class");
        return type.OpenBraceToken.Span.IsEmpty ? changes.Concat(Replace(type.SemicolonToken.Span, " { }")) : changes;
    }

    private IEnumerable<TextChange> Remove(IReadOnlyList<SyntaxNode> removed)
    {
        foreach (IGrouping<SyntaxNode, SyntaxNode> siblings in removed.GroupBy(node => node.Parent!))
        {
            IEnumerable<TextSpan> spans = siblings.Key switch
            {
                AttributeListSyntax list when siblings.Count() == list.Attributes.Count => new[] { WholeLines(list) },
                AttributeListSyntax list => Without(list.Attributes, siblings),
                AttributeArgumentListSyntax list => Without(list.Arguments, siblings),
                _ => Enumerable.Empty<TextSpan>(),
            };
            foreach (TextSpan span in spans) yield return new TextChange(span, "");
        }
    }

    /// <summary>Nodes of a list with the commas before them, or behind them where they are the first; a comment between the two stays.</summary>
    private IEnumerable<TextSpan> Without<T>(SeparatedSyntaxList<T> list, IEnumerable<SyntaxNode> removed) where T : SyntaxNode
    {
        var left = new HashSet<SyntaxNode>(removed);
        bool isFirst = true;
        for (int i = 0; i < list.Count; i++)
        {
            if (!left.Contains(list[i]))
            {
                isFirst = false;
                continue;
            }

            TextSpan node = list[i].Span;
            if (isFirst)
            {
                int next = i + 1 < list.Count ? list[i + 1].SpanStart : node.End, comma = i + 1 < list.Count ? list.GetSeparator(i).Span.End : node.End;
                yield return TextSpan.FromBounds(node.Start, IsBlank(comma, next) ? next : comma);
                continue;
            }

            TextSpan before = list.GetSeparator(i - 1).Span;
            if (!IsBlank(before.End, node.Start)) yield return before;
            yield return IsBlank(before.End, node.Start) ? TextSpan.FromBounds(before.Start, node.End) : node;
        }
    }

    private bool IsBlank(int start, int end) => text.ToString(TextSpan.FromBounds(start, end)).Trim().Length == 0;

    /// <summary>A list of attributes with its lines, where nothing else stands on them.</summary>
    private TextSpan WholeLines(AttributeListSyntax list)
    {
        TextLine first = text.Lines.GetLineFromPosition(list.SpanStart), last = text.Lines.GetLineFromPosition(list.Span.End);
        if (IsFirstOfItsLine(list) && IsBlank(list.Span.End, last.End)) return TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak);
        string behind = text.ToString(TextSpan.FromBounds(list.Span.End, last.End));
        return TextSpan.FromBounds(list.SpanStart, list.Span.End + behind.Length - behind.TrimStart().Length);
    }

    /// <summary>Whether a list of attributes has its lines for itself, but for comments.</summary>
    private bool HasItsLines(AttributeListSyntax list) =>
        IsFirstOfItsLine(list) && list.GetLastToken().GetNextToken().SpanStart > text.Lines.GetLineFromPosition(list.Span.End).End;

    private bool IsFirstOfItsLine(SyntaxNode node) => IndentationOf(node).Trim().Length == 0;

    /// <summary>A line break, as the text has them, and what stands before a node on its line.</summary>
    private string LineBreakBefore(SyntaxNode node)
    {
        TextLine line = text.Lines.GetLineFromPosition(node.SpanStart);
        string end = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        return (end.Length > 0 ? end : "\n") + IndentationOf(node);
    }

    private string IndentationOf(SyntaxNode node) =>
        text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(node.SpanStart).Start, node.SpanStart));
}
