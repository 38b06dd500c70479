using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Texts;

/// <summary>
/// What README shows of emitted code is emitted: each C# block under a comment <c>&lt;!-- emitted: LeNet-512.g.cs --&gt;</c> is compared
/// with that file of README's own LeNet. Indentation does not count; <c>…</c> stands for anything within a line, alone on a line for
/// any number of lines.
/// </summary>
public sealed partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../README.md")))
        .ReplaceLineEndings("\n");

    [Fact]
    public void Excerpts_AreWhatIsEmitted()
    {
        string declaration = DeclarationPattern().Match(Text).Groups["code"].Value;
        GeneratorRun run = GeneratorRun.Of(declaration);
        MatchCollection excerpts = ExcerptPattern().Matches(Text);
        Assert.NotEmpty(excerpts);
        foreach (Match excerpt in excerpts)
        {
            string emitted = Outdented(run.Sources.Single(source => source.HintName == excerpt.Groups["file"].Value).SourceText.ToString());
            Assert.True(
                PatternOf(excerpt.Groups["code"].Value).IsMatch(emitted),
                $"README's excerpt of {excerpt.Groups["file"].Value} is not what is emitted:\n{excerpt.Groups["code"].Value}");
        }
    }

    [Fact]
    public void Comparison_SeesADifference()
    {
        Assert.Matches(PatternOf("a\n…\n  b(…);\n"), Outdented("x\n  a\n    c\n    d\n  b(3);\n"));
        Assert.DoesNotMatch(PatternOf("a\n…\nb(…);\n"), "a\nc\nb(3)\n");
        Assert.DoesNotMatch(PatternOf("a\nb\n"), "a\nc\nb\n");
    }

    private static Regex PatternOf(string excerpt)
    {
        IEnumerable<string> lines = Outdented(excerpt)
            .TrimEnd('\n')
            .Split('\n')
            .Select(line => line == "…" ? "(?:.*\n)*?" : Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal) + "\n");
        return new Regex("(?<=^|\n)" + string.Concat(lines), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(20));
    }

    private static string Outdented(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```csharp\n(?<code>using CnnGen;\n\n\\[Network.*?)```", RegexOptions.Singleline)]
    private static partial Regex DeclarationPattern();

    [GeneratedRegex("<!-- emitted: (?<file>\\S+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ExcerptPattern();
}
