using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>The generator's folders: each uses only what stands above it, and nobody but the layers themselves knows a room.</summary>
public class FoldersTests
{
    private const string Root = "CnnGen.Generator";

    // From the leaves down. What stands beside them, the pipeline, uses all.
    private static readonly string[] Order = ["Model", "Writing", "Kernels", "Diagnostics", "Layers", "Parsing", "Checking", "Planning", "Emission", ""];

    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../generator"));

    public static TheoryData<string> Folders => new(Order);

    [Fact]
    public void EveryFolder_HasItsPlace()
    {
        IEnumerable<string> folders = Directory.GetDirectories(Folder).Select(path => Path.GetFileName(path)).Except(["bin", "obj", "Polyfills"]);
        Assert.Equal(Order.Where(folder => folder.Length > 0).Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void AFolder_UsesOnlyWhatStandsAboveIt(string folder)
    {
        List<string> files = FilesOf(folder).ToList();
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            foreach (string used in UsedBy(file))
            {
                int place = Array.IndexOf(Order, used.Split('.')[0]);
                Assert.True(
                    place >= 0 && place <= Array.IndexOf(Order, folder), $"{Path.GetRelativePath(Folder, file)} uses {used}, which stands below {folder}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void ARoom_IsUsedByLayersAlone(string folder)
    {
        if (folder == "Layers") return;
        foreach (string file in FilesOf(folder))
        {
            Assert.DoesNotContain(UsedBy(file), used => used.StartsWith("Layers.", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void ANamespace_IsTheFileFolder(string folder)
    {
        foreach (string file in FilesOf(folder))
        {
            string relative = Path.GetRelativePath(Folder, Path.GetDirectoryName(file)!);
            string space = relative == "." ? "" : "." + relative.Replace(Path.DirectorySeparatorChar, '.');
            Assert.Matches($@"(?m)^namespace {Regex.Escape(Root + space)};\r?$", File.ReadAllText(file));
        }
    }

    private static IEnumerable<string> FilesOf(string folder) => folder.Length == 0
        ? Directory.EnumerateFiles(Folder, "*.cs")
        : Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.cs", SearchOption.AllDirectories);

    /// <summary>Namespaces of the generator that a file names: in a using, or before a type.</summary>
    private static IEnumerable<string> UsedBy(string file) =>
        Regex.Matches(File.ReadAllText(file), $@"(?m)^(?!\s*///|namespace).*?\b{Regex.Escape(Root)}\.([\w.]+)").Select(match => match.Groups[1].Value);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
