using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace CnnGen.Documents.Tests;

/// <summary>A block of code in a document.</summary>
/// <param name="Language">What stands behind the fence: <c>csharp</c>, <c>text</c>, ….</param>
/// <param name="Note">The comment in the line above, which readers of the page do not see: <c>emitted: …</c>, <c>not run: …</c>, <c>prints</c>; or none.</param>
/// <param name="Line">The number of the code's first line, from 1 on.</param>
/// <param name="Code">The code.</param>
internal sealed record Block(string Language, string Note, int Line, string Code)
{
    private const string Fence = "```";

    /// <summary>All blocks of a document.</summary>
    public static IReadOnlyList<Block> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        List<Block> blocks = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, System.StringComparison.Ordinal)) continue;
            int end = i + 1;
            while (lines[end] != Fence) end++;
            string above = i > 0 ? lines[i - 1] : "";
            string note = above.StartsWith("<!-- ", System.StringComparison.Ordinal) ? above["<!-- ".Length..].Replace(" -->", "", System.StringComparison.Ordinal) : "";
            blocks.Add(new Block(lines[i][Fence.Length..], note, i + 2, string.Join("\n", lines.Skip(i + 1).Take(end - i - 1)) + "\n"));
            i = end;
        }

        return blocks;
    }
}
