using System.Collections.Generic;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>All numbers of a dense layer.</summary>
internal sealed record DenseShape(int Inputs, int Units, bool HasBias) : ILinear
{
    public Shape Input => Shape.Of(Inputs);

    public Shape Output => Shape.Of(Units);

    public Shape Weights => Shape.Of(Units, Inputs);

    public long Macs => (long)Units * Inputs;

    /// <summary>Whether it has so few multiply-adds that a short text is worth more than a fast one.</summary>
    public bool IsSmall => Macs < 2_048;

    public string Details => "";

    public bool SumsInLanes => true;

    public string ForwardForm => "in lanes along the inputs as they lie, the rest in the last lanes, the bias last";

    public string InputGradientForm => "sequential: unit";

    public string WeightGradientForm => "sequential: sample";

    public IEnumerable<(int Output, int Input, int Weight)> Terms()
    {
        for (int unit = 0; unit < Units; unit++)
        {
            for (int input = 0; input < Inputs; input++) yield return (unit, input, (unit * Inputs) + input);
        }
    }

    public int? BiasOf(int output) => HasBias ? output : null;
}
