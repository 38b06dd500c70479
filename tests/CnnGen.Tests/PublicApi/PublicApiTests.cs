using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using PublicApiGenerator;
using Xunit;

namespace CnnGen.Tests.PublicApi;

/// <summary>
/// What users and generated code can call is what somebody has accepted: a change of it is a change of CnnGen.txt, where a reviewer sees it.
/// Only the library is read; what the generator adds to the networks of these tests is no part of it.
/// </summary>
public class PublicApiTests
{
    private static readonly string Folder = Path.GetDirectoryName(ThisFile())!;

    // One file for all frameworks: they differ in how the library computes, not in what it offers.
    [Theory]
    [InlineData("net10.0")]
    [InlineData("net8.0")]
    [InlineData("netstandard2.1")]
    public void Library_HasTheAcceptedMembers(string framework)
    {
        // One that has to differ has a file of its own.
        string own = Path.Combine(Folder, $"CnnGen.{framework}.txt"), received = Path.Combine(Folder, $"CnnGen.{framework}.received.txt");
        string accepted = File.Exists(own) ? own : Path.Combine(Folder, "CnnGen.txt");
        string before = File.ReadAllText(accepted), now = Members(framework);
        File.Delete(received);
        if (now == before) return;

        File.WriteAllText(received, now);
        Assert.Fail(
            $"""
            The public members of CnnGen for {framework} are not those in tests/CnnGen.Tests/PublicApi/{Path.GetFileName(accepted)}:

            {Difference(before, now)}
            Where that is meant, accept it and commit the file, with a line in CHANGELOG.md if a user can notice it:
              mv '{received}' '{accepted}'
            Where {framework} alone is to have it, move it to {Path.GetFileName(own)} instead.
            """);
    }

    [Fact]
    public void Difference_NamesTheType() => Assert.Equal(
        """
          in N: public class A
          - public int Gone { get; }
          + public int New { get; }
          in N: public class B<T>
          + public B() { }

        """.ReplaceLineEndings("\n"),
        Difference(
            "namespace N\n{\n    public class A\n    {\n        public int Gone { get; }\n    }\n    public class B<T>\n        where T : struct\n    {\n    }\n}\n",
            "namespace N\n{\n    public class A\n    {\n        public int New { get; }\n    }\n    public class B<T>\n        where T : struct\n    {\n        public B() { }\n    }\n}\n"));

    /// <summary>The lines that are in one text only, under the types that they belong to: a member's line alone often has no type's name.</summary>
    private static string Difference(string before, string now)
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

    private static string Members(string framework)
    {
        string path = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "libraries.txt"))
            .Single(line => Path.GetFileName(Path.GetDirectoryName(line)) == framework);

        // Three libraries of one name, side by side; they stay, since the runtime forgets all casts that it knows when one is unloaded, and
        // other tests count what it then allocates.
        Assembly library = new AssemblyLoadContext(framework).LoadFromAssemblyPath(path);
        ApiGeneratorOptions options = new() { IncludeAssemblyAttributes = false };
        return library.GeneratePublicApi(options).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
