using System.IO;
using System.Runtime.CompilerServices;

namespace CnnGen.Documents.Tests;

/// <summary>Where README and the documents lie.</summary>
internal static class Repository
{
    /// <summary>The folder of this project.</summary>
    public static string Here { get; } = Path.GetDirectoryName(ThisFile())!;

    /// <summary>The top level of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here, "../.."));

    /// <summary>The text of a document.</summary>
    public static string Read(string document) => File.ReadAllText(Path.Combine(Root, document));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
