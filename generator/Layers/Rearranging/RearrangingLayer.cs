using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Rearranging;

/// <summary>A layer that puts numbers elsewhere, or in several places, and zeros where none goes.</summary>
internal abstract record RearrangingLayer(string Name, string Kind, Tensor Input, Tensor Output) : Layer(Name, Kind, Input, Output)
{
    public override ActivationGain Gain => ActivationGain.Next;

    // A list of features may lie as the image that it was.
    public override bool NeedsPlainInput => !Input.Shape.IsSpatial;

    /// <summary>What goes where.</summary>
    protected abstract IEnumerable<Piece> Pieces { get; }

    /// <summary>How the input, or its gradient, lies.</summary>
    protected virtual Layout SeenInput(Slot slot) => Seen(slot, Input.Shape);

    private Layout SeenOutput(Slot slot) => Seen(slot, Output.Shape);

    // A list of features that was an image lies as a list all the same.
    private static Layout Seen(Slot slot, Shape shape) => shape.IsSpatial ? slot.Layout : Layout.Plain(shape);

    /// <summary>Whether there are places of the output where none goes.</summary>
    protected virtual bool LeavesZeros => false;

    /// <summary>Whether there are places of the input from which none goes.</summary>
    protected virtual bool LeavesOut => false;

    /// <summary>Whether a number of the input goes to several places.</summary>
    protected virtual bool Repeats => false;

    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input), output = plan.MakeValue(this);
        plan.Add(
            this,
            "forward",
            new Rearrange(plan.Scalar, Kind, Pieces.ToEquatableArray(), SeenInput(input), SeenOutput(output), IsBack: false, LeavesZeros, Adds: false),
            input,
            output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output), inputGradient = plan.MakeGradient(this);
        EquatableArray<Piece> pieces = Pieces.Select(piece => piece.Back).ToEquatableArray();
        plan.Add(
            this,
            "input gradient",
            new Rearrange(plan.Scalar, Kind, pieces, SeenOutput(outputGradient), SeenInput(inputGradient), IsBack: true, LeavesOut || Repeats, Repeats),
            outputGradient,
            inputGradient);
    }
}
