using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>
/// Compiles many networks at once: the generator runs once, and the compiler says what it can without writing an assembly. For sweeps,
/// where <see cref="GeneratorRun"/> would prove for each of thousands what it proves for a few hundred.
/// </summary>
internal static class BulkCompilation
{
    /// <summary>Emits networks of all widths that there are; fails on a diagnostic of the generator, and on a warning in what it emitted.</summary>
    /// <param name="attributes">What stands above each class.</param>
    /// <param name="options">The project.</param>
    public static Compilation Check(IEnumerable<string> attributes, RunOptions? options = null)
    {
        options = (options ?? RunOptions.Default) with { Documentation = DocumentationMode.None };
        string[] declarations = attributes.ToArray();
        Compilation output = Emit(declarations.Select((text, i) => Source.Network(text, $"Net{i}")), options, out IReadOnlyList<Diagnostic> refused);
        if (refused.Count > 0) Assert.Fail($"Refused: {CompilerOutput.Describe(refused)}");
        IReadOnlyList<Diagnostic> wrong = Wrong(output);
        if (wrong.Count > 0) Assert.Fail($"{GuiltyOf(wrong, declarations)}\n{CompilerOutput.Describe(wrong)}");
        IReadOnlyList<string> unread = UnreadNames.Find(output);
        if (unread.Count > 0) Assert.Fail($"{unread.Count} locals are never read:\n{string.Join("\n", unread.Take(20))}");
        return output;
    }

    /// <summary>Runs the generator once on sources.</summary>
    public static Compilation Emit(IEnumerable<string> sources, RunOptions options, out IReadOnlyList<Diagnostic> refused)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [options.Generator.Create().AsSourceGenerator()], parseOptions: options.ParseOptions, optionsProvider: options.Properties);
        driver = driver.RunGeneratorsAndUpdateCompilation(options.Compile(sources), out Compilation output, out _);
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is not null) Assert.Fail($"The generator threw: {result.Exception}");
        refused = result.Diagnostics;
        return output;
    }

    /// <summary>Warnings and errors.</summary>
    public static IReadOnlyList<Diagnostic> Wrong(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToList();

    private static string GuiltyOf(IEnumerable<Diagnostic> wrong, string[] declarations)
    {
        string[] files = wrong.Select(diagnostic => diagnostic.Location.SourceTree?.FilePath ?? "").Distinct().ToArray();
        StringBuilder text = new();
        for (int i = 0; i < declarations.Length; i++)
        {
            if (Array.Exists(files, file => file.Contains($".Net{i}.g.", StringComparison.Ordinal) || file.Contains($".Net{i}-", StringComparison.Ordinal)))
            {
                text.AppendLine(declarations[i]);
            }
        }

        return text.ToString();
    }
}
