using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace CnnGen.Documents.Tests;

/// <summary>Links between the documents lead to what is there: files, folders, and headings.</summary>
public sealed partial class LinksTests
{
    [Fact]
    public void EveryLink_LeadsSomewhere()
    {
        string[] documents =
        [
            .. Directory.GetFiles(Repository.Root, "*.md"),
            .. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.GetDirectories(Path.Combine(Repository.Root, "samples")).Select(sample => Path.Combine(sample, "README.md")).Where(File.Exists),
        ];
        List<string> dead = [];
        int links = 0;
        foreach (string document in documents)
        {
            foreach (Match link in Link().Matches(Fenced().Replace(File.ReadAllText(document), "")))
            {
                links++;
                string[] parts = link.Groups["target"].Value.Split('#');
                string target = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
                bool isThere = Path.Exists(target) && (parts.Length == 1 || Headings(target).Contains(parts[1]));
                if (!isThere) dead.Add($"{Path.GetRelativePath(Repository.Root, document)}: {link.Groups["target"].Value}");
            }
        }

        Assert.True(links > 200, $"Only {links} links were found.");
        Assert.True(dead.Count == 0, string.Join("\n", dead));
    }

    /// <summary>As GitHub calls them: small letters, no punctuation, a hyphen for each blank.</summary>
    private static IEnumerable<string> Headings(string document) => Heading().Matches(File.ReadAllText(document))
        .Select(heading => Punctuation().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?!https?:|mailto:)(?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^#+ (?<text>.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w \-]")]
    private static partial Regex Punctuation();
}
