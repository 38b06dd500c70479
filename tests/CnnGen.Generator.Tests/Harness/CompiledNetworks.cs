using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>Compiles declarations into an assembly in memory and makes instances of them: many at once, since one compilation is cheap.</summary>
internal sealed class CompiledNetworks
{
    private readonly Dictionary<string, string> failures = new(StringComparer.Ordinal);
    private readonly Assembly? assembly;

    private CompiledNetworks(RunOptions options, IReadOnlyDictionary<string, string> attributesByName)
    {
        Dictionary<string, string> left = new(attributesByName, StringComparer.Ordinal);
        while (left.Count > 0 && assembly is null)
        {
            KeyValuePair<string, string>[] tried = left.ToArray();
            GeneratorRun run = GeneratorRun.Of(
                options with { Documentation = DocumentationMode.None }, tried.Select(pair => Source.Network(pair.Value, pair.Key)).ToArray());
            Diagnostic[] errors = Emit(run, out assembly);
            if (errors.Length == 0) continue;

            // One declaration at fault fails its own tests only: it is left out and the others are compiled again.
            assembly = null;
            foreach (IGrouping<string?, Diagnostic> group in errors.GroupBy(error => OwnerOf(error, tried)))
            {
                if (group.Key is null) Assert.Fail($"Errors that belong to none of the declarations:\n{CompilerOutput.Describe(group)}");
                failures.Add(group.Key!, CompilerOutput.Describe(group)!);
                left.Remove(group.Key!);
            }
        }
    }

    /// <summary>Compiles one class for each name.</summary>
    /// <param name="attributesByName">The attributes, <c>[Network(3), Dense(2)]</c>, by class name.</param>
    /// <param name="options">References of netstandard2.1 make the code for that framework run on this one.</param>
    public static CompiledNetworks Compile(IReadOnlyDictionary<string, string> attributesByName, RunOptions? options = null) =>
        new(options ?? RunOptions.Default, attributesByName);

    /// <summary>Compiles one declaration and makes its instance.</summary>
    /// <typeparam name="T"><c>ITrainableNetwork&lt;float&gt;</c>, <c>INetwork&lt;double&gt;</c>, ….</typeparam>
    public static T Create<T>(string attributes, RunOptions? options = null) where T : class =>
        Compile(new Dictionary<string, string> { ["Net"] = attributes }, options).Create<T>("Net");

    /// <summary>A new instance of a compiled class; fails if it did not compile.</summary>
    /// <param name="name">The class's name.</param>
    /// <param name="seed">For the constructor that takes one; none: the constructor without parameters.</param>
    public T Create<T>(string name, int? seed = null) where T : class
    {
        try
        {
            object instance = Activator.CreateInstance(TypeOf(name), seed is { } number ? [number] : [])!;
            return instance as T ?? throw new InvalidOperationException($"{name} is no {typeof(T)}.");
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }

    /// <summary>The compiled class, for members beyond the interfaces.</summary>
    public Type TypeOf(string name)
    {
        if (failures.TryGetValue(name, out string? problem)) Assert.Fail($"{name} does not compile. {problem}");
        return assembly?.GetType(Source.FullName(name)) ?? throw new ArgumentException($"There is no class {name}.", nameof(name));
    }

    /// <summary>Compiles one class for each name into a file, for another process.</summary>
    public static void CompileTo(string file, IReadOnlyDictionary<string, string> attributesByName)
    {
        string[] sources = [.. attributesByName.Select(pair => Source.Network(pair.Value, pair.Key))];
        GeneratorRun run = GeneratorRun.Of(RunOptions.Default with { Documentation = DocumentationMode.None }, sources);
        EmitResult result = run.Output.Emit(file);
        Assert.True(result.Success, CompilerOutput.Describe(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    private static Diagnostic[] Emit(GeneratorRun run, out Assembly? assembly)
    {
        assembly = null;
        using MemoryStream stream = new();
        EmitResult result = run.Output.Emit(stream);
        Diagnostic[] errors = run.Diagnostics.Concat(result.Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0) return errors;

        // Collectible, and without a copy of CnnGen: what it asks for is resolved among the assemblies already loaded.
        stream.Position = 0;
        assembly = new AssemblyLoadContext("Compiled networks", isCollectible: true).LoadFromStream(stream);
        return errors;
    }

    /// <summary>The class whose source or whose generated file a diagnostic is in.</summary>
    private static string? OwnerOf(Diagnostic diagnostic, KeyValuePair<string, string>[] tried)
    {
        string path = diagnostic.Location.GetLineSpan().Path ?? "";
        for (int i = 0; i < tried.Length; i++)
        {
            if (path == $"Source{i}.cs" || IsFileOf(Path.GetFileName(path), Source.FullName(tried[i].Key))) return tried[i].Key;
        }

        return null;
    }

    /// <summary>A generated file is named by its class and what follows it: <c>Tests.Networks.Net.g.cs</c>, <c>Tests.Networks.Net-Steps.g.cs</c>.</summary>
    private static bool IsFileOf(string file, string type) =>
        file.StartsWith(type, StringComparison.Ordinal) && file.Length > type.Length && !char.IsLetterOrDigit(file[type.Length]) && file[type.Length] != '_';
}
