using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CnnGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Playground.Compiling;

/// <summary>The C# compiler with the generator. From text to text it keeps what has not changed.</summary>
/// <remarks>Nothing here runs on several threads, of which a page has none.</remarks>
internal sealed class Compiler
{
    private const string File = "Networks.cs";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);
    private static readonly CompilationWithAnalyzersOptions Analysis = new(
        new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false);

    private static int assemblies;

    private CSharpCompilation input;
    private SyntaxTree tree;
    private GeneratorDriver driver;

    /// <param name="vectorBits">The vector widths for which text is emitted, as CnnGenVectorBits has them; null: all.</param>
    public Compiler(string? vectorBits = null)
    {
        tree = CSharpSyntaxTree.ParseText("", Language, File);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, concurrentBuild: false, nullableContextOptions: NullableContextOptions.Enable);
        input = CSharpCompilation.Create($"Networks{Interlocked.Increment(ref assemblies)}", [tree], References.All, options);
        driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()],
            parseOptions: Language,
            optionsProvider: new BuildProperties(vectorBits),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    /// <summary>Runs the generator on a text.</summary>
    public Compiled Compile(string text)
    {
        SyntaxTree changed = tree.WithChangedText(SourceText.From(text));
        input = input.ReplaceSyntaxTree(tree, changed);
        tree = changed;
        driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _);
        return new Compiled(text, input, tree, (CSharpCompilation)output, driver.GetRunResult().Results[0]);
    }

    /// <summary>What the generator's analyzer says of a text: warnings.</summary>
    public static async Task<IReadOnlyList<Finding>> FindHints(Compiled compiled)
    {
        CompilationWithAnalyzers analysis = compiled.Input.WithAnalyzers([new NetworkAnalyzer()], Analysis);
        ImmutableArray<Diagnostic> hints = await analysis.GetAnalyzerSemanticDiagnosticsAsync(compiled.Input.GetSemanticModel(compiled.Tree), null, default);
        return [.. hints.Where(hint => !hint.IsSuppressed).Select(Finding.Of)];
    }
}

/// <summary>A text behind the generator.</summary>
/// <param name="Text">The text.</param>
/// <param name="Input">It alone.</param>
/// <param name="Tree">The same, parsed.</param>
/// <param name="Output">It with what the generator wrote.</param>
/// <param name="Run">What the generator did.</param>
internal sealed record Compiled(string Text, CSharpCompilation Input, SyntaxTree Tree, CSharpCompilation Output, GeneratorRunResult Run)
{
    /// <summary>Errors and warnings in the text, in its order.</summary>
    public IReadOnlyList<Finding> FindFaults()
    {
        bool isFaulty = Run.Diagnostics.Any(IsError);
        ImmutableArray<Diagnostic> own = Input.GetSemanticModel(Tree).GetDiagnostics();

        // Without the emitted members, which is quick; where something may be wrong for want of them, with them.
        if (!isFaulty && own.Any(IsError)) own = Output.GetSemanticModel(Tree).GetDiagnostics();
        return
        [
            .. Run.Diagnostics.Concat(own)
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed)
                .Select(Finding.Of)
                .OrderBy(finding => finding.Start)
                .ThenBy(finding => finding.Id, StringComparer.Ordinal),
        ];

        static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;
    }

    /// <summary>The networks that are sound, as the page shows them.</summary>
    public IReadOnlyList<NetworkView> Networks => GeneratorView.Of(Run);
}
