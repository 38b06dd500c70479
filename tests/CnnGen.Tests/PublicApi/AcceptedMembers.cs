using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using PublicApiGenerator;
using Xunit;

namespace CnnGen.Tests.PublicApi;

/// <summary>
/// The public members of a library beside those that somebody has accepted, a text in the folder of the test that asks: a change of them is a change of
/// that text, where a reviewer sees it.
/// </summary>
internal static class AcceptedMembers
{
    /// <param name="library">The library; its name is the text's.</param>
    /// <param name="framework">What it is built for; where one has to differ from the others, it has a text of its own.</param>
    /// <param name="test">The test that asks.</param>
    public static void Compare(Assembly library, string framework, [CallerFilePath] string test = "")
    {
        string folder = Path.GetDirectoryName(test)!, name = library.GetName().Name!;
        string own = Path.Combine(folder, $"{name}.{framework}.txt"), received = Path.Combine(folder, $"{name}.{framework}.received.txt");
        string accepted = File.Exists(own) ? own : Path.Combine(folder, $"{name}.txt");
        string before = File.ReadAllText(accepted), now = MembersOf(library);
        File.Delete(received);
        if (now == before) return;

        File.WriteAllText(received, now);
        Assert.Fail(
            $"""
            The public members of {name} for {framework} are not those in {Path.GetRelativePath(Path.Combine(folder, "../../.."), accepted)}:

            {Difference(before, now)}
            Where that is meant, accept it and commit the file, with a line in CHANGELOG.md if a user can notice it:
              mv '{received}' '{accepted}'
            Where {framework} alone is to have it, move it to {Path.GetFileName(own)} instead.
            """);
    }

    /// <summary>The lines that are in one text only, under the types that they belong to: a member's line alone often has no type's name.</summary>
    public static string Difference(string before, string now)
    {
        (string Type, string Line)[] old = Lines(before), lines = Lines(now);
        return string.Concat(
            old.Except(lines).Select(line => (line.Type, Text: "- " + line.Line))
                .Concat(lines.Except(old).Select(line => (line.Type, Text: "+ " + line.Line)))
                .GroupBy(line => line.Type)
                .Select(type => $"  in {type.Key}\n{string.Concat(type.Select(line => $"  {line.Text}\n"))}"));
    }

    private static (string Type, string Line)[] Lines(string text)
    {
        string space = "", type = "";
        List<(string, string)> named = [];
        foreach (string line in text.Split('\n'))
        {
            // Types stand four spaces in, their attributes above them.
            if (line.StartsWith("namespace ", StringComparison.Ordinal)) space = line["namespace ".Length..];
            else if (line.StartsWith("    public ", StringComparison.Ordinal)) type = $"{space}: {line.Trim()}";
            if (line.Trim() is not ("" or "{" or "}")) named.Add((type, line.Trim()));
        }

        return named.ToArray();
    }

    private static string MembersOf(Assembly library)
    {
        // What Orleans' generator writes beside the types that travel is public, but nobody's to call.
        ApiGeneratorOptions options = new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = ["System", "Microsoft", "OrleansCodeGen"] };
        return library.GeneratePublicApi(options).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }
}
