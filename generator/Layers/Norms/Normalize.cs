using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

internal sealed class NormalizeKind : LayerKind
{
    public override string Name => "Normalize";

    public override void Check(AnnotationReader reader)
    {
        reader.EachFinite("mean");
        reader.EachFinite("deviation", isDivisor: true);
    }

    public override Layer? Read(LayerReader reader)
    {
        IReadOnlyList<double>? means = reader.OfChannels("mean", "deviation"), deviations = reader.OfChannels("deviation", "mean");
        return means == null || deviations == null
            ? null
            : new NormalizeLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape), means.ToEquatableArray(), deviations.ToEquatableArray());
    }
}

/// <summary>(x − mean) / deviation, for numbers that are known when the network is compiled.</summary>
internal sealed record NormalizeLayer(string Name, Tensor Input, Tensor Output, EquatableArray<double> Means, EquatableArray<double> Deviations)
    : DeclaredNormal(Name, "Normalize", Input, Output)
{
    public override EquatableArray<Setting> Settings =>
        EquatableArray.Of(Setting.Deciding("mean", Means.ToArray()), Setting.Deciding("deviation", Deviations.ToArray()));

    // Divided once, in double; a product is exact enough, and many times faster than a quotient.
    protected override EquatableArray<double> Scales => Deviations.Select(deviation => 1 / deviation).ToEquatableArray();

    protected override string ScalesRole => "Scales";

    protected override SameNormal? Same => AreSame(Means) && AreSame(Deviations) ? new SameNormal(Means[0], 1 / Deviations[0]) : null;

    protected override ChannelNormal Forward(ILayerPlan plan, Layout source, Layout target) => new(plan.Scalar, plan.Batch, source, target, HasBias: false);

    protected override IEnumerable<Slot> Numbers(ILayerPlan plan) => new[] { plan.Constants(this, "Means", Means), ScalesIn(plan) };
}
