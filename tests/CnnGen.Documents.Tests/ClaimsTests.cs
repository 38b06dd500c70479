using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace CnnGen.Documents.Tests;

/// <summary>docs/claims.md quotes README, what it names as a proof exists and is run, and README's figures follow from those of their page.</summary>
public sealed partial class ClaimsTests
{
    private static readonly string Readme = Repository.Read("README.md").ReplaceLineEndings("\n");

    private static readonly Lazy<string[]> Tests = new(() =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories).Select(File.ReadAllText)]);

    public static TheoryData<string, string> Claims
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (Match row in Row().Matches(Repository.Read("docs/claims.md").ReplaceLineEndings("\n"))) data.Add(row.Groups["claim"].Value, row.Groups["proof"].Value);
            return data;
        }
    }

    [Fact]
    public void EveryRow_IsRead() =>
        Assert.Equal(Repository.Read("docs/claims.md").ReplaceLineEndings("\n").Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal)) - 1, Claims.Count());

    /// <summary>The first screen's figures are the means of the table that was measured.</summary>
    [Theory]
    [InlineData(3, "× ONNX Runtime", @"\*\*([\d.]+) ×\*\* as fast as ONNX Runtime")]
    [InlineData(6, "× PyTorch", @"\*\*([\d.]+) ×\*\* as fast as PyTorch")]
    public void Figure_IsTheGeometricMeanOfItsTable(int column, string heading, string figure)
    {
        string page = Repository.Read("docs/performance.md").ReplaceLineEndings("\n");
        int start = page.IndexOf("| network |", page.IndexOf("## Published networks", StringComparison.Ordinal), StringComparison.Ordinal);
        string[][] table = [.. page[start..].Split('\n')
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
        double[] rows = [.. table[2..].Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
        double mean = Math.Exp(rows.Average(Math.Log));
        Assert.Equal((heading, 20), (table[0][column], rows.Length));
        Assert.Equal(Math.Round(mean, 1).ToString("F1", CultureInfo.InvariantCulture), Regex.Match(Readme, figure).Groups[1].Value);
    }

    [Theory]
    [MemberData(nameof(Claims))]
    public void Claim_IsMadeAndItsProofExists(string claim, string proof)
    {
        Assert.Contains(claim, Readme, StringComparison.Ordinal);
        string[] named = [.. Name().Matches(proof).Select(match => match.Groups["name"].Value)];
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(Exists(name), $"There is no {name}."));
    }

    /// <summary>A path, a test class, a method of one that is run, or a mode of the benchmarks.</summary>
    private static bool Exists(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal)) return Path.Exists(Path.Combine(Repository.Root, name));
        string[] parts = name.Split('.');
        string? type = parts.FirstOrDefault(part => part.EndsWith("Tests", StringComparison.Ordinal));
        string? method = parts.FirstOrDefault(part => part.Contains('_', StringComparison.Ordinal));
        return type == null && method == null
            ? Repository.Read("docs/performance.md").Contains($"`{name}`", StringComparison.Ordinal)
            : Tests.Value.Any(text => (type == null || Regex.IsMatch(text, $@"\bclass {type}\b")) && IsRun(text, method));
    }

    /// <summary>Whether there is such a method, or any, that the tests' runner sees and does not skip.</summary>
    private static bool IsRun(string text, string? method) => TestMethod().Matches(text)
        .Any(test => (method == null || test.Groups["name"].Value == method) && !test.Value.Contains("Skip =", StringComparison.Ordinal));

    [GeneratedRegex("""^\| "(?<claim>.+?)" \| (?<proof>.+) \|$""", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^ *\[\w*(Fact|Theory)\w*\b.*\r?\n( *(\[|#).*\r?\n)*? *(public|internal) .*?\b(?<name>\w+)\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
