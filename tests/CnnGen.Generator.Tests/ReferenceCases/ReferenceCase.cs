using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace CnnGen.Generator.Tests.ReferenceCases;

/// <summary>A network and what PyTorch says of it. The names are those of the files.</summary>
internal sealed record ReferenceCase
{
    private const string Folder = "ReferenceCases/";

    // A key that nobody reads is a number that nobody checks.
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    public required string Name { get; init; }

    /// <summary>Only the worked examples have it: what they show.</summary>
    public string? About { get; init; }

    public required string[] Declaration { get; init; }

    /// <summary>The samples in <see cref="Input"/>.</summary>
    public required int Batch { get; init; }

    public bool Training { get; init; }

    public required int[] InputShape { get; init; }

    public required double[] Input { get; init; }

    public required double[] Output { get; init; }

    public double? Loss { get; init; }

    public int[]? Labels { get; init; }

    public double[]? Target { get; init; }

    /// <summary>What to go back with, where there is no loss.</summary>
    public double[]? OutputGradient { get; init; }

    public required double[] InputGradient { get; init; }

    public required ReferenceTensor[] Parameters { get; init; }

    /// <summary>What is kept and not trained; null where a case says nothing of it, and it starts as in a new network.</summary>
    public ReferenceBuffer[]? Buffers { get; init; }

    public double? LearningRate { get; init; }

    public double[]? AfterOneStep { get; init; }

    public double[]? AfterThreeSteps { get; init; }

    /// <summary>A pass behind the steps, in training where these were not, and out of it where they were.</summary>
    public ReferencePass? OtherMode { get; init; }

    public int Steps => AfterThreeSteps is not null ? 3 : AfterOneStep is not null ? 1 : 0;

    /// <summary>Every case, by the folder or file that it comes from.</summary>
    public static IReadOnlyDictionary<string, ReferenceCase[]> BySource { get; } = Read();

    public static IReadOnlyDictionary<string, ReferenceCase> ByName { get; } =
        BySource.Values.SelectMany(cases => cases).ToDictionary(one => one.Name, StringComparer.Ordinal);

    /// <summary>The declaration as attributes, with another number type and batch, and perhaps more arguments of the network.</summary>
    public string Attributes(string scalar, int batch, string more = "")
    {
        string network = Regex.Replace(Declaration[0], @", Batch = \d+", "", RegexOptions.CultureInvariant);
        if (!network.StartsWith("Network(", StringComparison.Ordinal)) throw new InvalidDataException($"{Name} does not begin with Network.");
        network = FormattableString.Invariant($"{network[..^1]}, Scalar = Scalar.{scalar}, Batch = {batch}{more})");
        return string.Join("\n", Declaration.Skip(1).Prepend(network).Select(attribute => $"[{attribute}]"));
    }

    private static Dictionary<string, ReferenceCase[]> Read()
    {
        List<(string Source, ReferenceCase[] Cases)> read = [];
        foreach (string resource in typeof(ReferenceCase).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!resource.StartsWith(Folder, StringComparison.Ordinal)) continue;
            string path = resource[Folder.Length..].Replace('\\', '/');
            using Stream stream = typeof(ReferenceCase).Assembly.GetManifestResourceStream(resource)!;
            ReferenceCase[] cases = path.Contains('/', StringComparison.Ordinal)
                ? [JsonSerializer.Deserialize<ReferenceCase>(stream, Json)!]
                : JsonSerializer.Deserialize<ReferenceCase[]>(stream, Json)!;
            read.Add((path.Split('/')[0], cases));
        }

        return read
            .GroupBy(one => one.Source, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.SelectMany(one => one.Cases).ToArray(), StringComparer.Ordinal);
    }
}

/// <summary>A parameter tensor with its initial values and its gradient in the first pass.</summary>
internal sealed record ReferenceTensor
{
    public required string Name { get; init; }

    public required int[] Shape { get; init; }

    public required double[] Values { get; init; }

    public required double[] Gradient { get; init; }
}

/// <summary>A tensor that is kept and not trained, at first and behind the steps.</summary>
internal sealed record ReferenceBuffer
{
    public required string Name { get; init; }

    public required int[] Shape { get; init; }

    public required double[] Values { get; init; }

    public required double[] AfterThreeSteps { get; init; }
}

/// <summary>One pass.</summary>
internal sealed record ReferencePass
{
    public required double[] Output { get; init; }

    public required double[] InputGradient { get; init; }

    /// <summary>Of all parameters.</summary>
    public required double[] Gradients { get; init; }
}
