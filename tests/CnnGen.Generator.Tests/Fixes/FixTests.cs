using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace CnnGen.Generator.Tests.Fixes;

/// <summary>What an editor offers for a mistake is made of it, compiles, and leaves all else as it was.</summary>
public sealed partial class FixTests
{
    private static readonly string Page = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/editor.md")));

    public static TheoryData<int> Rows => new(Enumerable.Range(0, FixTable.All.Count));

    public static TheoryData<int> UnmendedRows => new(Enumerable.Range(0, FixTable.NotMended.Count));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task AFix_Mends(int row)
    {
        Fix fix = FixTable.All[row];
        string mended = await Mend(Whole(fix.Before), fix.Id, fix.Title);
        Assert.Equal(Whole(fix.After), mended);
        GeneratorRun run = GeneratorRun.Of(Editor.Options, mended);
        Assert.Null(CompilerOutput.Problems(run.Output, DiagnosticSeverity.Error));
        IReadOnlyList<Diagnostic> left = await Editor.Report(run);
        Assert.DoesNotContain(left, diagnostic => diagnostic.Id == fix.Id || diagnostic.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>The page and the table say the same, and each diagnostic is either mended or has a reason why not.</summary>
    [Fact]
    public void EveryDiagnostic_IsMended_OrThePageSaysWhyNot()
    {
        Dictionary<string, string> mended = Lines("## Mended"), left = Lines("## Left to the author");
        Assert.Equal(Rules.Errors.Keys.Concat(Rules.Warnings.Keys).Order(StringComparer.Ordinal), mended.Keys.Concat(left.Keys).Order(StringComparer.Ordinal));
        Assert.Equal(FixTable.All.Select(fix => fix.Id).Distinct().Order(StringComparer.Ordinal), mended.Keys.Order(StringComparer.Ordinal));
        foreach ((string id, string titles) in mended)
        {
            IEnumerable<string> shown = TitlePattern().Matches(titles).Select(match => match.Groups[1].Value);
            Assert.NotEmpty(shown);
            Assert.All(shown, title => Assert.Contains(FixTable.All, fix => fix.Id == id && fix.Title == title));
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task WhatIsNotMended_StaysAsItIs(string lineBreak)
    {
        const string before = """
            using CnnGen;

            /// <summary>A network.</summary>
            [Network(  3 , 8,8 )]   // channels first
            // the stem
            [Conv( 4, 3 , /* a kernel */ Stride=0 ), ReLU]
              [Softmax]   // probabilities
            [SoftmaxCrossEntropy,
             // faster than SGD
             Adam, Sgd]
            public  sealed partial class Net   { }
            """;
        await Becomes(before, "CNN0201", "Write Stride = 1", ("Stride=0", "Stride=1"));
        await Becomes(before, "CNN0107", "Remove Sgd", (", Sgd]", "]"));
        string second = before.Replace("Adam, Sgd", "Sgd", StringComparison.Ordinal).Replace("SoftmaxCrossEntropy", "Adam", StringComparison.Ordinal);
        await Becomes(second, "CNN0107", "Remove Sgd", ("Adam,", "Adam"), (" Sgd]", " ]"));
        string sound = before.Replace("Stride=0", "Stride=1", StringComparison.Ordinal).Replace(", Sgd", "", StringComparison.Ordinal);
        await Becomes(sound, "CNN0903", "Remove Softmax", ("  [Softmax]   // probabilities", "  // probabilities"));

        async Task Becomes(string source, string id, string title, params (string Old, string New)[] changes)
        {
            source = source.ReplaceLineEndings(lineBreak);
            Assert.All(changes, change => Assert.Contains(change.Old, source, StringComparison.Ordinal));
            string expected = changes.Aggregate(source, (text, change) => text.Replace(change.Old, change.New, StringComparison.Ordinal));
            Assert.Equal(expected, await Mend(source, id, title));
        }
    }

    /// <summary>A remedy that would not compile, or would make another network in silence, is none.</summary>
    [Theory]
    [MemberData(nameof(UnmendedRows))]
    public async Task WhatWouldBreak_IsNotOffered(int row)
    {
        Unmended one = FixTable.NotMended[row];
        string source = Whole(one.Source);
        Document document = Editor.Open(source);
        IReadOnlyList<Diagnostic> reported = await Editor.Report(source);
        Assert.Contains(reported, diagnostic => diagnostic.Id == one.Id);
        foreach (Diagnostic diagnostic in reported)
        {
            Assert.DoesNotContain(await Editor.Offers(document, diagnostic), action => action.Title.StartsWith(one.Title, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task FixAll_MendsEachWithItsOwnNumbers(FixAllScope scope)
    {
        const string source = "using CnnGen;\n[Network(1, 3, 3), Conv(4, 5)] public sealed partial class A { }\n[Network(1, 3, 3), Conv(4, 7)] public sealed partial class B { }";
        const string another = "using CnnGen;\n[Network(1, 3, 3), Conv(4, 9)] public sealed partial class C { }";
        Diagnostic[] diagnostics = [.. (await Editor.Report(source, another)).Where(diagnostic => diagnostic.Id == "CNN0301")];
        Assert.Equal(3, diagnostics.Length);
        string mended = source
            .Replace("Conv(4, 5)", "Conv(4, 5, Padding = 1)", StringComparison.Ordinal)
            .Replace("Conv(4, 7)", "Conv(4, 7, Padding = 2)", StringComparison.Ordinal);
        string other = scope == FixAllScope.Document ? another : another.Replace("Conv(4, 9)", "Conv(4, 9, Padding = 3)", StringComparison.Ordinal);
        Assert.Equal([mended, other], await Editor.ApplyToAll(scope, diagnostics, source, another));
    }

    // One of them alone would stand in the wrong order; the other one has its remedy still.
    [Theory]
    [InlineData("Conv(4, 3, stride: 2, padding: 1)", "Conv(4, 3, Stride = 2, Padding = 1)")]
    [InlineData("Conv(out_channels = 4, kernel_size = 3)", "Conv(filters: 4, kernel: 3)")]
    public async Task FixAll_RenamesAllArguments(string before, string after)
    {
        string source = Whole($"[Network(1, 8, 8), {before}]"), mended = Whole($"[Network(1, 8, 8), {after}]");
        Diagnostic[] diagnostics = [.. (await Editor.Report(source)).Where(diagnostic => diagnostic.Id == "CNN0909")];
        Assert.Equal(2, diagnostics.Length);
        Assert.Equal([mended], await Editor.ApplyToAll(FixAllScope.Document, diagnostics, source));
        Assert.Null(CompilerOutput.Problems(GeneratorRun.Of(Editor.Options, mended).Output, DiagnosticSeverity.Error));
    }

    // An editor may show what was reported for an older text; what has moved with it is still mended, and nothing else is touched.
    [Fact]
    public async Task AMessageOfAnOlderText_MendsThatPlaceOrNothing()
    {
        string source = Whole("[Network(1, 3, 3), Conv(4, 5)]");
        Diagnostic old = Assert.Single(await Editor.Report(source));
        Assert.Empty(await Editor.Offers(Editor.Open("// A line more.\n" + source), old));
        Assert.Empty(await Editor.Offers(Editor.Open("using CnnGen;"), old));
        Assert.Single(await Editor.Offers(Editor.Open(source + "\n// A line more."), old));
    }

    private static async Task<string> Mend(string source, string id, string title)
    {
        Diagnostic diagnostic = Assert.Single(await Editor.Report(source), diagnostic => diagnostic.Id == id);
        Document document = Editor.Open(source);
        IReadOnlyList<CodeAction> offers = await Editor.Offers(document, diagnostic);
        return await Editor.Apply(document, Assert.Single(offers, action => action.Title == title));
    }

    private static string Whole(string source) => "using CnnGen;\n\n" + source + (source.Contains(" class ", StringComparison.Ordinal)
        || source.Contains(" record ", StringComparison.Ordinal) ? "\n" : "\npublic sealed partial class Net { }\n");

    /// <summary>The lines of a table: the diagnostic, and what is said of it.</summary>
    private static Dictionary<string, string> Lines(string heading) => LinePattern()
        .Matches(Page[Page.IndexOf(heading, StringComparison.Ordinal)..].Split("\n## ", 3) is var parts ? parts[0] : "")
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^\| \[(CNN0\d{3})\]\(diagnostics/\1\.md\) \| (.+) \|$", RegexOptions.Multiline)]
    private static partial Regex LinePattern();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex TitlePattern();
}
