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
    : ChannelLayer(Name, "Scale", Input, Output)
{
    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input);
        bool isInPlace = input.Layout == plan.LayoutOf(Output) && plan.MayOverwriteInput(this);
        Slot output = isInPlace ? plan.ShareValue(this) : plan.MakeValue(this), written = InOrderOf(plan, input, output);
        var kernel = new ChannelNormal(plan.Scalar, plan.Batch, Seen(input), Seen(written), HasBias: true) { IsCentred = false };
        if (AreSame) plan.Add(this, "forward", kernel with { Same = new SameNormal(0, Factors[0], Offsets[0]) }, input, written);
        else plan.Add(this, "forward", kernel, input, Scales(plan), plan.Constants(this, "Offsets", Offsets), written);
        PutInPlace(plan, "reorder", written, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), inputGradient = MakeInputGradient(plan, outputGradient);
        Slot written = InOrderOf(plan, outputGradient, inputGradient);
        var kernel = new ChannelScale(plan.Scalar, plan.Batch, Seen(outputGradient), Seen(written));
        if (AreSame) plan.Add(this, "input gradient", kernel with { Same = Factors[0] }, outputGradient, written);
        else plan.Add(this, "input gradient", kernel, outputGradient, Scales(plan), written);
        PutInPlace(plan, "reorder input gradient", written, inputGradient);
    }

    private bool AreSame => Factors.Distinct().Count() == 1 && Offsets.Distinct().Count() == 1;

    private Slot Scales(ILayerPlan plan) => plan.Constants(this, "Factors", Factors);
}
