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
    private bool UsesWinograd(ILayerPlan plan) => FormIn(plan).Schedule == ConvSchedule.Winograd4 && plan.Planning.Forced.Of(Name, "gradient") switch
    {
        null => !plan.HasFewGradients(Output),
        "winograd" => true,
        _ => false,
    };

    private void PlanWinograd(ILayerPlan plan, Slot outputGradient)
    {
        if (Trains("bias") && !Trains("weight")) PlanBias(plan, outputGradient);
        Slot read = InputOf(plan);
        Layout input = PatchLayout(read.Layout);
        if (Trains("weight")) PlanWeightGradient(plan, new LiveGradients(Shape, input, outputGradient.Layout), read, new[] { outputGradient });
        if (!plan.WantsGradient(Input)) return;
        ConvShape turned = Shape.Turned;
        if (ConvForm.OfInputGradient(turned) is not { } form)
        {
            PlanInputGradient(plan, new PatchInputGradient(plan.Scalar, new LiveGradients(Shape, input, outputGradient.Layout), FormIn(plan).Weights!), input, new[] { outputGradient, plan.Parameter(this, "weight") });
            return;
        }

        Slot source = outputGradient;
        var framed = new Layout(turned.Input, ChannelsLast: true, ConvWinograd.BorderOf(turned, form.WinogradTile));
        if (framed.Border != Border.None || !(source.Layout.ChannelsLast || source.Layout.IsPlainAs(channelsLast: true)))
        {
            // The border of a gradient is nobody's: here it has to be zero.
            source = plan.Buffer(this, "GradientFrame", framed);
            plan.Add(this, "gradient frame", new Frame(plan.Scalar, outputGradient.Layout, framed), outputGradient, source);
        }

        int tile = form.WinogradTile, block = ConvWinograd.BlockOf(turned, plan.Planning);
        var kernel = new WinogradInputGradient(plan.Scalar, Shape with { Bias = ConvBias.None }, source.Layout, input, tile, block) { Why = form.Reason };
        Slot weights = WinogradWeights(plan, turned, "Turned", "WinogradTurned", tile, block);
        PlanInputGradient(plan, kernel, input, new[] { source, weights }, plan.Scratch(this, "GradientScratch", kernel.ScratchCount));
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
        if (!plan.WantsGradient(Input)) return;
        var ofInput = new PatchInputGradient(plan.Scalar, live, FormIn(plan).Weights!);
        PlanInputGradient(plan, ofInput, input, gradients.Append(plan.Parameter(this, "weight")));
    }

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
