using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Playground.Compiling;

/// <summary>What networks are compiled against: reference assemblies that this one carries.</summary>
internal static class References
{
    private const string Prefix = "reference/";

    public static IReadOnlyList<MetadataReference> All { get; } = Load();

    private static MetadataReference[] Load()
    {
        Assembly own = typeof(References).Assembly;
        return [.. own.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, System.StringComparison.Ordinal)).Select(Read)];

        MetadataReference Read(string name)
        {
            using Stream stream = own.GetManifestResourceStream(name)!;
            return MetadataReference.CreateFromStream(stream);
        }
    }
}
