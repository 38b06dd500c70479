using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Conv.Depthwise;
using CnnGen.Generator.Layers.Conv.Patches;
using CnnGen.Generator.Layers.Conv.Winograd;
using CnnGen.Generator.Layers.Pool;

namespace CnnGen.Generator.Layers.Conv;

// The steps of the backward pass.
internal sealed partial record ConvLayer
{
    // A bias for each output wants the gradients of all outputs.
    public bool TakesWinners(ILayerPlan plan) =>
        Shape.Bias != ConvBias.Untied && FormIn(plan).UsesPatches && plan.Planning.Forced.Of(Name, "gradient") != "dense" && !UsesWinograd(plan);

    public override void PlanBackward(ILayerPlan plan)
    {
        ConvForm form = FormIn(plan);
        if (UsesWinograd(plan)) PlanWinograd(plan, plan.Gradient(Output));
        else if (form.UsesPatches) PlanPatches(plan, plan.Gradient(Output), null, null);
        else if (form.Schedule == ConvSchedule.Depthwise) PlanDepthwise(plan, form);
        else PlanStraight(plan);
    }

    public void PlanBackwardOfWinners(ILayerPlan plan, Slot outputGradient, PoolShape pool, Slot winners) => PlanPatches(plan, outputGradient, pool, winners);

    /// <summary>
    /// Whether the gradients are Winograd's as the forward pass is; where a max pool leaves few of the output's gradients, it is cheaper to visit these.
    /// </summary>
    private bool UsesWinograd(ILayerPlan plan) => FormIn(plan).WinogradTile > 0 && plan.Planning.Forced.Of(Name, "gradient") switch
    {
        null => !plan.HasFewGradients(Output),
        "winograd" => true,
        _ => false,
    };

    private void PlanWinograd(ILayerPlan plan, Slot outputGradient)
    {
        ConvForm? ofInput = plan.WantsGradient(Input) ? ConvForm.OfInputGradient(Shape.Turned) : null;
        bool isOfWeights = Trains("weight") && WinogradWeightGradient.Suits(Shape, FormIn(plan), isForced: plan.Planning.Forced.Of(Name, "gradient") != null);
        if (ofInput == null && !isOfWeights)
        {
            PlanPatches(plan, outputGradient, null, null);
            return;
        }

        if (Trains("bias") && !Trains("weight")) PlanBias(plan, outputGradient);
        Border border = ofInput == null ? Border.None : ConvWinograd.BorderOf(Shape.Turned, ofInput.WinogradTile);
        if (isOfWeights) border = Border.Around(border, WinogradWeightGradient.BorderOf(Shape));
        Slot input = InputOf(plan), gradient = FramedGradient(plan, outputGradient, border);
        var live = new LiveGradients(Shape, PatchLayout(input.Layout), gradient.Layout);
        if (isOfWeights) PlanWinogradWeightGradient(plan, live, input, gradient);
        else if (Trains("weight")) PlanWeightGradient(plan, live, input, new[] { gradient });
        if (ofInput != null) PlanWinogradInputGradient(plan, ofInput, live, gradient);
        else if (plan.WantsGradient(Input)) PlanPatchInputGradient(plan, live, new[] { gradient });
    }

    private void PlanWinogradWeightGradient(ILayerPlan plan, LiveGradients live, Slot input, Slot gradient)
    {
        var kernel = new WinogradWeightGradient(plan.Scalar, Shape, live.Input, live.Gradient);
        Slot sums = WeightGradient.PlanSums(plan, this, kernel.Sums, new AddWinogradSums(plan.Scalar, kernel.Sums, FormIn(plan).Weights!));
        plan.Add(this, "weight gradient", kernel, input, gradient, sums, plan.Scratch(this, "WeightScratch", kernel.Blocks.ScratchCount));
    }

    private void PlanWinogradInputGradient(ILayerPlan plan, ConvForm form, LiveGradients live, Slot gradient)
    {
        ConvShape turned = Shape.Turned;
        int tile = form.WinogradTile, block = ConvWinograd.BlockOf(turned, plan.Planning);
        var kernel = new WinogradInputGradient(plan.Scalar, Shape with { Bias = ConvBias.None }, live.Gradient, live.Input, tile, block) { Why = form.Reason };
        Slot weights = WinogradWeights(plan, turned, "Turned", "WinogradTurned", tile, block);
        PlanInputGradient(plan, kernel, live.Input, new[] { gradient, weights }, plan.Scratch(this, "GradientScratch", kernel.ScratchCount));
    }

    /// <summary>
    /// The gradient of the output, channels last and in a border of zeros: where it is, if it needs none; else copied, since what is around a
    /// gradient is nobody's.
    /// </summary>
    private Slot FramedGradient(ILayerPlan plan, Slot gradient, Border border)
    {
        Layout layout = gradient.Layout;
        if (border == Border.None && (layout.ChannelsLast || layout.IsPlainAs(channelsLast: true))) return gradient;
        Slot frame = plan.Buffer(this, "GradientFrame", new Layout(layout.Shape, ChannelsLast: true, border));
        plan.Add(this, "gradient frame", new Frame(plan.Scalar, layout, frame.Layout), gradient, frame);
        return frame;
    }

