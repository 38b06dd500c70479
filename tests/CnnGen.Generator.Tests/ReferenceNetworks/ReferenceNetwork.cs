using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CnnGen.Generator.Tests.ReferenceNetworks;

/// <summary>A network that people run, as Declarations has it, and what PyTorch says of it: some of the numbers, and the length of all as a vector.</summary>
internal sealed record ReferenceNetwork
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Lazy<Dictionary<string, ReferenceNetwork>> Read = new(() =>
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("ReferenceNetworks")!;
        return JsonSerializer.Deserialize<ReferenceNetwork[]>(stream, Json)!.ToDictionary(network => network.Name, StringComparer.Ordinal);
    });

    private static readonly Lazy<Dictionary<string, string>> Declarations = new(() =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith("Declarations.", StringComparison.Ordinal))
            .ToDictionary(name => name.Split('.')[1], AttributesIn, StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, ReferenceNetwork> ByName => Read.Value;

    /// <summary>The attributes of each declaration that is there.</summary>
    public static IReadOnlyDictionary<string, string> AttributesByName => Declarations.Value;

    public required string Name { get; init; }

    public required ulong Seed { get; init; }

    public required int Batch { get; init; }

    public required ReferenceParameter[] Parameters { get; init; }

    /// <summary>What comes out in training.</summary>
    public required Summary Output { get; init; }

    public required Summary InputGradient { get; init; }

    /// <summary>Of each parameter.</summary>
    public required Summary[] Gradients { get; init; }

    public required Summary OutOfTraining { get; init; }

    /// <summary>How far PyTorch itself is away in single precision, of the largest number of each list.</summary>
    public required SingleErrors Single { get; init; }

    /// <summary>The attributes, with arguments of Network before those that it has by name.</summary>
    public string Attributes(string arguments)
    {
        string attributes = AttributesByName[Name];
        int end = attributes.IndexOf(')');
        return attributes[..end] + ", " + arguments + attributes[end..];
    }

    private static string AttributesIn(string resource)
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return string.Join("\n", reader.ReadToEnd().Split('\n').Where(line => Regex.IsMatch(line, @"^\[")));
    }
}

/// <summary>A parameter tensor, of numbers up to a scale around a mean.</summary>
internal sealed record ReferenceParameter
{
    public required string Name { get; init; }

    public required int[] Shape { get; init; }

    public required double Scale { get; init; }

    public required double Mean { get; init; }

    public int Count => Shape.Aggregate((left, right) => left * right);
}

/// <summary>Some of a list of numbers, spread evenly from the first to the last, its length as a vector and its largest.</summary>
internal sealed record Summary
{
    public required int Count { get; init; }

    public required double Norm { get; init; }

    public required double Largest { get; init; }

    public required double[] Values { get; init; }

    /// <summary>The same numbers of another list.</summary>
    public IEnumerable<double> Of(IReadOnlyList<double> numbers) =>
        Values.Select((_, k) => numbers[(int)((long)k * (numbers.Count - 1) / Math.Max(1, Values.Length - 1))]);
}

/// <summary>Errors of PyTorch's single precision.</summary>
internal sealed record SingleErrors
{
    public required double Output { get; init; }

    public required double OutOfTraining { get; init; }
}
