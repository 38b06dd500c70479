using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CnnGen.Generator.Parsing;

/// <summary>Symbols and attributes to records: the last place that sees the compiler's own objects.</summary>
internal static class DeclarationParser
{
    /// <summary>Reads a class with a Network attribute on this declaration; null when an earlier declaration already has one.</summary>
    public static ParsedDeclaration? Parse(
        INamedTypeSymbol symbol, TypeDeclarationSyntax node, Compilation compilation, NetworkConstants constants, CancellationToken token)
    {
        AttributeData? network = NetworkOf(symbol);
        if (network?.ApplicationSyntaxReference?.GetSyntax(token).FirstAncestorOrSelf<TypeDeclarationSyntax>() != node) return null;
        token.ThrowIfCancellationRequested();

        List<ParsedAttribute> parsed = ParseAttributes(symbol, node, new ConstantReader(compilation, constants, token), token);
        token.ThrowIfCancellationRequested();

        ClassFindings findings = ClassParser.Examine(symbol, node, token);
        var declaration = new Declaration(
            ClassParser.Identify(symbol, node),
            parsed.Select(attribute => attribute.Annotation).ToEquatableArray(),
            findings.Members,
            findings.Inherited,
            findings.Standing);
        var map = new SourceMap(
            SourceSpan.Of(node.SyntaxTree, node.Identifier.Span),
            parsed.Select(attribute => attribute.Spans).ToEquatableArray(),
            findings.Spans);
        return new ParsedDeclaration(declaration, findings.Problems.Concat(Unreadable(symbol, parsed)).ToEquatableArray(), map);
    }

    /// <summary>The class's Network attribute: the first one.</summary>
    public static AttributeData? NetworkOf(INamedTypeSymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(attribute => AttributeParser.Kind(attribute) == Catalogue.Network);

    /// <summary>
    /// CnnGen's attributes on a network, and unknown ones that look like them, in source order; what stands on another declaration has no order, and comes
    /// last.
    /// </summary>
    public static List<ParsedAttribute> ParseAttributes(
        INamedTypeSymbol symbol, TypeDeclarationSyntax node, ConstantReader constants, CancellationToken token, Func<string, bool>? needs = null)
    {
        AttributeData? network = NetworkOf(symbol);
        return symbol.GetAttributes()
            .Where(attribute =>
                AttributeParser.Kind(attribute) is { } kind
                    ? needs == null || needs(kind)
                    : AttributeParser.Lookalike(attribute) != null && (needs == null || needs("")))
            .Where(attribute => attribute == network || AttributeParser.Kind(attribute) != Catalogue.Network)
            .Select(attribute => AttributeParser.Parse(attribute, node, constants, token))
            .Where(attribute => attribute != null)
            .Select(attribute => attribute!)
            .OrderBy(attribute => attribute.Annotation.IsStray)
            .ThenBy(attribute => attribute.Spans.Whole.Start)
            .ToList();
    }

    /// <summary>The arguments that nobody else complains about: a circle is told in the networks that it goes through.</summary>
    private static IEnumerable<Problem> Unreadable(INamedTypeSymbol symbol, List<ParsedAttribute> parsed) =>
        from index in Enumerable.Range(0, parsed.Count)
        from problem in parsed[index].Problems
        where problem.Unread.Kind != UnreadKind.Circle || problem.Unread.Networks.Contains(symbol, SymbolEqualityComparer.Default)
        select new Problem(problem.Id, Place.At(index, problem.Argument), problem.Subject, problem.Unread.Name);

    /// <summary>The complaint about a layer, loss or optimizer on a class that is no network; null when it is one.</summary>
    public static LocatedProblem? ParseDependent(INamedTypeSymbol symbol, AttributeData attribute, CancellationToken token)
    {
        if (symbol.GetAttributes().Any(other => AttributeParser.Kind(other) == Catalogue.Network)) return null;

        // It may be the misspelt Network that the compiler reports.
        if (symbol.GetAttributes().Any(other => AttributeParser.Lookalike(other) is { Meant: Catalogue.Network })) return null;

        // One message for one forgotten Network: under the first of the attributes.
        SyntaxReference? first = symbol.GetAttributes().First(other => AttributeParser.Kind(other) != null).ApplicationSyntaxReference;
        if (attribute.ApplicationSyntaxReference is not { } reference || reference.Span != first?.Span || reference.SyntaxTree != first.SyntaxTree) return null;
        token.ThrowIfCancellationRequested();
        var problem = new Problem(Rules.WithoutNetwork.Id, Place.Class, symbol.Name, AttributeParser.Kind(attribute)!);
        return new LocatedProblem(problem, SourceSpan.Of(reference.SyntaxTree, reference.Span), default);
    }
}
