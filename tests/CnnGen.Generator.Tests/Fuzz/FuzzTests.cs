using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CnnGen.Generator.Tests.Fuzz;

public class FuzzTests
{
    private static readonly RunOptions Options = RunOptions.Default with { Language = LanguageVersion.Latest };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void FiftyDeclarations_NeitherCrashNorEmitWhatDoesNotCompile(int seed)
    {
        RandomDeclarations declarations = new(seed);
        int compiled = 0, refused = 0;
        List<string> ids = [];
        for (int i = 0; i < 50; i++)
        {
            string source = declarations.Next();
            GeneratorRun run = GeneratorRun.Of(Options, source);   // fails on an exception, and on a step that is not cached
            List<Diagnostic> wrong = run.Output.GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && IsEmitted(diagnostic))
                .ToList();
            bool isItsOwnFault = run.Input.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            if (wrong.Count > 0) Assert.Fail($"Seed {seed}, number {i}:\n{source}\n{CompilerOutput.Describe(wrong)}");

            // What the compiler takes is either completed or refused with a reason.
            bool isRefused = run.Diagnostics.Length > 0, isNetwork = source.Contains("[Network(", StringComparison.Ordinal);
            if (!isItsOwnFault && isNetwork && !isRefused)
            {
                Assert.True(run.Text.Contains(" BackwardPass(", StringComparison.Ordinal) || source.Contains("ForwardOnly", StringComparison.Ordinal), source);
            }

            ids.AddRange(run.Diagnostics.Select(diagnostic => diagnostic.Id));
            if (isRefused) refused++;
            else if (!isItsOwnFault) compiled++;
        }

        // The declarations are of use only as long as they are of both kinds.
        Assert.True(compiled >= 5 && refused >= 5, $"{compiled} compiled, {refused} refused: {string.Join(" ", ids)}");
    }

    /// <summary>
    /// 500 valid networks: nothing is refused, and everything that is emitted compiles, for every width and framework, with all that it declares read; of a
    /// hundred the text of large networks.
    /// </summary>
    [Theory]
    [InlineData(1, "net10.0")]
    [InlineData(2, "net10.0")]
    [InlineData(2, "net10.0", true)]
    [InlineData(4, "net8.0")]
    [InlineData(5, "netstandard2.1")]
    public void AHundredNetworks_Compile(int seed, string framework, bool isBrief = false)
    {
        RandomNetworks networks = new(seed);
        BulkCompilation.Check(
            Enumerable.Range(0, 100).Select(_ => networks.Next()),
            RunOptions.Default with
            {
                References = ReferenceSet.All.Single(set => set.Name == framework),
                Properties = isBrief ? BuildProperties.None.With("CnnGenMostText", "0") : BuildProperties.None,
            });
    }

    private static bool IsEmitted(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
