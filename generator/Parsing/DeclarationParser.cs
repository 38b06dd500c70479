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
    public static ParsedDeclaration? Parse(INamedTypeSymbol symbol, TypeDeclarationSyntax node, CancellationToken token)
    {
        List<AttributeData> attributes = symbol.GetAttributes().Where(attribute => AttributeParser.Kind(attribute) != null).ToList();
        AttributeData? network = attributes.FirstOrDefault(attribute => AttributeParser.Kind(attribute) == Catalogue.Network);
        if (network?.ApplicationSyntaxReference?.GetSyntax(token).FirstAncestorOrSelf<TypeDeclarationSyntax>() != node) return null;
        token.ThrowIfCancellationRequested();

        // Source order; what stands on another declaration has none, and comes last.
        List<ParsedAttribute> parsed = attributes
            .Where(attribute => attribute == network || AttributeParser.Kind(attribute) != Catalogue.Network)
            .Select(attribute => AttributeParser.Parse(attribute, node, token))
            .Where(attribute => attribute != null)
            .Select(attribute => attribute!)
            .OrderBy(attribute => attribute.Annotation.IsStray)
            .ThenBy(attribute => attribute.Spans.Whole.Start)
            .ToList();
        token.ThrowIfCancellationRequested();

        ClassFindings findings = ClassParser.Examine(symbol, node, token);
        var declaration = new Declaration(
            ClassParser.Identify(symbol, node),
            parsed.Select(attribute => attribute.Annotation).ToEquatableArray(),
            findings.Members,
            findings.Inherited,
            findings.Standing,
            HasUnknownAttribute(symbol));
        var map = new SourceMap(
            SourceSpan.Of(node.SyntaxTree, node.Identifier.Span),
            parsed.Select(attribute => attribute.Spans).ToEquatableArray(),
            findings.Spans);
        return new ParsedDeclaration(declaration, findings.Problems, map);
    }

    /// <summary>The complaint about a layer, loss or optimizer on a class that is no network; null when it is one.</summary>
    public static LocatedProblem? ParseDependent(INamedTypeSymbol symbol, AttributeData attribute, CancellationToken token)
    {
        if (symbol.GetAttributes().Any(other => AttributeParser.Kind(other) == Catalogue.Network)) return null;

        // It may be the misspelt Network that the compiler reports.
        if (HasUnknownAttribute(symbol)) return null;

        // One message for one forgotten Network: under the first of the attributes.
        SyntaxReference? first = symbol.GetAttributes().First(other => AttributeParser.Kind(other) != null).ApplicationSyntaxReference;
        if (attribute.ApplicationSyntaxReference is not { } reference || reference.Span != first?.Span || reference.SyntaxTree != first.SyntaxTree) return null;
        token.ThrowIfCancellationRequested();
        var problem = new Problem(Rules.WithoutNetwork.Id, Place.Class, symbol.Name, AttributeParser.Kind(attribute)!);
        return new LocatedProblem(problem, SourceSpan.Of(reference.SyntaxTree, reference.Span));
    }

    private static bool HasUnknownAttribute(INamedTypeSymbol symbol) => symbol.GetAttributes().Any(attribute => attribute.AttributeClass is { TypeKind: TypeKind.Error });
}
