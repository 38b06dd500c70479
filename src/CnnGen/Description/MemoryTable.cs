using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CnnGen;

/// <summary>A network's memory as a table for people.</summary>
internal static class MemoryTable
{
    public static string Of(NetworkDescription network)
    {
        var rows = new List<string[]> { new[] { "memory", "bytes", "from", "to" } };
        rows.AddRange(network.Memory.Select(part => new[]
        {
            part.Name,
            part.Bytes.ToString("N0", CultureInfo.InvariantCulture),
            part.FirstUse ?? (part.IsShared ? "always, shared with replicas" : "always"),
            part.FirstUse == null ? "" : part.LastUse ?? "the next Forward",
        }));
        int[] widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            string line = $"{row[0].PadRight(widths[0])}  {row[1].PadLeft(widths[1])}  {row[2].PadRight(widths[2])}  {row[3]}";
            text.Append('\n').Append(line.TrimEnd());
        }

        return text.ToString();
    }
}
