using System.Collections.Generic;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>A layer whose outputs are weighted sums of its inputs, as the list of its terms.</summary>
internal interface ILinear
{
    Shape Input { get; }

    Shape Output { get; }

    Shape Weights { get; }

    /// <summary>What the title says of it.</summary>
    string Title { get; }

    /// <summary>Whether an output is summed in lanes, or one term after the other.</summary>
    bool SumsInLanes { get; }

    /// <summary>Multiply-adds of one sample, padding cells included.</summary>
    long Macs { get; }

    /// <summary>output[Output] += input[Input] × weights[Weight]: output after output, each in its stated order; padding has no term.</summary>
    IEnumerable<(int Output, int Input, int Weight)> Terms();

    /// <summary>The bias of an output; null where there is none.</summary>
    int? BiasOf(int output);
}
