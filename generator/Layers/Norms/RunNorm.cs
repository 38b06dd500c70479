using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

/// <summary>
/// Each sample, or each of equal parts of it that lie one behind the other, with mean 0 and variance 1, then each element times a weight and plus a
/// bias of its own.
/// </summary>
internal sealed record RunNorm(
    string Name, string Kind, Tensor Input, Tensor Output, int Groups, double Epsilon, bool IsAffine, ParameterOptions Options)
    : Layer(Name, Kind, Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(
        Setting.Deciding("groups", Groups), Setting.Deciding("epsilon", Epsilon), Setting.Told("affine", IsAffine));

    public override EquatableArray<Parameter> Parameters =>
        IsAffine ? EquatableArray.Of(Options.Scale(Input.Shape), Options.Bias(Input.Shape)) : default;

    public override ActivationGain Gain => ActivationGain.Next;

    public override string? ConstantBecause =>
        Input.Shape.Count == Groups ? "a norm over one number leaves nothing of it" : null;

    // A list of features may lie as the image that it was.
    public override bool NeedsPlainInput => !Input.Shape.IsSpatial;

    public override Permutation? PermutationOf(string role, Layout input, LayerForm? form) =>
        input.Compact.IsPlain ? null : new Permutation(1, Input.Shape.Channels, Input.Shape.Positions);

    public override void PlanForward(ILayerPlan plan)
    {
        plan.OwnValue(this, Input);
        Slot input = plan.CompactValue(this);
        bool isInPlace = !plan.IsTrainable && input == plan.Value(Input) && input.Layout == plan.LayoutOf(Output) && plan.MayOverwriteInput(this);
        Slot output = isInPlace ? plan.ShareValue(this) : plan.MakeValue(this);
        Slot written = GoesTogether(input, output) ? output : plan.Buffer(this, "Ordered", input.Layout);
        IEnumerable<Slot> slots = new[] { input };
        if (IsAffine) slots = slots.Append(plan.Parameter(this, "weight")).Append(plan.Parameter(this, "bias"));
        if (plan.IsTrainable) slots = slots.Append(PerGroup(plan, "Means")).Append(PerGroup(plan, "Inverses"));
        plan.Add(this, "forward", new RunNormal(plan.Scalar, Run, IsAffine, Epsilon, ServesBackward: plan.IsTrainable), slots.Append(written).ToArray());
        if (written != output) plan.Add(this, "reorder", new Reorder(plan.Scalar, written.Layout, output.Layout), written, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        bool ofInput = plan.WantsGradient(Input), ofWeight = Trains("weight"), ofBias = Trains("bias");
        if (!ofInput && !ofWeight && !ofBias) return;
        Slot input = plan.CompactOf(this), outputGradient = plan.Gradient(Output);
        Slot means = plan.BufferOf(this, "Means")!, inverses = plan.BufferOf(this, "Inverses")!;
        if (!GoesTogether(input, outputGradient))
        {
            Slot ordered = plan.GradientBuffer(this, "OrderedGradient", input.Layout);
            plan.Add(this, "reorder gradient", new Reorder(plan.Scalar, outputGradient.Layout, ordered.Layout), outputGradient, ordered);
            outputGradient = ordered;
        }

        if (ofWeight || ofBias)
        {
            IEnumerable<Slot> slots = new[] { outputGradient };
            if (ofWeight) slots = slots.Concat(new[] { input, means, inverses, plan.ParameterGradient(this, "weight") });
            if (ofBias) slots = slots.Append(plan.ParameterGradient(this, "bias"));
            plan.Add(this, "parameter gradients", new RunParameterGradients(plan.Scalar, plan.Batch, Run, ofWeight, ofBias), slots.ToArray());
        }

        if (!ofInput) return;
        Slot inputGradient = plan.MakeGradient(Input, input.Layout);
        Slot made = GoesTogether(input, inputGradient) ? inputGradient : plan.GradientBuffer(this, "OrderedInputGradient", input.Layout);
        IEnumerable<Slot> operands = new[] { outputGradient, input };
        if (IsAffine) operands = operands.Append(plan.Parameter(this, "weight"));
        plan.Add(
            this,
            "input gradient",
            new RunInputGradient(plan.Scalar, Run, IsAffine),
            operands.Concat(new[] { means, inverses, made }).ToArray());
        if (made != inputGradient) plan.Add(this, "reorder input gradient", new Reorder(plan.Scalar, made.Layout, inputGradient.Layout), made, inputGradient);
    }

    /// <summary>The parts as channels of a single row.</summary>
    private Shape Run => Shape.Of(Groups, Input.Shape.Count / Groups);

    private Slot PerGroup(ILayerPlan plan, string role) => plan.Buffer(this, role, Layout.Plain(Shape.Of(Groups)));

    /// <summary>Whether one run goes through both.</summary>
    private static bool GoesTogether(Slot compact, Slot other) =>
        other.Layout.IsCompact && (other.Layout.IsPlainAs(compact.Layout.ChannelsLast) || compact.Layout.IsPlainAs(other.Layout.ChannelsLast));
}
