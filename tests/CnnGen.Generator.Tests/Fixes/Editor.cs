using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CnnGen.CodeFixes;
using CnnGen.Generator.Tests.Diagnostics;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CnnGen.Generator.Tests.Fixes;

/// <summary>What an editor does with a source: it reports, offers what mends it, and applies that.</summary>
internal static class Editor
{
    private static readonly RemedyProvider Provider = new();

    // All documents share a workspace: it takes longer to make one than all else.
    private static readonly Lazy<AdhocWorkspace> Workspace = new(() => new AdhocWorkspace());

    /// <summary>The newest C#, on a framework without vector types: less text is generated there.</summary>
    public static RunOptions Options { get; } = FactSinceAttribute.Options with { References = ReferenceSet.NetStandard21 };

    /// <summary>What the generator and its analyzer report.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Report(GeneratorRun run) =>
        [.. run.Diagnostics, .. await run.Output.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync()];

    public static async Task<IReadOnlyList<Diagnostic>> Report(string source) => await Report(GeneratorRun.Of(Options, source));

    public static Document Open(string source) => Workspace.Value.CurrentSolution
        .AddProject("Tests", "Tests", LanguageNames.CSharp)
        .AddDocument("Source0.cs", source, filePath: "Source0.cs");

    /// <summary>What is offered for a diagnostic, in order.</summary>
    public static async Task<IReadOnlyList<CodeAction>> Offers(Document document, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        await Provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    /// <summary>The source after an action.</summary>
    public static async Task<string> Apply(Document document, CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
        return (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    /// <summary>The source after "fix all" in it, for the diagnostics of one id that have the first one's action.</summary>
    public static async Task<string> ApplyToAll(Document document, IReadOnlyList<Diagnostic> reported)
    {
        // What the generator reports by path and position, an editor finds in its documents first.
        SyntaxTree tree = (await document.GetSyntaxTreeAsync())!;
        Diagnostic[] diagnostics =
            [.. reported.Select(one => Diagnostic.Create(one.Descriptor, Location.Create(tree, one.Location.SourceSpan), one.Properties))];
        CodeAction first = (await Offers(document, diagnostics[0]))[0];
        FixAllContext context = new(
            document,
            Provider,
            FixAllScope.Document,
            first.EquivalenceKey!,
            [diagnostics[0].Id],
            new Known(diagnostics),
            CancellationToken.None);
        CodeAction? all = await Provider.GetFixAllProvider().GetFixAsync(context);
        return await Apply(document, all!);
    }

    private sealed class Known(IEnumerable<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
