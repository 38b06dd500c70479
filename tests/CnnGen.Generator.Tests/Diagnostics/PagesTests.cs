using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>Every rule has its page under docs/diagnostics, and what the pages say is true: their examples are compiled.</summary>
public sealed partial class PagesTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../docs/diagnostics"));

    // What only newer compilers know.
    private static readonly Dictionary<string, string> Since = new() { ["CNN0007"] = "CSharp11", ["CNN0008"] = "CSharp12" };

    // What only older ones are told.
    private static readonly Dictionary<string, LanguageVersion> Language = new() { ["CNN0015"] = LanguageVersion.CSharp7_3 };

    private static IReadOnlyList<DiagnosticDescriptor> AllRules { get; } = typeof(Rules)
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(field => field.GetValue(null))
        .OfType<DiagnosticDescriptor>()
        .OrderBy(rule => rule.Id, StringComparer.Ordinal)
        .ToList();

    public static TheoryData<string> Ids => new(AllRules.Select(rule => rule.Id));

    [Fact]
    public void EveryRule_HasAPage_AndEveryPageARule() => Assert.Equal(
        AllRules.Select(rule => rule.Id),
        Directory.EnumerateFiles(Folder, "*.md").Select(Path.GetFileNameWithoutExtension).Where(name => name != "README").Order(StringComparer.Ordinal));

    [Fact]
    public void TheIndex_ListsAll() => Assert.Equal(
        AllRules.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {(rule.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning")} |"),
        File.ReadLines(Path.Combine(Folder, "README.md")).Where(line => line.StartsWith("| [", StringComparison.Ordinal)));

    [Fact]
    public void Rules_AreWhole()
    {
        Assert.Equal(AllRules.Select(rule => rule.Id).Distinct(), AllRules.Select(rule => rule.Id));
        Assert.Equal(
            AllRules.Where(rule => rule.DefaultSeverity == DiagnosticSeverity.Error).Select(rule => rule.Id), Rules.Errors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            AllRules.Where(rule => rule.DefaultSeverity != DiagnosticSeverity.Error),
            new NetworkAnalyzer().SupportedDiagnostics.OrderBy(rule => rule.Id, StringComparer.Ordinal));
        Assert.All(AllRules, rule =>
        {
            Assert.Matches("^CNN0[0-9]{3}$", rule.Id);
            Assert.EndsWith($"/docs/diagnostics/{rule.Id}.md", rule.HelpLinkUri, StringComparison.Ordinal);
            Assert.Equal("CnnGen", rule.Category);

            // An error stops the build whatever the project's settings; a warning can be turned off.
            Assert.Equal(rule.DefaultSeverity == DiagnosticSeverity.Error, rule.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_HasTheRulesTitle(string id) => Assert.Equal($"# {id}: {RuleOf(id).Title}", Page.Of(id).Title);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Page_SaysWhatIsReported(string id)
    {
        Page page = Page.Of(id);
        if (Since.TryGetValue(id, out string? version) && !Enum.TryParse<LanguageVersion>(version, out _)) return;
        if (page.Examples.Count == 0)
        {
            // A guard that no declaration of today sets off: the page says so.
            Assert.Contains("No declaration is known that causes it", page.Text, StringComparison.Ordinal);
            return;
        }

        Diagnostic reported = Assert.Single(await Report(id, page.Examples[0]), diagnostic => diagnostic.Id == id);
        Assert.Equal(RuleOf(id).DefaultSeverity == DiagnosticSeverity.Error ? "An error" : "A warning", page.Severity);
        Assert.Equal(page.Underlined, WithUsing(page.Examples[0]).Substring(reported.Location.SourceSpan.Start, reported.Location.SourceSpan.Length));
        Assert.Equal(page.Message, $"{id}: {reported.GetMessage()}");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Page_MendsIt(string id)
    {
        foreach (string example in Page.Of(id).Examples.Skip(1))
        {
            Assert.Empty(await Report(id, example));

            // Examples have no doc comments.
            GeneratorRun run = GeneratorRun.Of(FactSinceAttribute.Options, WithUsing(example));
            Assert.Null(
                CompilerOutput.Describe(
                    CompilerOutput.DiagnosticsOf(run.Output)
                        .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1591")));
        }
    }

    private static DiagnosticDescriptor RuleOf(string id) => AllRules.Single(rule => rule.Id == id);

    private static string WithUsing(string example) => "using CnnGen;\n\n" + example;

    private static async Task<IReadOnlyList<Diagnostic>> Report(string id, string example)
    {
        GeneratorRun run = GeneratorRun.Of(
            Language.TryGetValue(id, out LanguageVersion old) ? RunOptions.Default with { Language = old } : FactSinceAttribute.Options, WithUsing(example));
        ImmutableArray<Diagnostic> hints = await run.Output.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(hints, hint => hint.Id == "AD0001");   // it threw
        return [.. run.Diagnostics, .. hints];
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private sealed partial record Page(string Text, string Title, string Severity, string Underlined, string Message, IReadOnlyList<string> Examples)
    {
        public static Page Of(string id)
        {
            string text = File.ReadAllText(Path.Combine(Folder, id + ".md"));
            Match report = ReportPattern().Match(text);
            return new Page(
                text,
                text.Split('\n')[0],
                report.Groups["severity"].Value,
                report.Groups["text"].Value,
                report.Groups["message"].Value,
                ExamplePattern().Matches(text).Select(match => match.Groups["code"].Value).ToList());
        }

        [GeneratedRegex("^(?<severity>An error|A warning) under `(?<text>.+)`:\n\n```text\n(?<message>.+)\n```$", RegexOptions.Multiline)]
        private static partial Regex ReportPattern();

        [GeneratedRegex("^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
        private static partial Regex ExamplePattern();
    }
}
