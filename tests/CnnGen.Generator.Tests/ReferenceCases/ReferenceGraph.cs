using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CnnGen.Generator.Tests.ReferenceCases;

/// <summary>A random graph of layers and what PyTorch says of it. What goes in is drawn here as it was there: parameters, inputs, what heads take.</summary>
internal sealed record ReferenceGraph
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Lazy<ReferenceGraph[]> Read = new(() =>
    {
        using Stream stream = typeof(ReferenceGraph).Assembly.GetManifestResourceStream("ReferenceGraphs")!;
        return JsonSerializer.Deserialize<ReferenceGraph[]>(stream, Json)!;
    });

    public static IReadOnlyList<ReferenceGraph> All => Read.Value;

    public required string Name { get; init; }

    public required string[] Declaration { get; init; }

    public required int Batch { get; init; }

    public required ulong Seed { get; init; }

    public required DrawnTensor[] Parameters { get; init; }

    /// <summary>The numbers of one sample, of all inputs.</summary>
    public required int InputSize { get; init; }

    public required DrawnHead[] Heads { get; init; }

    public required double[] Output { get; init; }

    public double? Loss { get; init; }

    public required double[] InputGradient { get; init; }

    public required double[] Gradient { get; init; }

    public required double LearningRate { get; init; }

    public required double[] AfterThreeSteps { get; init; }

    /// <summary>With all that is drawn.</summary>
    public ReferenceCase Case()
    {
        Drawn drawn = new(Seed);
        List<ReferenceTensor> parameters = [];
        int offset = 0;
        foreach (DrawnTensor tensor in Parameters)
        {
            double[] values = drawn.Numbers(tensor.Shape.Aggregate((left, right) => left * right), tensor.Scale);
            double[] gradient = Gradient[offset..(offset += values.Length)];
            parameters.Add(new ReferenceTensor { Name = tensor.Name, Shape = tensor.Shape, Values = values, Gradient = gradient });
        }

        (double[] input, double[] numbers, int[] labels) = Samples(drawn, Batch);
        return new ReferenceCase
        {
            Name = Name,
            Declaration = Declaration,
            Batch = Batch,
            InputShape = [InputSize],
            Parameters = [.. parameters],
            Input = input,
            Output = Output,
            Loss = Loss,
            Labels = Loss == null ? null : labels,
            Target = Loss == null ? null : numbers,
            OutputGradient = Loss == null ? numbers : null,
            InputGradient = InputGradient,
            LearningRate = LearningRate,
            AfterThreeSteps = AfterThreeSteps,
        };
    }

    /// <summary>Inputs, and for each head the numbers or the labels that it takes.</summary>
    public (double[] Inputs, double[] Numbers, int[] Labels) Samples(Drawn drawn, int count)
    {
        double[] inputs = drawn.Numbers(count * InputSize);
        List<double> numbers = [];
        List<int> labels = [];
        foreach (DrawnHead head in Heads)
        {
            if (head.Classes is { } classes) labels.AddRange(drawn.Labels(count * head.Count, classes));
            else numbers.AddRange(drawn.Numbers(count * head.Count));
        }

        return (inputs, [.. numbers], [.. labels]);
    }
}

/// <summary>A parameter tensor, of numbers up to a scale.</summary>
internal sealed record DrawnTensor
{
    public required string Name { get; init; }

    public required int[] Shape { get; init; }

    public required double Scale { get; init; }
}

/// <summary>What a head takes for each sample: labels of so many classes, or numbers. Where there is no loss, they are the gradient to go back with.</summary>
internal sealed record DrawnHead
{
    public required int Count { get; init; }

    public int? Classes { get; init; }
}

/// <summary>S. Vigna's splitmix64, as in reference-cases.py.</summary>
internal sealed class Drawn(ulong state)
{
    /// <summary>From −scale to scale, each exactly representable in single precision.</summary>
    public double[] Numbers(int count, double scale = 1.7) =>
        [.. Enumerable.Range(0, count).Select(_ => (double)(float)((((double)(Next() >> 40) / (1 << 23)) - 1) * scale))];

    public int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(_ => (int)(Next() % (ulong)classes))];

    private ulong Next()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        ulong mixed = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        return mixed ^ (mixed >> 31);
    }
}
