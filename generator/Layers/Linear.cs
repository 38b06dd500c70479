using System.Collections.Generic;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A layer whose outputs are weighted sums of its inputs, as the list of its terms.</summary>
internal interface ILinear
{
    Shape Input { get; }

    Shape Output { get; }

    Shape Weights { get; }

    /// <summary>What a title says besides shapes: <c>, 5×5 kernels</c>.</summary>
    string Details { get; }

    /// <summary>The order of a forward sum; a form is the same with loops and without.</summary>
    string ForwardForm { get; }

    /// <summary>The order of an input gradient's sum.</summary>
    string InputGradientForm { get; }

    /// <summary>The order of a weight gradient's sum.</summary>
    string WeightGradientForm { get; }

    /// <summary>Whether an output is summed in lanes, or one term after the other.</summary>
    bool SumsInLanes { get; }

    /// <summary>Multiply-adds of one sample, padding cells included.</summary>
    long Macs { get; }

    /// <summary>output[Output] += input[Input] × weights[Weight]: output after output, each in its stated order; padding has no term.</summary>
    IEnumerable<(int Output, int Input, int Weight)> Terms();

    /// <summary>The bias of an output; null where there is none.</summary>
    int? BiasOf(int output);
}

/// <summary>The sentences over the methods of a linear layer: what is computed, an arrow, from what.</summary>
internal static class LinearTitles
{
    public static string ForwardTitle(this ILinear linear) => $"{linear.Input} → {linear.Output}{linear.Details}";

    public static string InputGradientTitle(this ILinear linear) => $"{linear.Input} ← {linear.Output}{linear.Details}";

    public static string WeightGradientTitle(this ILinear linear) => $"{linear.Weights} ← {linear.Input} and {linear.Output}{linear.Details}";
}
