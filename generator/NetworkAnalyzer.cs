using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Checking.Hints;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CnnGen.Generator;

/// <summary>Warnings about networks, which can be suppressed like any other; the errors are the generator's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.Warnings.Values
        .OrderBy(rule => rule.Id, System.StringComparer.Ordinal)
        .ToImmutableArray();

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var symbol = (INamedTypeSymbol)context.Symbol;
        if (DeclarationParser.NetworkOf(symbol) is { } network) AnalyzeNetwork(context, symbol, network);
        else foreach (Diagnostic hint in FindMisspeltNetwork(symbol, context.CancellationToken)) context.ReportDiagnostic(hint);
    }

    private static void AnalyzeNetwork(SymbolAnalysisContext context, INamedTypeSymbol symbol, AttributeData network)
    {
        if (network.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } node) return;
        if (DeclarationParser.Parse(symbol, node, context.Compilation, NetworkSizes.Constants, context.CancellationToken) is not { } parsed) return;
        foreach (Diagnostic hint in FindHints(parsed, node.SyntaxTree)) context.ReportDiagnostic(hint);
    }

    /// <summary>What is probably a mistake in a network.</summary>
    internal static IEnumerable<Diagnostic> FindHints(ParsedDeclaration parsed, SyntaxTree tree) =>
        from hint in DeclarationHints.Of(parsed.Declaration, NetworkChecker.Check(parsed.Declaration))
        let located = parsed.Map.Locate(hint)

        // A place in the tree itself, so that a pragma around it counts.
        select located.ToDiagnostic(Rules.Warnings[hint.Id], Location.Create(tree, located.Span.ToTextSpan()));

    /// <summary>Layers on a class whose Network is misspelt: the generator does not see it.</summary>
    internal static IEnumerable<Diagnostic> FindMisspeltNetwork(INamedTypeSymbol symbol, CancellationToken token)
    {
        ImmutableArray<AttributeData> attributes = symbol.GetAttributes();
        if (!attributes.Any(attribute => AttributeParser.Kind(attribute) != null)) yield break;
        foreach (AttributeData attribute in attributes)
        {
            if (AttributeParser.Lookalike(attribute) is not { Meant: Catalogue.Network } lookalike) continue;
            Location place = attribute.ApplicationSyntaxReference!.GetSyntax(token).GetLocation();
            var map = new SourceMap(SourceSpan.Of(place.SourceTree!, place.SourceSpan), default, default);
            Problem problem = OtherNames.Complaint(Rules.LooksLikeAttribute, Place.Class, lookalike.Written, lookalike.Meant, default);
            yield return map.Locate(problem).ToDiagnostic(Rules.LooksLikeAttribute, place);
        }
    }
}
