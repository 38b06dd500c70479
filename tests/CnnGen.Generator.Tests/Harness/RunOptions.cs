using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>The project that a test source stands in. The default is the harshest one that is common: C# 9, nullable off.</summary>
internal sealed record RunOptions
{
    // Compilations that differ in their trees only share what binding the references costs.
    private static readonly ConcurrentDictionary<(ReferenceSet, NullableContextOptions, bool), CSharpCompilation> Bases = new();

    public static RunOptions Default { get; } = new();

    public ReferenceSet References { get; init; } = ReferenceSet.Net10;

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp9;

    public NullableContextOptions Nullable { get; init; } = NullableContextOptions.Disable;

    public bool Checked { get; init; }

    public GeneratorUnderTest Generator { get; init; } = GeneratorUnderTest.Network;

    /// <summary>MSBuild properties that the generator reads: <c>CnnGenForms</c>, <c>CnnGenVectorBits</c>, <c>CnnGenMostText</c>.</summary>
    public BuildProperties Properties { get; init; } = BuildProperties.None;

    /// <summary>Doc comments are diagnosed, so that a reference to nothing in an emitted one is a warning.</summary>
    public DocumentationMode Documentation { get; init; } = DocumentationMode.Diagnose;

    /// <summary>The extern aliases under which alone the library is referenced.</summary>
    public ImmutableArray<string> LibraryAliases { get; init; } = [];

    /// <summary>References besides those of the framework.</summary>
    public ImmutableArray<MetadataReference> More { get; init; } = [];

    public CSharpParseOptions ParseOptions => new(Language, Documentation);

    /// <summary>A compilation of sources that are called <c>Source0.cs</c>, <c>Source1.cs</c>, ….</summary>
    public CSharpCompilation Compile(IEnumerable<string> sources) =>
        Referencing(Base()).AddSyntaxTrees(sources.Select((text, i) => CSharpSyntaxTree.ParseText(text, ParseOptions, $"Source{i}.cs")));

    public override string ToString() =>
        $"{References}, C# {Language.ToDisplayString()}, nullable {Nullable}, {(Checked ? "checked" : "unchecked")}{Properties}";

    private CSharpCompilation Referencing(CSharpCompilation compilation)
    {
        if (!LibraryAliases.IsEmpty)
        {
            MetadataReference library = compilation.References.Single(reference => Path.GetFileName(reference.Display) == "CnnGen.dll");
            compilation = compilation.ReplaceReference(library, library.WithAliases(LibraryAliases));
        }

        return compilation.AddReferences(More);
    }

    private CSharpCompilation Base() => Bases.GetOrAdd(
        (References, Nullable, Checked),
        static key => CSharpCompilation.Create(
            "Tests",
            references: key.Item1.References,
            options: new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                warningLevel: 9999,
                allowUnsafe: false,
                nullableContextOptions: key.Item2,
                checkOverflow: key.Item3)));
}

/// <summary>A generator and the names of its tracked steps; another than CnnGen's only where the harness tests itself.</summary>
internal sealed record GeneratorUnderTest(Func<IIncrementalGenerator> Create, IReadOnlyList<string> TrackedSteps)
{
    public static GeneratorUnderTest Network { get; } = new(() => new NetworkGenerator(), ConstantsOf(typeof(TrackingNames)));

    /// <summary>By reflection, so that a new step is held to the rules without being named anywhere.</summary>
    private static string[] ConstantsOf(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(field => field.IsLiteral && field.FieldType == typeof(string))
        .Select(field => (string)field.GetRawConstantValue()!)
        .ToArray();
}
