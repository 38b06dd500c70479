using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

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
        new MaxPoolLayer(
            reader.Name, Name, reader.Input, reader.Makes(PoolShape.Global(reader.Input.Shape).Output), PoolShape.Global(reader.Input.Shape), AllTies: false);
}

/// <summary>The largest value of each window.</summary>
internal sealed record MaxPoolLayer(string Name, string Kind, Tensor Input, Tensor Output, PoolShape Shape, bool AllTies)
    : Layer(Name, Kind, Input, Output), IPooling
{
    public override EquatableArray<Setting> Settings => Shape.Window.Options.Append(Setting.Told("allTies", AllTies)).ToEquatableArray();

    private const string WinnersRole = "Winners";

    public override ActivationGain Gain => ActivationGain.Next;

    // Where every tie counts, the maxima are found again by comparing.
    public override bool BackwardReadsOutput => AllTies;

    /// <summary>Windows side by side, without padding, can be computed with what they are made of; to find ties again, that has to be there.</summary>
    public Epilogue? AsEpilogue(ILayerPlan plan, Layer head)
    {
        bool isTiled = !Shape.Window.IsPadded && Shape.Window.StrideHeight == Shape.Window.Height && Shape.Window.StrideWidth == Shape.Window.Width;
        bool hasGradient = plan.IsTrainable && plan.WantsGradient(Input);
        return isTiled && !(AllTies && hasGradient) ? new Epilogue(Pool: Shape, KeepsWinners: hasGradient) : null;
    }

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) => PoolText.OutputLayout(Shape, input, border);

    public override void PlanForward(ILayerPlan plan)
    {
        bool keepsWinners = plan.IsTrainable && !AllTies && plan.WantsGradient(Input);
        Slot input = plan.Value(Input), output = plan.MakeValue(this);
        var kernel = new MaxPoolForward(plan.Scalar, Shape, input.Layout, output.Layout, keepsWinners);
        if (keepsWinners)
        {
            plan.Add(
                this,
                "forward",
                kernel,
                input,
                output,
                plan.Buffer(this, WinnersRole, output.Layout with { Border = Border.None, RowPitch = 0 }, Element.Index));
        }
        else plan.Add(this, "forward", kernel, input, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output);
        if (!AllTies)
        {
            PlanWinners(plan, outputGradient, plan.BufferOf(this, WinnersRole)!, Input, null, null);
            return;
        }

        Slot input = plan.Value(Input), output = plan.Value(Output), inputGradient = plan.MakeGradient(this);
        var kernel = new MaxPoolAllTiesInputGradient(plan.Scalar, Shape, input.Layout, output.Layout, outputGradient.Layout, inputGradient.Layout);
        plan.Add(this, "input gradient", kernel, input, output, outputGradient, inputGradient);
    }

    public void PlanBackwardTo(ILayerPlan plan, Layer last, Tensor sums, IActivating? activation)
    {
        Slot winners = plan.WinnersOf(sums);
        PlanWinners(plan, plan.Gradient(last.Output), winners, sums, activation, activation == null ? null : plan.Value(last.Output));
    }

    private void PlanWinners(ILayerPlan plan, Slot outputGradient, Slot winners, Tensor input, IActivating? activation, Slot? activated)
    {
        Slot inputGradient = plan.MakeGradient(input);
        var kernel = new MaxPoolInputGradient(
            plan.Scalar,
            Shape,
            outputGradient.Layout,
            winners.Layout,
            inputGradient.Layout,
            activation?.Derivative,
            activated?.Layout);
        if (activated == null) plan.Add(this, "input gradient", kernel, outputGradient, winners, inputGradient);
        else plan.Add(this, "input gradient", kernel, outputGradient, activated, winners, inputGradient);
    }
}
