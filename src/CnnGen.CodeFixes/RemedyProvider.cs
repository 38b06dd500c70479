using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using CnnGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.CodeFixes;

/// <summary>
/// Offers what a diagnostic carries as its remedies. The generator and its analyzer know what mends a mistake; here is known how an edit is made, and no
/// rule, layer or number.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = "CnnGen")]
public sealed class RemedyProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Rules.Errors.Keys.Concat(Rules.Warnings.Keys).ToImmutableArray();

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        SourceText text = await document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            int number = 0;
            foreach (LocatedRemedy remedy in RemedyText.Read(diagnostic.Properties, diagnostic.Location.SourceSpan.Start))
            {
                // The same remedy of the same rule mends all of its kind, whatever the numbers.
                string key = $"{diagnostic.Id}.{number++}";
                if (new RemedyEdits(root, text).Of(remedy) is not { } changes) continue;
                context.RegisterCodeFix(
                    CodeAction.Create(remedy.Title, _ => Task.FromResult(document.WithText(text.WithChanges(changes))), key), diagnostic);
            }
        }
    }
}
