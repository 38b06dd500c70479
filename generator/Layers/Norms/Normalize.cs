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
    : ChannelLayer(Name, "Normalize", Input, Output)
{
    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input);
        bool isInPlace = input.Layout == plan.LayoutOf(Output) && plan.MayOverwriteInput(this);
        Slot output = isInPlace ? plan.ShareValue(this) : plan.MakeValue(this), written = InOrderOf(plan, input, output);
        var kernel = new ChannelNormal(plan.Scalar, plan.Batch, Seen(input), Seen(written), HasBias: false);
        if (AreSame) plan.Add(this, "forward", kernel with { Same = new SameNormal(Means[0], 1 / Deviations[0]) }, input, written);
        else plan.Add(this, "forward", kernel, input, plan.Constants(this, "Means", Means), Scales(plan), written);
        PutInPlace(plan, "reorder", written, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), inputGradient = MakeInputGradient(plan, outputGradient), written = InOrderOf(
            plan, outputGradient, inputGradient);
        var kernel = new ChannelScale(plan.Scalar, plan.Batch, Seen(outputGradient), Seen(written));
        if (AreSame) plan.Add(this, "input gradient", kernel with { Same = 1 / Deviations[0] }, outputGradient, written);
        else plan.Add(this, "input gradient", kernel, outputGradient, Scales(plan), written);
        PutInPlace(plan, "reorder input gradient", written, inputGradient);
    }

    private bool AreSame => Means.Distinct().Count() == 1 && Deviations.Distinct().Count() == 1;

    // Divided once, in double; a product is exact enough, and many times faster than a quotient.
    private Slot Scales(ILayerPlan plan) => plan.Constants(this, "Scales", Deviations.Select(deviation => 1 / deviation).ToEquatableArray());
}
