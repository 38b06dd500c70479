using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using CnnGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace CnnGen.Benchmarks.Modes;

/// <summary>Compiling declarations in this process, as a Release build does.</summary>
internal static class InMemory
{
    public static CSharpCompilationOptions Release { get; } = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release);

    /// <summary>The framework that this program runs on, and the library.</summary>
    public static MetadataReference[] References { get; } = FindReferences();

    /// <summary>Compiles into a stream; throws with the first error.</summary>
    public static void Emit(string network, CSharpCompilation compilation, Stream assembly)
    {
        EmitResult result = compilation.Emit(assembly);
        if (result.Success) return;
        Diagnostic error = result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        throw new FailureException($"{network} does not compile: {error}");
    }

    /// <summary>An instance of the one network that a declaration declares.</summary>
    public static T Create<T>(string name, string declaration, out long textBytes) where T : class
    {
        CSharpCompilation compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText("using CnnGen;" + declaration)], References, Release);
        CSharpGeneratorDriver.Create(new NetworkGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);
        textBytes = whole.SyntaxTrees.Skip(1).Sum(tree => (long)Encoding.UTF8.GetByteCount(tree.ToString()));
        using var stream = new MemoryStream();
        Emit(name, (CSharpCompilation)whole, stream);
        Type type = Assembly.Load(stream.ToArray()).GetTypes().Single(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract);
        return (T)Activator.CreateInstance(type, [0])!;
    }

    private static MetadataReference[] FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();
    }
}
