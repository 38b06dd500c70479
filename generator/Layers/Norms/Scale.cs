using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

internal sealed class ScaleKind : LayerKind
{
    public override string Name => "Scale";

    public override void Check(AnnotationReader reader)
    {
        reader.EachFinite("factor");
        reader.EachFinite("offset");
    }

    public override Layer? Read(LayerReader reader)
    {
        IReadOnlyList<double>? factors = reader.OfChannels("factor", "offset"), offsets = reader.OfChannels("offset", "factor");
        return factors == null || offsets == null
            ? null
            : new ScaleLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape), factors.ToEquatableArray(), offsets.ToEquatableArray());
    }
}

/// <summary>x × factor + offset, for numbers that are known when the network is compiled.</summary>
internal sealed record ScaleLayer(string Name, Tensor Input, Tensor Output, EquatableArray<double> Factors, EquatableArray<double> Offsets)
    : DeclaredNormal(Name, "Scale", Input, Output)
{
    public override EquatableArray<Setting> Settings =>
        EquatableArray.Of(Setting.Deciding("factor", Factors.ToArray()), Setting.Deciding("offset", Offsets.ToArray()));

    protected override EquatableArray<double> Scales => Factors;

    protected override string ScalesRole => "Factors";

    protected override SameNormal? Same => AreSame(Factors) && AreSame(Offsets) ? new SameNormal(0, Factors[0], Offsets[0]) : null;

    protected override ChannelNormal Forward(ILayerPlan plan, Layout source, Layout target) =>
        new(plan.Scalar, plan.Batch, source, target, HasBias: true) { IsCentred = false };

    protected override IEnumerable<Slot> Numbers(ILayerPlan plan) => new[] { ScalesIn(plan), plan.Constants(this, "Offsets", Offsets) };
}
