using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace CnnGen.Documents.Tests;

/// <summary>
/// What README and the documents show in C# compiles and runs. A block under <c>&lt;!-- not run: why --&gt;</c> is only compiled; what is
/// emitted (<c>&lt;!-- emitted: file --&gt;</c>) is compared by the generator's tests; a block of text under <c>&lt;!-- prints --&gt;</c>
/// is what the block above prints, where <c>…</c> stands for anything within a line, alone on a line for any number of lines.
/// </summary>
public sealed class DocumentsTests
{
    private static readonly string Root = Repository.Root;

    /// <summary>Pages of diagnostics have tests of their own, and what pipelines say is done step by step in CI.</summary>
    public static TheoryData<string> Pages => new(Names);

    private static IEnumerable<string> Names =>
        Directory.GetFiles(Root, "README.md")
            .Concat(new[] { "docs", "docs/guides", "docs/orleans" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.md")))
            .Concat(new[] { "samples", "src" }.SelectMany(folder => Directory.GetDirectories(Path.Combine(Root, folder)))
                .Select(project => Path.Combine(project, "README.md")).Where(File.Exists))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(document => Code(document).Any())
            .Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Code_CompilesAndRuns(string document)
    {
        Block[] code = [.. Code(document)];
        DocumentProgram program = DocumentProgram.Of(document, code, Given(document));
        Assert.True(program.Problems.Count == 0, string.Join("\n", program.Problems));

        Block[] run = [.. code.Where(block => !block.Note.StartsWith("not run: ", StringComparison.Ordinal))];
        string before = Directory.GetCurrentDirectory();
        DirectoryInfo scratch = Directory.CreateTempSubdirectory();
        try
        {
            Directory.SetCurrentDirectory(scratch.FullName);
            IReadOnlyList<string> printed = await program.Run(run);
            foreach ((Block block, string text) in run.Zip(printed))
            {
                if (PrintsBelow(document, block) is { } expected) Assert.Matches(PatternOf(expected), text);
            }
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            scratch.Delete(recursive: true);
        }
    }

    [Fact]
    public void EveryGivenFile_IsOfADocument() => Assert.All(
        Directory.GetFiles(Path.Combine(Repository.Here, "Given"), "*.cs").Select(path => Path.GetFileName(path)),
        file => Assert.Contains(Names, document => GivenFile(document) == file));

    [Fact]
    public async Task WrongCode_IsSeen()
    {
        Assert.Contains(
            "readme.md(6): CS0103",
            Assert.Single(DocumentProgram.Of("readme.md", [new Block("csharp", "", 5, "int a = 3;\nmissing++;\n")], "").Problems),
            StringComparison.Ordinal);
        Assert.Contains(
            "CNN0301",
            Assert.Single(DocumentProgram.Of("readme.md", [new Block("csharp", "", 5, "[Network(1, 3, 3), Conv(2, 5)]\npartial class Net { }\n")], "").Problems),
            StringComparison.Ordinal);
        Block block = new("csharp", "", 5, "Console.WriteLine(\"a\");\nthrow new InvalidOperationException();\n");
        await Assert.ThrowsAsync<InvalidOperationException>(() => DocumentProgram.Of("readme.md", [block], "").Run([block]));
        Assert.DoesNotMatch(PatternOf("a …\n"), "b c\n");
    }

    private static IEnumerable<Block> Code(string document) => Block.Read(Path.Combine(Root, document))
        .Where(block => block.Language == "csharp" && !block.Note.StartsWith("emitted: ", StringComparison.Ordinal));

    private static string? PrintsBelow(string document, Block block)
    {
        Block? next = Block.Read(Path.Combine(Root, document)).FirstOrDefault(other => other.Line > block.Line);
        return next?.Note == "prints" ? next.Code : null;
    }

    private static Regex PatternOf(string text)
    {
        IEnumerable<string> lines = text.TrimEnd('\n').Split('\n')
            .Select(line => line == "…" ? "(?:.*\n)*?" : Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal) + "\n");
        return new Regex($"^{string.Concat(lines)}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(20));
    }

    private static string Given(string document) =>
        File.Exists(Path.Combine(Repository.Here, "Given", GivenFile(document))) ? File.ReadAllText(Path.Combine(Repository.Here, "Given", GivenFile(document))) : "";

    /// <summary><c>docs/files.md</c> is given <c>Given/docs-files.cs</c>.</summary>
    private static string GivenFile(string document) => Path.ChangeExtension(document, ".cs").Replace('/', '-');
}
