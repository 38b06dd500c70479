using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A tiny linear layer without a loop: one statement for each result.</summary>
internal static class StraightLine
{
    /// <summary>Up to so many multiply-adds, inputs and outputs a layer is written without loops.</summary>
    private const int Largest = 64;

    public const string Tile = "all of it, without a loop";

    /// <summary>Whether a layer is written without loops: it is tiny.</summary>
    public static bool Suits(ILinear linear) => linear.Macs <= Largest && linear.Input.Count <= Largest && linear.Output.Count <= Largest;

    /// <summary>A sum of products in their order; <c>0</c> where there are none.</summary>
    public static string InSequence(KernelWriter writer, IEnumerable<(string X, string W)> terms, string? start)
    {
        string? sum = start;
        foreach ((string x, string w) in terms) sum = sum == null ? writer.Dialect.Rounded($"{x} * {w}") : writer.Dialect.MultiplyAdd(x, w, sum);
        return sum ?? "0";
    }
}

/// <summary>Each output as one expression.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Linear">The layer.</param>
/// <param name="Source">How the input lies.</param>
/// <param name="Target">How the output lies.</param>
internal sealed record StraightForward(Scalar Scalar, ILinear Linear, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override bool IsPerSample => true;

    public override bool IsTiny => true;

    public override bool HasText(Dialect dialect) => !dialect.IsVector;

    public override EquatableArray<Port> Ports => HasBias
        ? EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.In("bias"), Port.Out("output"))
        : EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.Out("output"));

    public override string Name => $"StraightForward{Linear.Input}{Source.NameSuffix}To{Linear.Output}";

    public override string Title => Linear.ForwardTitle();

    public override string Form => Linear.ForwardForm;

    public override string Tile => StraightLine.Tile;

    public override long Macs => Linear.Macs;

    private bool HasBias => Linear.BiasOf(0) != null;

    public override void Emit(KernelWriter writer)
    {
        Pointer input = writer.Argument("input"), weights = writer.Argument("weights"), bias = writer.Argument("bias"), output = writer.Argument("output");
        ILookup<int, (string X, string W)> terms = Linear.Terms()
            .ToLookup(term => term.Output, term => (input[Source.AtPlain(term.Input)], weights[term.Weight]));
        for (int element = 0; element < Linear.Output.Count; element++)
        {
            string? start = Linear.BiasOf(element) is { } index ? bias[index] : null;
            string sum = Linear.SumsInLanes ? InLanes(writer, terms[element].ToList(), start) : StraightLine.InSequence(writer, terms[element], start);
            writer.Line($"{output[Target.AtPlain(element)]} = {sum};");
        }
    }

    private static string InLanes(KernelWriter writer, IReadOnlyList<(string X, string W)> terms, string? bias)
    {
        var lanes = new List<(string X, string W)>[Sums.Lanes];
        for (int i = 0; i < terms.Count; i++) (lanes[Sums.LaneOf(i, terms.Count)] ??= new List<(string X, string W)>()).Add(terms[i]);
        List<string?> sums = lanes
            .Select(lane =>
                lane == null ? null : lane.Count == 1 ? StraightLine.InSequence(writer, lane, null) : $"({StraightLine.InSequence(writer, lane, null)})")
            .ToList();
        string sum = Sums.Fold(sums, writer.Dialect.Rounded) ?? "0";
        return bias == null ? Sums.Bare(sum) : writer.Dialect.Rounded($"{sum} + {bias}");
    }
}

/// <summary>Each input's gradient as one expression.</summary>
internal sealed record StraightInputGradient(Scalar Scalar, ILinear Linear, Layout Input, Layout Output) : Kernel(Scalar, 1)
{
    public override bool IsPerSample => true;

    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.In("weights"), Port.Out("inputGradient"));

    public override string Name => $"StraightInputGradient{Linear.Input}From{Linear.Output}";

    public override string Title => Linear.InputGradientTitle();

    public override string Form => Linear.InputGradientForm;

    public override string Tile => StraightLine.Tile;

    public override long Macs => Linear.Macs;

    public override bool IsTiny => true;

    public override bool HasText(Dialect dialect) => !dialect.IsVector;

    public override void Emit(KernelWriter writer)
    {
        // Position after position, and at each one filter after filter.
        Pointer outputGradient = writer.Argument("outputGradient"), weights = writer.Argument("weights"), inputGradient = writer.Argument("inputGradient");
        int positions = Linear.Output.Positions;
        ILookup<int, (string X, string W)> terms = Linear.Terms()
            .OrderBy(term => term.Output % positions)
            .ThenBy(term => term.Output / positions)
            .ToLookup(term => term.Input, term => (outputGradient[Output.AtPlain(term.Output)], weights[term.Weight]));
        for (int input = 0; input < Linear.Input.Count; input++)
        {
            writer.Line($"{inputGradient[Input.AtPlain(input)]} = {StraightLine.InSequence(writer, terms[input], null)};");
        }
    }
}

/// <summary>Each weight's gradient as one expression.</summary>
internal sealed record StraightWeightGradient(Scalar Scalar, int Batch, ILinear Linear, Layout Input, Layout Output) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("outputGradient"), Port.InOut("weightGradient"));

    public override string Name => $"StraightWeightGradient{Linear.Input}And{Linear.Output}";

    public override string Title => Linear.WeightGradientTitle();

    public override string Form => Linear.WeightGradientForm;

    public override string Tile => StraightLine.Tile;

    public override long Macs => Linear.Macs;

    public override bool IsTiny => true;

    public override bool HasText(Dialect dialect) => !dialect.IsVector;

    public override void Emit(KernelWriter writer)
    {
        Pointer weightGradient = writer.Argument("weightGradient");
        if (Batch == 1)
        {
            foreach (IGrouping<int, (string X, string W)> weight in Weights(writer, 0))
            {
                writer.Line(writer.Dialect.Add(weightGradient[weight.Key], StraightLine.InSequence(writer, weight, null)));
            }

            return;
        }

        writer.Comment("sumW: weight W, over all samples");
        List<int> numbers = Linear.Terms().Select(term => term.Weight).Distinct().OrderBy(weight => weight).ToList();
        writer.Declare(numbers.Select(weight => (Sum(weight), "0")));
        writer.Nest(new[] { writer.Samples }, at =>
        {
            foreach (IGrouping<int, (string X, string W)> weight in Weights(writer, at[0]))
            {
                writer.Line($"{Sum(weight.Key)} = {StraightLine.InSequence(writer, weight, Sum(weight.Key))};");
            }
        });
        foreach (int weight in numbers) writer.Line(writer.Dialect.Add(weightGradient[weight], Sum(weight)));
    }

    private static string Sum(int weight) => "sum" + Text.Number(weight);

    /// <summary>The terms of each weight, of one sample.</summary>
    private IEnumerable<IGrouping<int, (string X, string W)>> Weights(KernelWriter writer, Index sample)
    {
        Pointer outputGradient = writer.Argument("outputGradient"), input = writer.Argument("input");
        return Linear.Terms()
            .GroupBy(
                term => term.Weight,
                term => (
                    outputGradient.At((sample * Output.Count) + Output.AtPlain(term.Output)), input.At((sample * Input.Count) + Input.AtPlain(term.Input))))
            .OrderBy(group => group.Key);
    }
}
