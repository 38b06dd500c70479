using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>Where a call sums the gradients of a convolution's parameters, sample after sample: the weights somehow, and behind them the biases.</summary>
/// <param name="Shape">The convolution.</param>
internal abstract record GradientSums(ConvShape Shape)
{
    // Lanes of the widest vector: the place of a sum is the same in every text.
    private const int MostLanes = 16;

    public bool HasBias => Shape.Bias == ConvBias.PerFilter;

    public long Count => BiasPlace + (HasBias ? Whole(Shape.Filters) : 0);

    /// <summary>What lies where, in a sentence.</summary>
    public string Order => WeightOrder + (!HasBias ? ""
        : Whole(Shape.Filters) == Shape.Filters ? ", then the biases"
        : ", then the biases and room for a whole vector of them");

    /// <summary>How the weights lie.</summary>
    protected abstract string WeightOrder { get; }

    /// <summary>Where the biases begin.</summary>
    protected abstract long BiasPlace { get; }

    public Index Bias(Index filter) => filter + (int)BiasPlace;

    /// <summary>The same, by a size that a kernel's text may be told.</summary>
    public Index Bias(KernelWriter writer, Index filter) => filter + writer.Size("biasPlace", (int)BiasPlace);

    /// <summary>Numbers in whole vectors.</summary>
    protected static int Whole(int count) => (count + MostLanes - 1) / MostLanes * MostLanes;
}

/// <summary>Sets sums to zero before the first sample.</summary>
internal sealed record ClearSums(Scalar Scalar, GradientSums Sums) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.Out("sums"));

    public override string Name => $"ClearSums{Text.Number(Sums.Count)}";

    public override string Title => $"{Text.Plural(Sums.Count, "number")}, the sums of this call's gradients: {Sums.Order}";

    public override string Form => "zeros, before the first sample";

    public override void Emit(KernelWriter writer) => writer.Line("sums.Clear();");
}

/// <summary>Adds what a call has summed to the gradients.</summary>
internal abstract record AddGradientSums(Scalar Scalar, GradientSums Sums) : Kernel(Scalar, 1)
{
    protected ConvShape Shape => Sums.Shape;

    public override EquatableArray<Port> Ports => Sums.HasBias
        ? EquatableArray.Of(Port.In("sums"), Port.InOut("weightGradient"), Port.InOut("biasGradient"))
        : EquatableArray.Of(Port.In("sums"), Port.InOut("weightGradient"));

    public override string Title => $"{Shape.Weights}{(Sums.HasBias ? $" and {Text.Number(Shape.Filters)}" : "")}, the sums of this call to the gradients";

    public override void Emit(KernelWriter writer)
    {
        EmitWeights(writer);
        if (!Sums.HasBias) return;
        writer.Line();
        string bias = writer.Argument("biasGradient").At(Index.Of("filter"));
        using (writer.Block(writer.Header(writer.Size("filters", Shape.Filters).Loop("filter"))))
        {
            writer.Line(writer.Dialect.Add(bias, writer.Argument("sums").At(Sums.Bias(writer, Index.Of("filter")))));
        }
    }

    protected abstract void EmitWeights(KernelWriter writer);
}
