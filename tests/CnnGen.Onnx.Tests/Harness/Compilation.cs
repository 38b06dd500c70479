using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using CnnGen.Tool.Verification;
using Microsoft.CodeAnalysis;
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
        PlainCompilation compiled = PlainCompilation.Of("Declarations", sources, resources);
        Diagnostic[] errors = compiled.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0) Assert.Fail(string.Join("\n", errors.Take(10).Select(error => $"{error}\n{error.Location.SourceTree}")));
        return new AssemblyLoadContext("Declarations", isCollectible: true).LoadFromStream(new MemoryStream(compiled.Bytes));
    }

    /// <summary>A new network, with a seed.</summary>
    public static T Create<T>(this Assembly assembly, string type) => (T)Activator.CreateInstance(assembly.GetType(type, throwOnError: true)!, 1)!;
}
