using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using CnnGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace CnnGen.Tool.Verification;

/// <summary>Declarations, compiled in memory by the generator, in the text for any machine alone: it is compiled soonest.</summary>
/// <param name="Bytes">The assembly.</param>
/// <param name="Diagnostics">What the generator and the compiler say.</param>
internal sealed record PlainCompilation(byte[] Bytes, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>Compiles sources.</summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="sources">The files.</param>
    /// <param name="resources">Files inside the program.</param>
    public static PlainCompilation Of(string name, IEnumerable<string> sources, params ResourceDescription[] resources)
    {
        CSharpParseOptions parsing = new(LanguageVersion.CSharp9);
        string[] references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            name,
            sources.Select(source => CSharpSyntaxTree.ParseText(source, parsing)),
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()], parseOptions: parsing, optionsProvider: new PlainText());
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        using MemoryStream stream = new();
        EmitResult result = output.Emit(stream, manifestResources: resources);
        return new PlainCompilation(stream.ToArray(), [.. driver.GetRunResult().Diagnostics, .. result.Diagnostics]);
    }

    private sealed class PlainText : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(new() { ["build_property.CnnGenVectorBits"] = "0" });

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options([]);

        private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
