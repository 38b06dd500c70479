using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace CnnGen.Generator.Tests.Stages;

/// <summary>A line of the product fits a reviewer's window: 160 columns. (In tests a declaration and its message may be longer.)</summary>
public class LinesTests
{
    private const int Most = 160;

    [Theory]
    [InlineData("generator")]
    [InlineData("src")]
    public void NoLine_IsLonger(string folder)
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../..", folder));
        string[] files = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .ToArray();
        Assert.NotEmpty(files);
        string[] tooLong = files
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (line.Length, Place: $"{Path.GetRelativePath(root, file)}:{i + 1}")))
            .Where(line => line.Length > Most)
            .Select(line => $"{line.Place} has {line.Length} columns")
            .ToArray();
        Assert.Empty(tooLong);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
