using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>A layer that multiplies each channel by a number, and moves it by another, which the declaration says.</summary>
internal abstract record DeclaredNormal(string Name, string Kind, Tensor Input, Tensor Output) : ChannelLayer(Name, Kind, Input, Output)
{
    /// <summary>What each channel is multiplied by.</summary>
    protected abstract EquatableArray<double> Scales { get; }

    /// <summary>What these numbers are called.</summary>
    protected abstract string ScalesRole { get; }

    /// <summary>The numbers of all channels, where they are the same.</summary>
    protected abstract SameNormal? Same { get; }

    /// <summary>The kernel of the forward pass.</summary>
    protected abstract ChannelNormal Forward(ILayerPlan plan, Layout source, Layout target);

    /// <summary>The numbers that it reads where they differ, in its order.</summary>
    protected abstract IEnumerable<Slot> Numbers(ILayerPlan plan);

    protected Slot ScalesIn(ILayerPlan plan) => plan.Constants(this, ScalesRole, Scales);

    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.OwnValue(this, Input);
        bool isInPlace = input.Layout == plan.LayoutOf(Output) && plan.MayOverwriteInput(this);
        Slot output = isInPlace ? plan.ShareValue(this) : plan.MakeValue(this), written = InOrderOf(plan, input, output);
        IEnumerable<Slot> numbers = Same == null ? Numbers(plan) : Enumerable.Empty<Slot>();
        plan.Add(this, "forward", Forward(plan, Seen(input), Seen(written)) with { Same = Same }, numbers.Prepend(input).Append(written).ToArray());
        PutInPlace(plan, "reorder", written, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), inputGradient = MakeInputGradient(plan, outputGradient);
        Slot written = InOrderOf(plan, outputGradient, inputGradient);
        var kernel = new ChannelScale(plan.Scalar, plan.Batch, Seen(outputGradient), Seen(written)) { Same = Same?.Scale };
        if (Same != null) plan.Add(this, "input gradient", kernel, outputGradient, written);
        else plan.Add(this, "input gradient", kernel, outputGradient, ScalesIn(plan), written);
        PutInPlace(plan, "reorder input gradient", written, inputGradient);
    }

    /// <summary>Whether all channels have the same number.</summary>
    protected static bool AreSame(EquatableArray<double> numbers) => numbers.Distinct().Count() == 1;
}
