using System.Collections.Immutable;
using System.Linq;
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
        else if (symbol.GetAttributes().Any(attribute => AttributeParser.Kind(attribute) != null)) FindMisspeltNetwork(context, symbol);
    }

    private static void AnalyzeNetwork(SymbolAnalysisContext context, INamedTypeSymbol symbol, AttributeData network)
    {
        if (network.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } node) return;
        if (DeclarationParser.Parse(symbol, node, context.Compilation, NetworkSizes.Constants, context.CancellationToken) is not { } parsed) return;
        foreach (Problem hint in DeclarationHints.Of(parsed.Declaration, NetworkChecker.Check(parsed.Declaration)))
        {
            // A place in the tree itself, so that a pragma around it counts.
            LocatedProblem located = parsed.Map.Locate(hint);
            context.ReportDiagnostic(located.ToDiagnostic(Rules.Warnings[hint.Id], Location.Create(node.SyntaxTree, located.Span.ToTextSpan())));
        }
    }

    /// <summary>Layers on a class whose Network is misspelt: the generator does not see it.</summary>
    private static void FindMisspeltNetwork(SymbolAnalysisContext context, INamedTypeSymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (AttributeParser.Lookalike(attribute) is not { Meant: Catalogue.Network } lookalike) continue;
            Location place = attribute.ApplicationSyntaxReference!.GetSyntax(context.CancellationToken).GetLocation();
            var map = new SourceMap(SourceSpan.Of(place.SourceTree!, place.SourceSpan), default, default);
            Problem problem = OtherNames.Complaint(Rules.LooksLikeAttribute, Place.Class, lookalike.Written, lookalike.Meant);
            context.ReportDiagnostic(map.Locate(problem).ToDiagnostic(Rules.LooksLikeAttribute, place));
        }
    }
}
