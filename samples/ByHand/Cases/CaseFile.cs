using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WorkedExamples.Cases;

/// <summary>The copy of by-hand.json inside the program.</summary>
internal static class CaseFile
{
    public static IReadOnlyDictionary<string, ExpectedCase> Load()
    {
        using Stream stream = typeof(CaseFile).Assembly.GetManifestResourceStream("by-hand.json")
            ?? throw new InvalidOperationException("by-hand.json is not embedded.");
        ExpectedCase[] cases = JsonSerializer.Deserialize(stream, CaseFormat.Default.ExpectedCaseArray)
            ?? throw new InvalidOperationException("by-hand.json is empty.");
        return cases.ToDictionary(expected => expected.Name);
    }
}

// A name that the file misses or that the records do not know is an error: a number that nobody compares must not go unnoticed.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ExpectedCase[]))]
internal sealed partial class CaseFormat : JsonSerializerContext { }
