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

    public static async Task<IReadOnlyList<Diagnostic>> Report(params string[] sources) => await Report(GeneratorRun.Of(Options, sources));

    public static Document Open(string source) => Open([source])[0];

    /// <summary>The documents of one project.</summary>
    public static IReadOnlyList<Document> Open(IReadOnlyList<string> sources)
    {
        Project project = Workspace.Value.CurrentSolution.AddProject("Tests", "Tests", LanguageNames.CSharp);
        for (int i = 0; i < sources.Count; i++) project = project.AddDocument($"Source{i}.cs", sources[i], filePath: $"Source{i}.cs").Project;
        return [.. project.DocumentIds.Select(id => project.GetDocument(id)!)];
    }

    /// <summary>What is offered for a diagnostic, in order.</summary>
    public static async Task<IReadOnlyList<CodeAction>> Offers(Document document, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        await Provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    /// <summary>The source after an action.</summary>
    public static async Task<string> Apply(Document document, CodeAction action) => (await Apply([document], action))[0];

    /// <summary>The sources after "fix all" from the first diagnostic, for those of its id that have its action; it is in the first source.</summary>
    public static async Task<IReadOnlyList<string>> ApplyToAll(FixAllScope scope, IReadOnlyList<Diagnostic> reported, params string[] sources)
    {
        // What the generator reports by path and position, an editor finds in its documents first.
        IReadOnlyList<Document> documents = Open(sources);
        Dictionary<string, SyntaxTree> trees = [];
        foreach (Document document in documents) trees[document.FilePath!] = (await document.GetSyntaxTreeAsync())!;
        Diagnostic[] diagnostics = [.. reported.Select(one => Diagnostic.Create(
            one.Descriptor, Location.Create(trees[one.Location.GetLineSpan().Path], one.Location.SourceSpan), one.Properties))];
        CodeAction first = (await Offers(documents[0], diagnostics[0]))[0];
        FixAllContext context = new(
            documents[0],
            Provider,
            scope,
            first.EquivalenceKey!,
            [diagnostics[0].Id],
            new Known(diagnostics),
            CancellationToken.None);
        CodeAction? all = await Provider.GetFixAllProvider().GetFixAsync(context);
        return await Apply(documents, all!);
    }

    private static async Task<IReadOnlyList<string>> Apply(IReadOnlyList<Document> documents, CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution;
        return await Task.WhenAll(documents.Select(async document => (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString()));
    }

    private sealed class Known(IEnumerable<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
