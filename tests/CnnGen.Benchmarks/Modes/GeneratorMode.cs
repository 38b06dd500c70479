using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using CnnGen.Benchmarks.Reporting;
using CnnGen.Benchmarks.Subjects;
using CnnGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Benchmarks.Modes;

/// <summary>What compiling a network costs: the generator, and the compiler on what it wrote.</summary>
internal static class GeneratorMode
{
    public static void Run(Options options)
    {
        IReadOnlyList<DeclarationSource> sources = Catalogue.Choose(DeclarationSource.All(), source => source.Name, options.Only);

        // The first run of all pays for compiling Roslyn and the generator, as the first build of a compiler server does.
        double first = Measure(sources[0], rounds: 1).ColdMilliseconds;
        List<GeneratorResult> results = sources.Select(source => Measure(source, options.Rounds)).OrderBy(result => result.TextBytes).ToList();

        Console.WriteLine($"first run in this process, on {sources[0].Name}: {Numbers.Significant(first)} ms\n");
        var table = new Table("network", "text kB", "files", "cold ms", "cached ms", "edit elsewhere ms", "compile ms", "assembly kB");
        foreach (GeneratorResult result in results)
        {
            table.Add(
                result.Network,
                Numbers.Significant(result.TextBytes / 1000.0),
                $"{result.Files}",
                Numbers.Significant(result.ColdMilliseconds),
                Numbers.Significant(result.CachedMilliseconds),
                Numbers.Significant(result.EditElsewhereMilliseconds),
                Numbers.Significant(result.CompileMilliseconds),
                Numbers.Significant(result.AssemblyBytes / 1000.0));
        }

        table.Write();
        if (options.JsonFile is not null) JsonFile.Write(options.JsonFile, results);
    }

    /// <summary>The least time of several rounds, each with a driver and a compilation of its own.</summary>
    private static GeneratorResult Measure(DeclarationSource source, int rounds)
    {
        GeneratorResult best = MeasureOnce(source);
        for (int round = 1; round < rounds; round++) best = best.Least(MeasureOnce(source));
        return best;
    }

    private static GeneratorResult MeasureOnce(DeclarationSource source)
    {
        SyntaxTree elsewhere = Elsewhere(1);
        CSharpCompilation compilation = CSharpCompilation.Create(source.Name, [source.Tree, elsewhere], InMemory.References, InMemory.Release);
        GeneratorDriver driver = CSharpGeneratorDriver.Create(new NetworkGenerator());

        double cold = Time(() => driver = driver.RunGenerators(compilation));
        double cached = Time(() => driver = driver.RunGenerators(compilation.Clone()));
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(elsewhere, Elsewhere(2));
        double editElsewhere = Time(() => driver = driver.RunGenerators(edited));

        GeneratorRunResult generated = driver.GetRunResult().Results.Single();
        if (generated.Exception is not null) throw new FailureException($"the generator threw on {source.Name}: {generated.Exception.Message}");

        using var assembly = new MemoryStream();
        CSharpCompilation whole = edited.AddSyntaxTrees(generated.GeneratedSources.Select(text => text.SyntaxTree));
        double compile = Time(() => InMemory.Emit(source.Name, whole, assembly));
        return new GeneratorResult(
            source.Name,
            generated.GeneratedSources.Sum(text => (long)Encoding.UTF8.GetByteCount(text.SourceText.ToString())),
            generated.GeneratedSources.Length,
            cold,
            cached,
            editElsewhere,
            compile,
            assembly.Length);
    }

    private static SyntaxTree Elsewhere(int value) =>
        CSharpSyntaxTree.ParseText($"internal static class Elsewhere {{ public const int Value = {value}; }}", path: "Elsewhere.cs");

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
