using System;
using System.IO;
using System.Text.Json;

namespace CnnGen.Benchmarks.Reporting;

/// <summary>The results for other programs.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write<T>(string path, T results)
    {
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(results, Indented) + '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException($"'{path}' cannot be written: {e.Message}");
        }
    }
}
