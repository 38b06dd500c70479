using CnnGen.Generator.Layers.Activations;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Pool;

internal sealed class MaxPoolKind : LayerKind
{
    public override string Name => "MaxPool";

    public override bool NeedsSpatialInput => true;

    public override void Check(AnnotationReader reader) => PoolReader.Check(reader);

    public override Layer? Read(LayerReader reader) => PoolReader.Read(reader) is { } shape
        ? new MaxPoolLayer(reader.Name, Name, reader.Input, reader.Makes(shape.Output), shape, reader.Bool("AllTies"))
        : null;
}

internal sealed class GlobalMaxPoolKind : LayerKind
{
    public override string Name => "GlobalMaxPool";

    public override bool NeedsSpatialInput => true;

    public override Layer Read(LayerReader reader) =>
        new MaxPoolLayer(reader.Name, Name, reader.Input, reader.Makes(Shape.Of(reader.Input.Shape.Channels, 1, 1)), PoolShape.Global(reader.Input.Shape), AllTies: false);
}

/// <summary>The largest value of each window.</summary>
internal sealed record MaxPoolLayer(string Name, string Kind, Tensor Input, Tensor Output, PoolShape Shape, bool AllTies) : Layer(Name, Kind, Input, Output)
{
    public override ActivationGain Gain => ActivationGain.Next;

    // Where every tie counts, the maxima are found again by comparing.
    public override bool BackwardReadsOutput => AllTies;

    /// <summary>Whether a convolution may compute it with its own outputs: windows side by side, without padding.</summary>
    public bool IsFusible => !Shape.Window.IsPadded && Shape.Window.StrideHeight == Shape.Window.Height && Shape.Window.StrideWidth == Shape.Window.Width;

    public override Layout OutputLayout(Layout input, Border border, PlanOptions planning) => PoolText.OutputLayout(Shape, input, border);

    public override void PlanForward(PlanBuilder plan)
    {
        bool keepsWinners = plan.IsTrainable && !AllTies && plan.WantsGradient(Input);
        Slot input = plan.Value(Input), output = plan.MakeValue(this);
        var kernel = new MaxPoolForward(plan.Scalar, Shape, input.Layout, output.Layout, keepsWinners);
        if (keepsWinners) plan.Add(this, "forward", kernel, input, output, Winners(plan, output.Layout));
        else plan.Add(this, "forward", kernel, input, output);
    }

    public override void PlanBackward(PlanBuilder plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output);
        if (!AllTies)
        {
            PlanWinners(plan, outputGradient, Winners(plan, plan.Value(Output).Layout), Input, null, null);
            return;
        }

        Slot input = plan.Value(Input), output = plan.Value(Output), inputGradient = plan.MakeGradient(this);
        var kernel = new MaxPoolAllTiesInputGradient(plan.Scalar, Shape, input.Layout, output.Layout, outputGradient.Layout, inputGradient.Layout);
        plan.Add(this, "input gradient", kernel, input, output, outputGradient, inputGradient);
    }

    /// <summary>Adds the backward step of a pool that a convolution computes: straight to the gradient of its sums.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="last">The last of the fused layers.</param>
    /// <param name="sums">The tensor of the convolution's own outputs.</param>
    /// <param name="activation">The rectifier among the fused layers, if any.</param>
    public void PlanBackwardTo(PlanBuilder plan, Layer last, Tensor sums, ElementwiseLayer? activation)
    {
        Slot winners = plan.WinnersOf(sums);
        PlanWinners(plan, plan.Gradient(last.Output), winners, sums, activation, activation == null ? null : plan.Value(last.Output));
    }

    private void PlanWinners(PlanBuilder plan, Slot outputGradient, Slot winners, Tensor input, ElementwiseLayer? activation, Slot? rectified)
    {
        Slot inputGradient = plan.MakeGradient(input);
        var kernel = new MaxPoolInputGradient(plan.Scalar, Shape, outputGradient.Layout, winners.Layout, inputGradient.Layout, activation?.FusedDerivative, rectified?.Layout) { Slope = activation?.Rectifier };
        if (rectified == null) plan.Add(this, "input gradient", kernel, outputGradient, winners, inputGradient);
        else plan.Add(this, "input gradient", kernel, outputGradient, rectified, winners, inputGradient);
    }

    private Slot Winners(PlanBuilder plan, Layout output) => plan.Buffer(this, "Winners", output with { Border = Border.None, RowPitch = 0 }, Store.Winners);
}
