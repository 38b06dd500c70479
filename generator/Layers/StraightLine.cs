using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers;

/// <summary>A tiny linear layer without a loop: one statement for each result.</summary>
internal static class StraightLine
{
    /// <summary>Up to so many multiply-adds, inputs and outputs a layer is written without loops.</summary>
    private const int Largest = 64;

    public const string Tile = "all of it, without a loop";

    /// <summary>Whether a layer is written without loops: it is tiny, and a call has one sample.</summary>
    public static bool Suits(ILinear linear, int batch) => batch == 1 && linear.Macs <= Largest && linear.Input.Count <= Largest && linear.Output.Count <= Largest;
}

/// <summary>Each output as one expression.</summary>
internal sealed record StraightForward(Scalar Scalar, ILinear Linear) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => HasBias
        ? EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.In("bias"), Port.Out("output"))
        : EquatableArray.Of(Port.In("input"), Port.In("weights"), Port.Out("output"));

    public override string Name => $"StraightForward{Linear.Input}To{Linear.Output}";

    public override string Title => Linear.ForwardTitle();

    public override string Form => Linear.ForwardForm;

    public override string Tile => StraightLine.Tile;

    public override long Macs => Linear.Macs;

    private bool HasBias => Linear.BiasOf(0) != null;

    public override void Emit(KernelWriter writer)
    {
        ILookup<int, string> terms = Linear.Terms().ToLookup(term => term.Output, term => $"input[{Text.Number(term.Input)}] * weights[{Text.Number(term.Weight)}]");
        for (int output = 0; output < Linear.Output.Count; output++)
        {
            string? bias = Linear.BiasOf(output) is { } index ? $"bias[{Text.Number(index)}]" : null;
            if (Linear.SumsInLanes) writer.Line($"output[{Text.Number(output)}] = {InLanes(terms[output].ToList(), bias)};");
            else writer.Sum($"output[{Text.Number(output)}] =", (bias == null ? terms[output] : terms[output].Prepend(bias)).DefaultIfEmpty("0"));
        }
    }

    private static string InLanes(IReadOnlyList<string> terms, string? bias)
    {
        var lanes = new string?[Sums.Lanes];
        for (int i = 0; i < terms.Count; i++)
        {
            int lane = Sums.LaneOf(i, terms.Count);
            lanes[lane] = lanes[lane] == null ? terms[i] : $"{lanes[lane]} + {terms[i]}";
        }

        string sum = Sums.Fold(lanes.Select(lane => lane?.Contains(" + ") == true ? $"({lane})" : lane).ToList()) ?? "0";
        return bias == null ? Sums.Bare(sum) : $"{sum} + {bias}";
    }
}

/// <summary>Each input's gradient as one expression.</summary>
internal sealed record StraightInputGradient(Scalar Scalar, ILinear Linear) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("outputGradient"), Port.In("weights"), Port.Out("inputGradient"));

    public override string Name => $"StraightInputGradient{Linear.Input}From{Linear.Output}";

    public override string Title => Linear.InputGradientTitle();

    public override string Form => Linear.InputGradientForm;

    public override string Tile => StraightLine.Tile;

    public override long Macs => Linear.Macs;

    public override void Emit(KernelWriter writer)
    {
        // Position after position, and at each one filter after filter.
        int positions = Linear.Output.Positions;
        ILookup<int, string> terms = Linear.Terms()
            .OrderBy(term => term.Output % positions)
            .ThenBy(term => term.Output / positions)
            .ToLookup(term => term.Input, term => $"outputGradient[{Text.Number(term.Output)}] * weights[{Text.Number(term.Weight)}]");
        for (int input = 0; input < Linear.Input.Count; input++)
        {
            writer.Sum($"inputGradient[{Text.Number(input)}] =", terms[input].DefaultIfEmpty("0"));
        }
    }
}

/// <summary>Each weight's gradient as one expression.</summary>
internal sealed record StraightWeightGradient(Scalar Scalar, ILinear Linear) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.In("outputGradient"), Port.InOut("weightGradient"));

    public override string Name => $"StraightWeightGradient{Linear.Input}And{Linear.Output}";

    public override string Title => Linear.WeightGradientTitle();

    public override string Form => Linear.WeightGradientForm;

    public override string Tile => StraightLine.Tile;

    public override long Macs => Linear.Macs;

    public override void Emit(KernelWriter writer)
    {
        IEnumerable<IGrouping<int, string>> weights = Linear.Terms()
            .GroupBy(term => term.Weight, term => $"outputGradient[{Text.Number(term.Output)}] * input[{Text.Number(term.Input)}]")
            .OrderBy(group => group.Key);
        foreach (IGrouping<int, string> weight in weights) writer.Sum($"weightGradient[{Text.Number(weight.Key)}] +=", weight);
    }
}
