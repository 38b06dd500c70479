using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Dense;

/// <summary>
/// A fully connected layer. It takes its inputs in the order in which they lie: behind channels-last activations its weights are kept in
/// that order too.
/// </summary>
internal sealed record DenseLayer(string Name, Tensor Input, Tensor Output, DenseShape Shape, ParameterOptions Options)
    : Layer(Name, "Dense", Input, Output), IFusing, IFolding
{
    /// <summary>
    /// Of so many samples, what Step saves by never writing the gradient is worth a kernel more; unless it has to know all gradients before it uses one.
    /// </summary>
    public const int MostDeferred = 8;

    public override Shape InputShape => Shape.Input;

    public override EquatableArray<Parameter> Parameters
    {
        get
        {
            Parameter weight = Options.Weight(Shape.Weights, Shape.Inputs, Shape.Units);
            return Shape.HasBias ? EquatableArray.Of(weight, Options.Bias(Shape.Output)) : EquatableArray.Of(weight);
        }
    }

    public override EquatableArray<Setting> Settings => EquatableArray.Of(Setting.Told("units", Shape.Units), Setting.Told("bias", Shape.HasBias));

    public override long Macs => Shape.Macs;

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) => Layout.Plain(Output.Shape);

    public override Permutation? PermutationOf(string role, Layout input, LayerForm? form) =>
        role == "weight" && input.ChannelsLast && !input.Compact.IsPlain ? new Permutation(Shape.Units, input.Shape.Channels, input.Shape.Positions) : null;

    public Layer Folded(Tensor output) => this with { Output = output, Shape = Shape with { HasBias = true } };

    public bool Accepts(Epilogue epilogue, ILayerPlan plan) => epilogue is { Pool: null, Addend: null } && !IsStraight(plan);

    public bool TakesWinners(ILayerPlan plan) => false;

    public void PlanBackwardOfWinners(ILayerPlan plan, Slot outputGradient, Pool.PoolShape pool, Slot winners) =>
        throw new System.NotSupportedException("A dense layer is not pooled.");

    public override void PlanForward(ILayerPlan plan) => PlanForward(plan, Fused.Nothing);

    public void PlanForward(ILayerPlan plan, Fused fused)
    {
        Slot input = plan.CompactValue(this), weights = plan.Parameter(this, "weight"), output = plan.MakeValue(this, fused);
        Kernel kernel = IsStraight(plan)
            ? new StraightForward(plan.Scalar, Shape, Layout.Plain(Shape.Input), Layout.Plain(Shape.Output))
            : new DenseForward(
                plan.Scalar,
                plan.Batch,
                Shape,
                fused.Epilogue.Activation,
                HasRoom: (plan.IsTrainable && Trains("weight")) || input.Store != Store.Caller);   // for the weight gradient, the caller's input is kept
        if (Shape.HasBias) plan.Add(this, fused, kernel, new[] { input, weights, plan.Parameter(this, "bias"), output });
        else plan.Add(this, fused, kernel, new[] { input, weights, output });
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        bool isStraight = IsStraight(plan) && plan.Batch == 1;
        Slot outputGradient = plan.Gradient(Output), input = plan.CompactOf(this);
        Layout plainInput = Layout.Plain(Shape.Input), plainOutput = Layout.Plain(Shape.Output);
        if (Trains("bias"))
        {
            plan.Add(
                this,
                "bias gradient",
                new BiasGradient(plan.Scalar, plan.Batch, plainOutput, IsUntied: false),
                outputGradient,
                plan.ParameterGradient(this, "bias"));
        }

        if (Trains("weight"))
        {
            Kernel ofWeights = isStraight
                ? new StraightWeightGradient(plan.Scalar, plan.Batch, Shape, plainInput, plainOutput)
                : new DenseWeightGradient(plan.Scalar, plan.Batch, Shape);
            if (isStraight || plan.Batch > MostDeferred || plan.Optimizer.Clips)
            {
                plan.Add(this, "weight gradient", ofWeights, input, outputGradient, plan.ParameterGradient(this, "weight"));
            }
            else plan.Defer(this, "weight", ofWeights, new DenseWeightStep(plan.Scalar, plan.Batch, Shape, plan.Optimizer), input, outputGradient);
        }

        if (!plan.WantsGradient(Input)) return;
        Kernel ofInput = isStraight
            ? new StraightInputGradient(plan.Scalar, Shape, plainInput, plainOutput)
            : new DenseInputGradient(plan.Scalar, plan.Batch, Shape);
        Slot inputGradient = plan.MakeGradient(this);
        Slot compact = inputGradient.Layout.IsCompact ? inputGradient : plan.GradientBuffer(this, "CompactGradient", inputGradient.Layout.Compact);
        plan.Add(this, "input gradient", ofInput, outputGradient, plan.Parameter(this, "weight"), compact);
        if (compact != inputGradient)
        {
            plan.Add(this, "reorder gradient", new Reorder(plan.Scalar, compact.Layout, inputGradient.Layout), compact, inputGradient);
        }
    }

    private bool IsStraight(ILayerPlan plan) => plan.Planning.Forced.Of(Name, "forward") switch
    {
        "lanes" => false,
        _ => StraightLine.Suits(Shape),
    };
}
