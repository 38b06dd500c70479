using System.Collections.Immutable;
using CnnGen.Generator.Checking;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Generator;

/// <summary>Hints about networks, which can be suppressed like any other; the errors are the generator's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rules.LooksTwoDimensional, Rules.LooksLikeStride);

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
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (AttributeParser.Kind(attribute) != Catalogue.Network) continue;
            if (attribute.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } node) continue;
            if (DeclarationParser.Parse(symbol, node, context.CancellationToken) is not { } parsed) continue;
            foreach (Problem hint in Hints.Of(parsed.Declaration, NetworkChecker.Check(parsed.Declaration)))
            {
                // A place in the tree itself, so that a pragma around it counts.
                SourceSpan span = parsed.Map.Locate(hint).Span;
                DiagnosticDescriptor rule = hint.Id == Rules.LooksTwoDimensional.Id ? Rules.LooksTwoDimensional : Rules.LooksLikeStride;
                object[] words = System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Cast<object>(hint.Words));
                context.ReportDiagnostic(Diagnostic.Create(rule, Location.Create(node.SyntaxTree, new TextSpan(span.Start, span.Length)), words));
            }
        }
    }
}