    private void PlanPatches(ILayerPlan plan, Slot outputGradient, PoolShape? pool, Slot? winners)
    {
        // The kernels of a weight gradient sum a bias for each filter with it.
        if (Trains("bias") && (Shape.Bias == ConvBias.Untied || !Trains("weight"))) PlanBias(plan, outputGradient);
        Slot read = InputOf(plan);
        Layout input = PatchLayout(read.Layout);
        var live = new LiveGradients(Shape, input, outputGradient.Layout, pool, winners?.Layout);
        Slot[] gradients = winners == null ? new[] { outputGradient } : new[] { outputGradient, winners };
        if (Trains("weight")) PlanWeightGradient(plan, live, read, gradients);
        if (plan.WantsGradient(Input)) PlanPatchInputGradient(plan, live, gradients);
    }

    private void PlanPatchInputGradient(ILayerPlan plan, LiveGradients live, Slot[] gradients) =>
        PlanInputGradient(
            plan, new PatchInputGradient(plan.Scalar, live, FormIn(plan).Weights!), live.Input, gradients.Append(plan.Parameter(this, "weight")));

    /// <summary>The gradient of the weights, and of a bias for each filter.</summary>
    private void PlanWeightGradient(ILayerPlan plan, LiveGradients live, Slot read, Slot[] gradients)
    {
        Slot input = read;
        if (PatchLayout(read.Layout) is var layout && layout != read.Layout)
        {
            // Forward reads planes; the gradients go from patch to patch, and want a kernel row's channels together.
            input = plan.Buffer(this, "Patches", layout);
            plan.Add(this, "patches", new Frame(plan.Scalar, read.Layout, layout), read, input);
            plan.AddCopy(Input, input);
        }

        string? forced = plan.Planning.Forced.Of(Name, "gradient");
        bool hasFew = gradients.Length > 1 || (forced != "dense" && plan.HasFewGradients(Output));
        WeightGradient.Of(plan.Scalar, live, hasFew, forced).Plan(plan, this, gradients.Prepend(input).ToArray());
    }

    private void PlanDepthwise(ILayerPlan plan, ConvForm form)
    {
        Slot outputGradient = plan.Gradient(Output), input = InputOf(plan);
        if (Trains("bias") && (Shape.Bias == ConvBias.Untied || !Trains("weight"))) PlanBias(plan, outputGradient);
        if (!outputGradient.Layout.IsPlainAs(channelsLast: true))
        {
            Slot last = plan.GradientBuffer(this, "LastGradient", outputGradient.Layout with { ChannelsLast = true, RowPitch = 0 });
            plan.Add(this, "reorder gradient", new Reorder(plan.Scalar, outputGradient.Layout, last.Layout), outputGradient, last);
            outputGradient = last;
        }

        if (Trains("weight"))
        {
            Slot sums = WeightGradient.PlanSums(plan, this, new PatchSums(Shape, FiltersLast: true));
            plan.Add(
                this, "weight gradient", new DepthwiseWeightGradient(plan.Scalar, Shape, input.Layout, outputGradient.Layout), input, outputGradient, sums);
        }

        if (!plan.WantsGradient(Input)) return;
        var ofInput = new DepthwiseInputGradient(plan.Scalar, Shape, input.Layout, outputGradient.Layout);
        PlanInputGradient(plan, ofInput, input.Layout, new[] { outputGradient, DepthwiseWeights(plan) });
    }

    /// <summary>The gradient of the input, by a kernel that writes it last, in a frame.</summary>
    private void PlanInputGradient(ILayerPlan plan, Kernel kernel, Layout frame, IEnumerable<Slot> operands, params Slot[] scratch)
    {
        // Kernels reach into the border; what arrives there is nobody's.
        Slot gradient = plan.MakeGradient(Input, frame);
        Slot framed = gradient.Layout == frame ? gradient : plan.GradientBuffer(this, "FrameGradient", frame);
        plan.Add(this, "input gradient", kernel, operands.Append(framed).Concat(scratch).ToArray());
        if (framed != gradient) plan.Add(this, "unframe", new Unframe(plan.Scalar, framed.Layout, gradient.Layout), framed, gradient);
    }

    private void PlanBias(ILayerPlan plan, Slot outputGradient)
    {
        bool isUntied = Shape.Bias == ConvBias.Untied;
        var ofBias = new BiasGradient(plan.Scalar, plan.Batch, outputGradient.Layout, isUntied, IsPermuted: isUntied && FormIn(plan).IsChannelsLast);
        plan.Add(this, "bias gradient", ofBias, outputGradient, plan.ParameterGradient(this, "bias"));
    }

    private void PlanStraight(ILayerPlan plan)
    {
        Slot outputGradient = plan.Gradient(Output), input = plan.Value(Input);
        if (Trains("bias")) PlanBias(plan, outputGradient);
        if (Trains("weight"))
        {
            var ofWeights = new StraightWeightGradient(plan.Scalar, plan.Batch, Shape, input.Layout, outputGradient.Layout);
            plan.Add(this, "weight gradient", ofWeights, input, outputGradient, plan.ParameterGradient(this, "weight"));
        }

        if (!plan.WantsGradient(Input)) return;
        Slot gradient = plan.MakeGradient(this);
        plan.Add(
            this,
            "input gradient",
            new StraightInputGradient(plan.Scalar, Shape, gradient.Layout, outputGradient.Layout),
            outputGradient,
            plan.Parameter(this, "weight"),
            gradient);
    }
}
