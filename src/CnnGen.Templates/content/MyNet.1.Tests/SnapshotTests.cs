using System.Reflection;
using Xunit;

namespace MyNet._1.Tests;

/// <summary>
/// The code that is generated for a network is the code that somebody has read: the files in Accepted, which belong to the repository. Where it changes,
/// with the declaration or with a new version of CnnGen, read the difference and accept it:
/// <code>ACCEPT=1 dotnet test</code>
/// The first run accepts what there is, unless it is in CI.
/// </summary>
public class SnapshotTests
{
    [Theory]
    [InlineData(nameof(StrokeNet))]
    public void GeneratedCode_IsWhatWasAccepted(string network)
    {
        string pattern = $"*{network}*.g.cs", accepted = Folder("Accepted");
        Dictionary<string, string> generated = Directory.GetFiles(Folder("Generated"), pattern, SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileName(path), path => File.ReadAllText(path).ReplaceLineEndings());
        Assert.NotEmpty(generated);

        Directory.CreateDirectory(accepted);
        string[] before = [.. Directory.GetFiles(accepted, pattern).Select(path => Path.GetFileName(path))];
        bool isFirst = before.Length == 0 && Environment.GetEnvironmentVariable("CI") is null;
        if (isFirst || Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            foreach (string name in before) File.Delete(Path.Combine(accepted, name));
            foreach ((string name, string text) in generated) File.WriteAllText(Path.Combine(accepted, name), text);
            return;
        }

        Assert.Equal(before.Order(StringComparer.Ordinal), generated.Keys.Order(StringComparer.Ordinal));
        Assert.All(before, name => Assert.Equal(File.ReadAllText(Path.Combine(accepted, name)).ReplaceLineEndings(), generated[name]));
    }

    private static string Folder(string name) =>
        typeof(SnapshotTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == name).Value!;
}
