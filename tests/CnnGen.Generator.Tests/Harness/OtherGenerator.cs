using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>A generator beside CnnGen's, which adds a text: neither sees what the other makes.</summary>
internal sealed class OtherGenerator(string text) : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(context.CompilationProvider, (production, _) => production.AddSource("Other.g.cs", text));

    /// <summary>Runs both.</summary>
    /// <returns>What CnnGen reports, what the compiler reports besides, and the assembly if there are no errors.</returns>
    public static (ImmutableArray<Diagnostic> Reported, Diagnostic[] Errors, Assembly? Assembly) RunBeside(string other, params string[] sources)
    {
        // The plain text alone: it is there for every network, and compiles soonest.
        RunOptions options = RunOptions.Default with { Properties = BuildProperties.None.With("CnnGenVectorBits", "0") };
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [options.Generator.Create().AsSourceGenerator(), new OtherGenerator(other).AsSourceGenerator()],
            parseOptions: options.ParseOptions,
            optionsProvider: options.Properties);
        driver = driver.RunGeneratorsAndUpdateCompilation(options.Compile(sources), out Compilation output, out ImmutableArray<Diagnostic> reported);
        using MemoryStream stream = new();
        Diagnostic[] errors = output.Emit(stream).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        stream.Position = 0;
        Assembly? assembly = errors.Length > 0 || reported.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? null
            : new AssemblyLoadContext("Beside another generator", isCollectible: true).LoadFromStream(stream);
        return (reported, errors, assembly);
    }
}
