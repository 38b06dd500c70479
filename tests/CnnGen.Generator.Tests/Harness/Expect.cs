using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>A diagnostic that was reported.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Underlined">The text that it underlines.</param>
/// <param name="Message">Its message, with the numbers.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Line">The line it starts on, from 1.</param>
internal sealed record Reported(string Id, string Underlined, string Message, DiagnosticSeverity Severity, int Line);

/// <summary>Checks that a source has exactly the diagnostics that are marked in it, under exactly the marked text.</summary>
internal static class Expect
{
    /// <summary>The generator's errors. Compiler errors are allowed only where they are named: one mistake is one message.</summary>
    /// <param name="marked">The source, with every expected diagnostic marked.</param>
    /// <param name="compilerErrors">The ids of all compiler errors, in any order, each as often as it comes.</param>
    public static IReadOnlyList<Reported> Errors(string marked, params string[] compilerErrors) => Errors(RunOptions.Default, marked, compilerErrors);

    public static IReadOnlyList<Reported> Errors(RunOptions options, string marked, params string[] compilerErrors)
    {
        Markup markup = Markup.Parse(marked);
        GeneratorRun run = GeneratorRun.Of(options, markup.Text);
        AssertCompilerErrors(run, compilerErrors);
        return AssertMarked(run, markup, run.Diagnostics);
    }

    /// <summary>The message of a source's only error.</summary>
    public static string Message(string marked, params string[] compilerErrors) => Assert.Single(Errors(marked, compilerErrors)).Message;

    /// <summary>The analyzer's warnings and hints, in a source without errors.</summary>
    public static Task<IReadOnlyList<Reported>> Hints(string marked, RunOptions? options = null) => Hints(new NetworkAnalyzer(), marked, options);

    public static async Task<IReadOnlyList<Reported>> Hints(DiagnosticAnalyzer analyzer, string marked, RunOptions? options = null)
    {
        Markup markup = Markup.Parse(marked);
        GeneratorRun run = GeneratorRun.Of(options ?? RunOptions.Default, markup.Text);
        AssertCompilerErrors(run, []);
        if (!run.Diagnostics.IsEmpty) Assert.Fail($"The generator reports:\n{CompilerOutput.Describe(run.Diagnostics)}");
        ImmutableArray<Diagnostic> hints = await run.Output.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync();
        return AssertMarked(run, markup, hints);
    }

    private static void AssertCompilerErrors(GeneratorRun run, string[] expected)
    {
        Diagnostic[] errors = CompilerOutput.DiagnosticsOf(run.Output).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        IEnumerable<string> found = errors.Select(error => error.Id).Order(StringComparer.Ordinal);
        if (found.SequenceEqual(expected.Order(StringComparer.Ordinal))) return;
        Assert.Fail($"Expected compiler errors: [{string.Join(" ", expected)}]. Found: {CompilerOutput.Describe(errors) ?? "none."}");
    }

    private static IReadOnlyList<Reported> AssertMarked(GeneratorRun run, Markup markup, ImmutableArray<Diagnostic> diagnostics)
    {
        SourceText source = run.Input.SyntaxTrees.Single().GetText();
        List<Reported> reported = [];
        List<(string, TextSpan)> found = [];
        foreach (Diagnostic diagnostic in diagnostics)
        {
            Assert.True(diagnostic.Location.Kind != LocationKind.None, $"{diagnostic.Id} has no place.");
            Reported one = Report(diagnostic, source);
            reported.Add(one);
            found.Add((diagnostic.Id, diagnostic.Location.SourceSpan));

            // Errors name a path and two kinds of positions, and nothing but a test sees that these agree.
            FileLinePositionSpan lines = diagnostic.Location.GetLineSpan();
            Assert.Equal("Source0.cs", lines.Path);
            Assert.Equal(source.Lines.GetLinePositionSpan(diagnostic.Location.SourceSpan), lines.Span);
        }

        if (!Same(found, markup.Marks))
        {
            Assert.Fail(
                $"Expected:\n{Lines(markup.Marks.Select(mark => $"{mark.Id} {Shown(source, mark.Span)}"))}\nFound:\n{Lines(reported.Select(one => one.ToString()))}");
        }

        return reported;
    }

    private static Reported Report(Diagnostic diagnostic, SourceText source) => new(
        diagnostic.Id,
        source.ToString(diagnostic.Location.SourceSpan),
        diagnostic.GetMessage(CultureInfo.InvariantCulture),
        diagnostic.Severity,
        diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1);

    private static bool Same(IEnumerable<(string Id, TextSpan Span)> left, IEnumerable<(string Id, TextSpan Span)> right) =>
        left.OrderBy(mark => mark.Span).ThenBy(mark => mark.Id, StringComparer.Ordinal)
            .SequenceEqual(right.OrderBy(mark => mark.Span).ThenBy(mark => mark.Id, StringComparer.Ordinal));

    private static string Shown(SourceText source, TextSpan span) =>
        $"'{source.ToString(span)}' on line {source.Lines.GetLineFromPosition(span.Start).LineNumber + 1}";

    private static string Lines(IEnumerable<string> lines) => string.Join("\n", lines.DefaultIfEmpty("(none)"));
}
