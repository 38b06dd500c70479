using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>What a test source is compiled against: the library of one framework and that framework's reference assemblies.</summary>
internal sealed class ReferenceSet
{
    private readonly Lazy<ImmutableArray<MetadataReference>> references;

    private ReferenceSet(string name)
    {
        Name = name;
        references = new(() => Read(name));
    }

    /// <summary>Every vector type and <c>Unsafe</c>.</summary>
    public static ReferenceSet Net10 { get; } = new("net10.0");

    /// <summary>Vector types, but without what .NET 9 added to them.</summary>
    public static ReferenceSet Net8 { get; } = new("net8.0");

    /// <summary>What Unity has: neither vector types nor <c>Unsafe</c>.</summary>
    public static ReferenceSet NetStandard21 { get; } = new("netstandard2.1");

    public static ImmutableArray<ReferenceSet> All { get; } = [Net10, Net8, NetStandard21];

    public string Name { get; }

    public ImmutableArray<MetadataReference> References => references.Value;

    public override string ToString() => Name;

    private static ImmutableArray<MetadataReference> Read(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "references", name + ".txt"))
            .Where(line => line.Length > 0)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToImmutableArray();
}
