using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>
/// A run of the generator, and the proof that it is incremental: it is run a second time on an equal compilation, where every step has
/// to be cached, and no step may hold on to a compilation. It runs in a culture whose numbers are no C#.
/// </summary>
internal sealed class GeneratorRun
{
    private GeneratorRun(RunOptions options, CSharpCompilation input, GeneratorDriver driver, Compilation output)
    {
        Options = options;
        Input = input;
        Driver = driver;
        Output = output;
    }

    public RunOptions Options { get; }

    /// <summary>The sources alone.</summary>
    public CSharpCompilation Input { get; }

    /// <summary>The sources and what was generated.</summary>
    public Compilation Output { get; }

    /// <summary>What a snapshot is taken of.</summary>
    public GeneratorDriver Driver { get; }

    public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    /// <summary>The generated sources in ordinal order of their names.</summary>
    public ImmutableArray<GeneratedSourceResult> Sources =>
        Result.GeneratedSources.OrderBy(source => source.HintName, StringComparer.Ordinal).ToImmutableArray();

    public ImmutableArray<Diagnostic> Diagnostics => Result.Diagnostics;

    /// <summary>All generated text, file after file.</summary>
    public string Text => string.Concat(Sources.Select(source => source.SourceText.ToString()));

    public static GeneratorRun Of(params string[] sources) => Of(RunOptions.Default, sources);

    public static GeneratorRun Of(RunOptions options, params string[] sources)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [options.Generator.Create().AsSourceGenerator()],
            parseOptions: options.ParseOptions,
            optionsProvider: options.Properties,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        return Run(options, driver, options.Compile(sources));
    }

    /// <summary>Runs the same driver on edited sources, as an editor does after a keystroke.</summary>
    public GeneratorRun After(params string[] sources)
    {
        // All trees anew, the unchanged ones being the same objects.
        List<SyntaxTree> trees = Input.SyntaxTrees.ToList();
        for (int i = 0; i < sources.Length; i++)
        {
            string path = $"Source{i}.cs";
            int old = trees.FindIndex(tree => tree.FilePath == path);
            if (old >= 0 && trees[old].ToString() == sources[i]) continue;
            SyntaxTree changed = CSharpSyntaxTree.ParseText(sources[i], Options.ParseOptions, path);
            if (old < 0) trees.Add(changed);
            else trees[old] = changed;
        }

        CSharpCompilation edited = Input.RemoveAllSyntaxTrees().AddSyntaxTrees(trees);
        return Run(Options, Driver, edited);
    }

    /// <summary>Fails on any warning or error in the sources or in what was generated.</summary>
    public GeneratorRun CompilesStrictly()
    {
        string? problems = CompilerOutput.Problems(Output, DiagnosticSeverity.Warning);
        if (problems is not null) Assert.Fail($"With {Options}:\n{problems}");
        IReadOnlyList<string> unread = UnreadNames.Find(Output);
        if (unread.Count > 0) Assert.Fail($"With {Options} {unread.Count} locals are never read:\n{string.Join("\n", unread)}");
        return this;
    }

    private static GeneratorRun Run(RunOptions options, GeneratorDriver driver, CSharpCompilation input)
    {
        using CommaCulture culture = new();
        driver = driver.RunGeneratorsAndUpdateCompilation(input, out Compilation output, out _);
        GeneratorRunResult first = driver.GetRunResult().Results.Single();
        if (first.Exception is not null) Assert.Fail($"The generator threw: {first.Exception}");

        GeneratorRunResult second = driver.RunGenerators(input.Clone()).GetRunResult().Results.Single();
        Steps.AssertCached(first, second, options.Generator.TrackedSteps);
        foreach (KeyValuePair<string, object> value in Steps.ValuesOf(first)) ObjectGraph.AssertFree(value.Value, value.Key);
        return new GeneratorRun(options, input, driver, output);
    }
}
