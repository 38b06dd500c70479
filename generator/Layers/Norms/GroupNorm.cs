using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

internal sealed class GroupNormKind : LayerKind
{
    public override string Name => "GroupNorm";

    public override void Check(AnnotationReader reader)
    {
        reader.AtLeast(1, "groups");
        reader.Positive("Epsilon", 1e-5);
        ParameterOptions.Check(reader, bias: "Affine");
    }

    public override Layer? Read(LayerReader reader)
    {
        int groups = reader.Int("groups");
        Shape input = reader.Input.Shape;
        if (input.Channels % groups != 0)
        {
            string noun = input.IsSpatial ? "channels" : "features";
            reader.Report(
                Rules.GroupsDoNotDivide,
                "groups",
                Groups.Dividing(reader, "groups", input.Channels),
                reader.Subject,
                noun,
                Text.Number(groups),
                noun,
                Text.Number(input.Channels));
            return null;
        }

        Tensor output = reader.Makes(input);
        double epsilon = reader.Double("Epsilon", 1e-5);
        bool isAffine = reader.Bool("Affine", true);
        ParameterOptions options = ParameterOptions.Read(reader);

        // Of features each has its own weight, as each element of a layer norm has.
        return input.IsSpatial
            ? new GroupNormLayer(reader.Name, reader.Input, output, groups, epsilon, isAffine, options)
            : new RunNorm(reader.Name, Name, reader.Input, output, groups, epsilon, isAffine, options);
    }
}

/// <summary>Each group of a sample's channels with mean 0 and variance 1, then each channel times a weight and plus a bias.</summary>
internal sealed record GroupNormLayer(string Name, Tensor Input, Tensor Output, int Groups, double Epsilon, bool IsAffine, ParameterOptions Options)
    : FusingNorm(Name, "GroupNorm", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(
        Setting.Deciding("groups", Groups), Setting.Deciding("epsilon", Epsilon), Setting.Told("affine", IsAffine));

    public override EquatableArray<Parameter> Parameters => IsAffine ? EquatableArray.Of(Options.Scale(Channels), Options.Bias(Channels)) : default;

    public override string? ConstantBecause => Input.Shape.Count == Groups ? "a norm over one number leaves nothing of it" : null;

    public override void PlanForward(ILayerPlan plan, Fused fused)
    {
        Slot input = plan.OwnValue(this, Input), means = PerChannel(plan, "Means"), scales = PerChannel(plan, "Scales");
        bool keepsInverses = IsAffine && plan.IsTrainable;
        IEnumerable<Slot> slots = new[] { input };
        if (IsAffine) slots = slots.Append(plan.Parameter(this, "weight"));
        slots = slots.Append(means);
        if (keepsInverses) slots = slots.Append(PerChannel(plan, "Inverses"));
        plan.Add(
            this,
            "statistics",
            new GroupStatistics(plan.Scalar, input.Layout, Groups, IsAffine, Epsilon, keepsInverses),
            slots.Append(scales).ToArray());
        PlanNormal(plan, fused, means, scales, IsAffine ? plan.Parameter(this, "bias") : null);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        bool ofInput = plan.WantsGradient(Input), ofWeight = Trains("weight"), ofBias = Trains("bias");
        if (!ofInput && !ofWeight && !ofBias) return;
        Slot input = plan.Value(Input), outputGradient = GradientInOrderOf(plan, input, plan.Gradient(Output));
        Slot means = plan.BufferOf(this, "Means")!, scales = plan.BufferOf(this, "Scales")!, inverses = plan.BufferOf(this, "Inverses") ?? scales;
        Slot weightSums = Sums("WeightSums", ofWeight), biasSums = Sums("BiasSums", ofBias);
        Slot offsets = plan.Scratch(this, "Offsets", Input.Shape.Channels), slopes = plan.Scratch(this, "Slopes", Input.Shape.Channels);
        var sums = new GroupGradientSums(plan.Scalar, outputGradient.Layout, input.Layout, Groups, IsAffine, ofWeight || ofInput, ofBias || ofInput, ofInput);
        IEnumerable<Slot> slots = new[] { outputGradient, input, means, inverses };
        if (sums.ReadsWeights) slots = slots.Append(plan.Parameter(this, "weight"));
        if (sums.OfProducts) slots = slots.Append(weightSums);
        if (sums.OfGradients) slots = slots.Append(biasSums);
        if (ofInput) slots = slots.Append(offsets).Append(slopes);
        plan.Add(this, "gradient sums", sums, slots.ToArray());
        if (ofInput) PlanInputGradient();

        // Behind what goes on with the sums of each sample while they are there.
        if (ofWeight) AddUp("weight", weightSums);
        if (ofBias) AddUp("bias", biasSums);

        void PlanInputGradient()
        {
            Slot inputGradient = MakeInputGradient(plan, outputGradient), written = InOrderOf(plan, outputGradient, inputGradient);
            plan.Add(
                this,
                "input gradient",
                new GroupInputGradient(plan.Scalar, outputGradient.Layout, input.Layout, written.Layout),
                outputGradient,
                input,
                means,
                scales,
                offsets,
                slopes,
                written);
            PutInPlace(plan, "reorder input gradient", written, inputGradient);
        }

        // What is trained is added up over the samples, behind all of them.
        Slot Sums(string role, bool isOfCall) => isOfCall
            ? plan.GradientBuffer(this, role, Layout.Plain(Channels))
            : plan.Scratch(this, role, Input.Shape.Channels);

        void AddUp(string role, Slot sums) => plan.Add(
            this, role + " gradient", new BiasGradient(plan.Scalar, plan.Batch, sums.Layout, IsUntied: false), sums, plan.ParameterGradient(this, role));
    }

    private Shape Channels => Shape.Of(Input.Shape.Channels);

    private Slot PerChannel(ILayerPlan plan, string role) =>
        plan.IsTrainable ? plan.Buffer(this, role, Layout.Plain(Channels)) : plan.Scratch(this, role, Input.Shape.Channels);
}
