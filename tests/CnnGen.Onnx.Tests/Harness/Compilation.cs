using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using CnnGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace CnnGen.Onnx.Tests.Harness;

/// <summary>Many declarations in one assembly, in the text for any machine: that costs little more than one.</summary>
internal static class Compilation
{
    /// <summary>Compiles sources, each a file; fails on any error.</summary>
    public static Assembly Of(IEnumerable<string> sources) => Of(sources, []);

    /// <summary>The same with a file inside the program.</summary>
    public static Assembly Of(IEnumerable<string> sources, string resource, Action<Stream> write)
    {
        using MemoryStream content = new();
        write(content);
        byte[] bytes = content.ToArray();
        return Of(sources, [new ResourceDescription(resource, () => new MemoryStream(bytes), isPublic: true)]);
    }

    private static Assembly Of(IEnumerable<string> sources, ResourceDescription[] resources)
    {
        CSharpParseOptions parsing = new(LanguageVersion.CSharp9);
        string[] references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Declarations",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, parsing)),
            references.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()], parseOptions: parsing, optionsProvider: new PlainText());
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Microsoft.CodeAnalysis.Compilation output, out _);
        using MemoryStream stream = new();
        EmitResult result = output.Emit(stream, manifestResources: resources);
        Diagnostic[] errors = driver.GetRunResult().Diagnostics.Concat(result.Diagnostics)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .ToArray();
        if (errors.Length > 0) Assert.Fail(string.Join("\n", errors.Take(10).Select(error => $"{error}\n{error.Location.SourceTree}")));
        stream.Position = 0;
        return new AssemblyLoadContext("Declarations", isCollectible: true).LoadFromStream(stream);
    }

    /// <summary>A new network, with a seed.</summary>
    public static T Create<T>(this Assembly assembly, string type) => (T)Activator.CreateInstance(assembly.GetType(type, throwOnError: true)!, 1)!;

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
