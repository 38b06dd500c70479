using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace CnnGen.Documents.Tests;

/// <summary>docs/claims.md quotes README, and what it names as a proof exists.</summary>
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

    [Theory]
    [MemberData(nameof(Claims))]
    public void Claim_IsMadeAndItsProofExists(string claim, string proof)
    {
        Assert.Contains(claim, Readme, StringComparison.Ordinal);
        string[] named = [.. Name().Matches(proof).Select(match => match.Groups["name"].Value)];
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.True(Exists(name), $"There is no {name}."));
    }

    /// <summary>A path, a test class, a method of one, or a mode of the benchmarks.</summary>
    private static bool Exists(string name)
    {
        if (name.Contains('/', StringComparison.Ordinal)) return Path.Exists(Path.Combine(Repository.Root, name));
        string[] parts = name.Split('.');
        string? type = parts.FirstOrDefault(part => part.EndsWith("Tests", StringComparison.Ordinal));
        string? method = parts.FirstOrDefault(part => part.Contains('_', StringComparison.Ordinal));
        return type == null && method == null
            ? Repository.Read("docs/performance.md").Contains($"`{name}`", StringComparison.Ordinal)
            : Tests.Value.Any(text => (type == null || Regex.IsMatch(text, $@"\bclass {type}\b")) && (method == null || text.Contains($" {method}(", StringComparison.Ordinal)));
    }

    [GeneratedRegex("""^\| "(?<claim>.+?)" \| (?<proof>.+) \|$""", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Name();
}
