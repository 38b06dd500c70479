using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CnnGen.Benchmarks.Modes;

/// <summary>The source of a network's declaration, which is embedded in this program.</summary>
internal sealed record DeclarationSource(string Name, SyntaxTree Tree)
{
    public static IReadOnlyList<DeclarationSource> All()
    {
        Assembly assembly = typeof(DeclarationSource).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith("Networks/"))
            .Order()
            .Select(resource => new DeclarationSource(Path.GetFileNameWithoutExtension(resource).ToLowerInvariant(), Parse(assembly, resource)))
            .ToList();
    }

    private static SyntaxTree Parse(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), path: resource);
    }
}
