using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>What the forward text of a dense layer computes together.</summary>
internal sealed record DenseTile(DenseShape Shape, int Batch, Dialect Dialect)
{
    // Sixteen lanes and a row of weights of inputs that stay in registers: 400 floats.
    private const int MostInputVectors = 25;

    /// <summary>Vectors that sixteen lanes take.</summary>
    public int Parts => Sums.Lanes / Dialect.Lanes;

    /// <summary>Units whose rows are summed and folded together.</summary>
    public int Units => Dialect.Bits switch
    {
        // What the fold wants: the transposing tree takes four rows.
        512 when Dialect.Scalar == Scalar.Single => 4,
        256 when Dialect.Scalar == Scalar.Single => 4,
        512 => 4,
        256 => 2,
        _ => Dialect.Scalar == Scalar.Single ? 2 : 1,
    };

    /// <summary>Samples that a row of weights is read for at once.</summary>
    public int Samples => Batch >= 4 && Shape.Inputs >= Sums.Lanes && !Shape.IsSmall && Dialect.Bits == 512 && Dialect.Scalar == Scalar.Single ? 4 : 1;

    /// <summary>Whole vectors of sixteen inputs.</summary>
    public int Blocks => Shape.Inputs / Sums.Lanes;

    /// <summary>Inputs past the whole vectors.</summary>
    public int Rest => Shape.Inputs % Sums.Lanes;

    /// <summary>Whether the inputs of one sample stay in registers for all rows.</summary>
    public bool KeepsInput => Parts == 1 && Samples == 1 && Blocks + (Rest > 0 ? 1 : 0) <= MostInputVectors;

    public string Describe() =>
        $"{Text.Plural(Units, "row")} of weights{(Samples > 1 ? $" × {Text.Plural(Samples, "sample")}" : "")}{(KeepsInput ? ", the inputs in registers" : "")}";
}
