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
using Microsoft.CodeAnalysis.Text;

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
            SourceSpan span = parsed.Map.Locate(hint).Span;
            context.ReportDiagnostic(
                Diagnostic.Create(
                    Rules.Warnings[hint.Id], Location.Create(node.SyntaxTree, new TextSpan(span.Start, span.Length)), hint.Words.Cast<object>().ToArray()));
        }
    }

    /// <summary>Layers on a class whose Network is misspelt: the generator does not see it.</summary>
    private static void FindMisspeltNetwork(SymbolAnalysisContext context, INamedTypeSymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (AttributeParser.Lookalike(attribute) is not { Meant: Catalogue.Network } lookalike) continue;
            Location place = attribute.ApplicationSyntaxReference!.GetSyntax(context.CancellationToken).GetLocation();
            context.ReportDiagnostic(Diagnostic.Create(Rules.LooksLikeAttribute, place, lookalike.Written, OtherNames.Advice(lookalike.Meant)));
        }
    }
}
