using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Norms;

internal sealed class BatchNormKind : LayerKind
{
    public override string Name => "BatchNorm";

    public override void Check(AnnotationReader reader)
    {
        reader.Positive("Epsilon", 1e-5);
        reader.Part("Momentum", 0.1);
        ParameterOptions.Check(reader, bias: "Affine");
    }

    public override Layer Read(LayerReader reader) => new BatchNormLayer(
        reader.Name,
        reader.Input,
        reader.Makes(reader.Input.Shape),
        reader.Double("Epsilon", 1e-5),
        reader.Double("Momentum", 0.1),
        reader.Bool("Affine", true),
        ParameterOptions.Read(reader));
}

/// <summary>
/// Each channel (each feature) with mean 0 and variance 1, then times a weight and plus a bias: in training over the samples of a call and
/// their positions, else by running averages.
/// </summary>
internal sealed record BatchNormLayer(string Name, Tensor Input, Tensor Output, double Epsilon, double Momentum, bool IsAffine, ParameterOptions Options)
    : FusingNorm(Name, "BatchNorm", Input, Output), IFoldable
{
    private Shape Numbers => Shape.Of(Input.Shape.Channels);

    public override EquatableArray<Setting> Settings => EquatableArray.Of(
        Setting.Deciding("epsilon", Epsilon), Setting.Told("momentum", Momentum), Setting.Told("affine", IsAffine));

    public override EquatableArray<Parameter> Parameters => IsAffine
        ? EquatableArray.Of(Options.Scale(Numbers), Options.Bias(Numbers))
        : default;

    public override EquatableArray<RunningAverage> Buffers => EquatableArray.Of(
        new RunningAverage("running_mean", Numbers, Initial: 0, Momentum),
        new RunningAverage("running_var", Numbers, Initial: 1, Momentum));

    public override bool NeedsSeveralSamples => Input.Shape.Positions == 1;

    public Slot Fold(ILayerPlan plan, Layer head, string role, Slot? own)
    {
        (string, Slot?) variances = ("variances", plan.Average(this, "running_var")), scales = ("scales", IsAffine ? plan.Parameter(this, "weight") : null);
        string epsilon = $"epsilon: {Text.Number(Epsilon)}";
        if (role == "weight") return plan.Folded(head, role, own, own!.Layout, "FoldWeights", epsilon, ("weights", own), variances, scales);
        bool isChannelsLast = head.PermutationOf(role, plan.LayoutOf(head.Input), plan.FormOf(head)) != null;
        return plan.Folded(
            head,
            role,
            own,
            own?.Layout ?? Layout.Plain(Numbers),
            "FoldBiases",
            $"{epsilon}, isChannelsLast: {(isChannelsLast ? "true" : "false")}",
            ("biases", own),
            ("means", plan.Average(this, "running_mean")),
            variances,
            scales,
            ("shifts", IsAffine ? plan.Parameter(this, "bias") : null));
    }

    public override void PlanForward(ILayerPlan plan, Fused fused)
    {
        Slot input = plan.OwnValue(this, Input);
        Slot means = plan.IsTrainable ? plan.Statistic(this, "running_mean") : plan.Average(this, "running_mean"), scales = Scales(plan);
        PlanStatistics(plan, input, means, scales);
        PlanNormal(plan, fused, means, scales, IsAffine ? plan.Parameter(this, "bias") : null);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        bool ofInput = plan.WantsGradient(Input), ofWeight = Trains("weight"), ofBias = Trains("bias");
        if (!ofInput && !ofWeight && !ofBias) return;
        Slot input = plan.Value(Input), outputGradient = GradientInOrderOf(plan, input, plan.Gradient(Output));
        Slot means = plan.Statistic(this, "running_mean"), scales = Scales(plan);
        Slot gradientMeans = Scratch(plan, "GradientMeans"), slopes = Scratch(plan, "Slopes");
        List<Slot> slots = new() { outputGradient, input, means, Inverses(plan) };
        if (ofInput) slots.AddRange(new[] { Counts(plan), gradientMeans, slopes });
        if (ofWeight) slots.Add(plan.ParameterGradient(this, "weight"));
        if (ofBias) slots.Add(plan.ParameterGradient(this, "bias"));
        var sums = new BatchGradientSums(plan.Scalar, plan.Batch, Seen(outputGradient), Seen(input), ofWeight, ofBias, ofInput);
        plan.Add(this, "gradient sums", sums, slots.ToArray());
        if (!ofInput) return;
        Slot inputGradient = MakeInputGradient(plan, outputGradient), written = InOrderOf(plan, outputGradient, inputGradient);
        var kernel = new BatchInputGradient(plan.Scalar, plan.Batch, Seen(outputGradient), Seen(input), Seen(written));
        plan.Add(this, "input gradient", kernel, outputGradient, input, means, scales, gradientMeans, slopes, written);
        PutInPlace(plan, "reorder input gradient", written, inputGradient);
    }

    /// <summary>By what the call goes: what it has seen itself, or the running averages.</summary>
    private void PlanStatistics(ILayerPlan plan, Slot input, Slot means, Slot scales)
    {
        IEnumerable<Slot> weights = IsAffine ? new[] { plan.Parameter(this, "weight") } : Enumerable.Empty<Slot>();
        bool keepsCount = plan.IsTrainable && plan.WantsGradient(Input);
        IEnumerable<Slot> factors = IsAffine && plan.IsTrainable ? new[] { Inverses(plan), scales } : new[] { scales };
        if (keepsCount) factors = factors.Append(Counts(plan));
        IEnumerable<Slot> averages = plan.IsTrainable
            ? new[] { plan.Average(this, "running_mean"), plan.Average(this, "running_var") }
            : new[] { plan.Average(this, "running_var") };
        var running = new RunningStatistics(plan.Scalar, Input.Shape.Channels, IsAffine, Epsilon, ServesBackward: plan.IsTrainable, keepsCount);
        plan.AddFirst(
            Mode.Inference,
            this,
            "running statistics",
            running,
            averages.Concat(weights).Concat(plan.IsTrainable ? new[] { means } : Enumerable.Empty<Slot>()).Concat(factors).ToArray());
        if (!plan.IsTrainable) return;
        var ofBatch = new BatchStatistics(plan.Scalar, plan.Batch, Seen(input), IsAffine, Epsilon, keepsCount);
        plan.Add(
            Mode.Training,
            this,
            "statistics",
            ofBatch,
            weights.Prepend(input).Concat(new[] { means, plan.Statistic(this, "running_var") }).Concat(factors).ToArray());
    }

    private Slot Scales(ILayerPlan plan) => Scratch(plan, "Scales");

    // Without a weight they are the scales.
    private Slot Inverses(ILayerPlan plan) => Scratch(plan, IsAffine ? "Inverses" : "Scales");

    // One number: the values of a channel that the statistics are of.
    private Slot Counts(ILayerPlan plan) => plan.Scratch(this, "Counts", 1);

    private Slot Scratch(ILayerPlan plan, string role) => plan.Scratch(this, role, Input.Shape.Channels);
}
