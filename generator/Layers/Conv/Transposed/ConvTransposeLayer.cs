using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Conv.Patches;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv.Transposed;

/// <summary>
/// A transposed convolution: what a convolution does to gradients, done to numbers. Its forward pass is the input gradient of that convolution, its input
/// gradient that convolution's forward pass, and the gradient of the weights is the same with both ends exchanged.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Input">What it reads: as the outputs of the convolution.</param>
/// <param name="Output">What it makes: as the input of the convolution.</param>
/// <param name="Adjoint">The convolution, without a bias.</param>
/// <param name="Bias">The biases that are added to the output.</param>
/// <param name="Options">What parameters start from, and which are trained.</param>
internal sealed record ConvTransposeLayer(string Name, Tensor Input, Tensor Output, ConvShape Adjoint, ConvBias Bias, ParameterOptions Options)
    : Layer(Name, "ConvTranspose", Input, Output)
{
    public override EquatableArray<Parameter> Parameters
    {
        get
        {
            long cells = Adjoint.Window.Cells;
            Parameter weight = Options.Weight(Adjoint.Weights, Adjoint.GroupFilters * cells, Adjoint.GroupChannels * cells);
            return Bias switch
            {
                ConvBias.None => EquatableArray.Of(weight),
                ConvBias.PerFilter => EquatableArray.Of(weight, Options.Bias(Shape.Of(Output.Shape.Channels))),
                _ => EquatableArray.Of(weight, Options.Bias(Output.Shape)),
            };
        }
    }

    public override EquatableArray<Setting> Settings => Adjoint.Window.Options
        .Prepend(Setting.Told("filters", Output.Shape.Channels))
        .Append(OutputPadding)
        .Append(Setting.Told("groups", Adjoint.Groups))
        .Concat(Bias.Options())
        .ToEquatableArray();

    /// <summary>What the output has below and to the right of all that the convolution would read.</summary>
    private Setting OutputPadding
    {
        get
        {
            Window window = Adjoint.Window;
            long rows = Output.Shape.Height + (long)window.Top + window.Bottom - window.SpanHeight - ((Input.Shape.Height - 1L) * window.StrideHeight);
            long columns = Output.Shape.Width + (long)window.Left + window.Right - window.SpanWidth - ((Input.Shape.Width - 1L) * window.StrideWidth);
            return window.IsLine ? Setting.Told("outputPadding", columns) : Setting.Told("outputPadding", rows, columns);
        }
    }

    public override long Macs => (long)Adjoint.Weights.Count * Input.Shape.Positions;

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) => new(Output.Shape, ChannelsLast: true, border);

    public override Permutation? PermutationOf(string role, Layout input, LayerForm? form)
    {
        if (role == "weight") return Weights.ChannelsLast ? new Permutation(Adjoint.Filters, Adjoint.GroupChannels, Adjoint.Window.Cells) : null;
        return Bias == ConvBias.Untied ? new Permutation(1, Output.Shape.Channels, Output.Shape.Positions) : null;
    }

    public override void PlanForward(ILayerPlan plan)
    {
        // The kernel reaches into the border, and has the channels last.
        Slot input = plan.Value(Input), output = plan.MakeValue(this), written = output;
        if (Adjoint.Window.IsPadded || !IsLast(output.Layout)) written = plan.Scratch(this, "Frame", Framed);
        var kernel = new ConvTransposeForward(plan.Scalar, Adjoint, Bias, input.Layout, written.Layout, Weights);
        var slots = new List<Slot> { input, plan.Parameter(this, "weight") };
        if (Bias != ConvBias.None) slots.Add(plan.Parameter(this, "bias"));
        plan.Add(this, "forward", kernel, slots.Append(written).ToArray());
        if (written != output) plan.Add(this, "reorder", new Reorder(plan.Scalar, written.Layout, output.Layout), written, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        Slot outputGradient = plan.Gradient(Output), framed = outputGradient;
        if (Trains("bias"))
        {
            bool isUntied = Bias == ConvBias.Untied;
            var ofBias = new BiasGradient(plan.Scalar, plan.Batch, outputGradient.Layout, isUntied, IsPermuted: isUntied);
            plan.Add(this, "bias gradient", ofBias, outputGradient, plan.ParameterGradient(this, "bias"));
        }

        if (!Trains("weight") && !plan.WantsGradient(Input)) return;
        if (Adjoint.Window.IsPadded || !IsLast(outputGradient.Layout))
        {
            framed = plan.Buffer(this, "GradientFrame", Framed);
            plan.Add(this, "gradient frame", new Frame(plan.Scalar, outputGradient.Layout, Framed), outputGradient, framed);
        }

        if (Trains("weight")) PlanWeightGradient(plan, framed);
        if (plan.WantsGradient(Input)) PlanInputGradient(plan, framed);
    }

    private const string Exchanged = "of the convolution that goes from this output to this input, what it reads is here the gradient of the output";

    /// <summary>The output in a border for what its kernels write there.</summary>
    private Layout Framed => new(Output.Shape, ChannelsLast: true, Adjoint.Padding);

    /// <summary>Each filter of the convolution as its input lies.</summary>
    private WeightLayout Weights => new(Adjoint, Adjoint.GroupChannels > 1 && Adjoint.Window.Cells > 1);

    private static bool IsLast(Layout layout) => layout.ChannelsLast || layout.IsPlainAs(channelsLast: true);

    private void PlanWeightGradient(ILayerPlan plan, Slot framed)
    {
        Slot input = plan.Value(Input);
        var live = new LiveGradients(Adjoint, framed.Layout, input.Layout);
        WeightGradient chosen = WeightGradient.Of(plan.Scalar, live, hasFew: false, plan.Planning.Forced.Of(Name, "gradient"));
        (chosen with { Kernel = chosen.Kernel with { Why = Exchanged } }).Plan(plan, this, framed, input);
    }

    private void PlanInputGradient(ILayerPlan plan, Slot framed)
    {
        Slot gradient = plan.MakeGradient(Input, new Layout(Input.Shape, ChannelsLast: true, Border.None)), written = gradient;

        // Output padding of more than a stride makes room for outputs that there are none of.
        if (Adjoint.Output != Input.Shape || !IsLast(gradient.Layout))
        {
            written = plan.Scratch(this, "Channels", new Layout(Adjoint.Output, ChannelsLast: true, Border.None));
        }

        int block = ConvFilters.BlockOf(Adjoint, Epilogue.None, plan.Planning), blocks = (Adjoint.GroupFilters + block - 1) / block;
        int taps = Adjoint.GroupChannels * Adjoint.Window.Cells;
        Slot weights = plan.Packed(
            this, "weight", "Packed", (long)Adjoint.Groups * blocks * block * taps, "Filters", taps, Adjoint.GroupFilters, block, Weights.ColumnStride);
        var kernel = new ConvFilters(plan.Scalar, Adjoint, framed.Layout, written.Layout, Places.In(written.Layout), Epilogue.None, block) { Why = Exchanged };
        plan.Add(this, "input gradient", kernel, framed, weights, written);
        if (written != gradient) plan.Add(this, "unframe", new Unframe(plan.Scalar, written.Layout, gradient.Layout), written, gradient);
    }
}
