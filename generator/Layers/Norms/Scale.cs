using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Activations;
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
        IReadOnlyList<double>? factors = reader.OfChannels("factor"), offsets = reader.OfChannels("offset");
        if (factors == null || offsets == null) return null;
        Tensor output = reader.Makes(reader.Input.Shape);
        return factors.Distinct().Count() == 1 && offsets.Distinct().Count() == 1
            ? new ScaleLayer(reader.Name, reader.Input, output, factors[0], offsets[0])
            : new ChannelScaleLayer(reader.Name, reader.Input, output, factors.ToEquatableArray(), offsets.ToEquatableArray());
    }
}

/// <summary>x × factor + offset, the same for all elements.</summary>
internal sealed record ScaleLayer(string Name, Tensor Input, Tensor Output, double Factor, double Offset) : ElementwiseLayer(Name, "Scale", Input, Output)
{
    public override ActivationGain Gain => ActivationGain.Next;

    protected override Expression Function => new("x * {0} + {1}", Factor, Offset)
    {
        Lanes = "x * {0} + {1}",
        Rounded = "{T}({T}(x * {0}) + {1})",
        KeepsZero = Offset == 0,
    };

    public override Expression Derivative => new("g * {0}", Factor) { Lanes = "g * {0}" };
}

/// <summary>x × factor + offset, each a number of the channel.</summary>
internal sealed record ChannelScaleLayer(string Name, Tensor Input, Tensor Output, EquatableArray<double> Factors, EquatableArray<double> Offsets)
    : ChannelLayer(Name, "Scale", Input, Output)
{
    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input);
        bool isInPlace = input.Layout == plan.LayoutOf(Output) && plan.MayOverwriteInput(this);
        Slot output = isInPlace ? plan.ShareValue(this) : plan.MakeValue(this), written = InOrderOf(plan, input, output);
        var kernel = new ChannelNormal(plan.Scalar, plan.Batch, Seen(input), Seen(written), HasBias: true) { IsCentred = false };
        plan.Add(this, "forward", kernel, input, Scales(plan), plan.Constants(this, "Offsets", Offsets), written);
        PutInPlace(plan, "reorder", written, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), inputGradient = MakeInputGradient(plan, outputGradient);
        Slot written = InOrderOf(plan, outputGradient, inputGradient);
        plan.Add(
            this, "input gradient", new ChannelScale(plan.Scalar, plan.Batch, Seen(outputGradient), Seen(written)), outputGradient, Scales(plan), written);
        PutInPlace(plan, "reorder input gradient", written, inputGradient);
    }

    private Slot Scales(ILayerPlan plan) => plan.Constants(this, "Factors", Factors);
}
