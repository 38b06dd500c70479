using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers.Conv.Depthwise;
using CnnGen.Generator.Layers.Conv.Patches;
using CnnGen.Generator.Layers.Conv.Winograd;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>A convolution.</summary>
internal sealed partial record ConvLayer(string Name, Tensor Input, Tensor Output, ConvShape Shape, ParameterOptions Options)
    : Layer(Name, "Conv", Input, Output), IFusing, IFolding
{
    private const int ManyPlanes = 16;
    private const string FrameRole = "Frame", PackedCopy = "Packed";

    public override EquatableArray<Parameter> Parameters
    {
        get
        {
            long cells = Shape.Window.Cells;
            Parameter weight = Options.Weight(Shape.Weights, Shape.GroupChannels * cells, Shape.GroupFilters * cells);
            return Shape.Bias switch
            {
                ConvBias.None => EquatableArray.Of(weight),
                ConvBias.PerFilter => EquatableArray.Of(weight, Options.Bias(Model.Shape.Of(Shape.Filters))),
                _ => EquatableArray.Of(weight, Options.Bias(Shape.Output)),
            };
        }
    }

    public override EquatableArray<Setting> Settings => Shape.Window.Options
        .Prepend(Setting.Told("filters", Shape.Filters))
        .Append(Setting.Told("groups", Shape.Groups))
        .Concat(Shape.Bias.Options())
        .ToEquatableArray();

    public override long Macs => Shape.Macs;

    public override string? ConstantBecause => Shape.ReadsInput ? null : "its kernel meets padding only";

    public override Border InputBorder(PlanOptions planning)
    {
        // Whether the input lies channels last is not known yet; the forms that need more than the padding do not ask.
        ConvForm form = ConvForm.Choose(Name, Shape, inputIsChannelsLast: true, planning);
        return form.Schedule == ConvSchedule.Straight ? Border.None : Needed(form);
    }

    public override LayerForm ChooseForm(Layout input, PlanOptions planning)
    {
        ConvForm form = ConvForm.Choose(Name, Shape, input.ChannelsLast && !input.IsPlain, planning);
        return form with { Weights = new WeightLayout(Shape, planning.IsTrainable && form.UsesPatches && Shape.GroupChannels > 1 && Shape.Window.Cells > 1) };
    }

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning)
    {
        var chosen = (ConvForm)form!;
        int lanes = planning.WidestVector;
        bool isPitched = chosen.Schedule == ConvSchedule.Rows && border == Border.None;
        return new Layout(Output.Shape, chosen.IsChannelsLast, border, isPitched ? (Output.Shape.Width + lanes - 1) / lanes * lanes : 0);
    }

    public override Permutation? PermutationOf(string role, Layout input, LayerForm? form)
    {
        var chosen = (ConvForm)form!;
        if (role == "weight") return chosen.Weights!.ChannelsLast ? new Permutation(Shape.Filters, Shape.GroupChannels, Shape.Window.Cells) : null;
        return Shape.Bias == ConvBias.Untied && chosen.IsChannelsLast ? new Permutation(1, Shape.Filters, Shape.Output.Positions) : null;
    }

    public Layer Folded(Tensor output) =>
        this with { Output = output, Shape = Shape with { Bias = Shape.Bias == ConvBias.None ? ConvBias.PerFilter : Shape.Bias } };

    public bool Accepts(Epilogue epilogue, ILayerPlan plan)
    {
        // Winners are integers beside the numbers: vectors of doubles have no room for them.
        if (epilogue.KeepsWinners && plan.Scalar == Scalar.Double) return false;
        ConvForm form = FormIn(plan);
        if (form.Schedule == ConvSchedule.Straight) return false;

        // Channels in lanes, and whole vectors of them: nothing is read past the end of what is added.
        if (epilogue.Addend is { } addend && !(form.IsChannelsLast && addend.ChannelsLast && Shape.GroupFilters % plan.Planning.WidestVector == 0))
        {
            return false;
        }

        if (epilogue.Pool is not { } pool) return true;
        return form.Schedule switch
        {
            ConvSchedule.Rows => ConvRows.Accepts(epilogue),
            ConvSchedule.Winograd2 or ConvSchedule.Winograd4 => form.WinogradTile % pool.Window.Height == 0 && form.WinogradTile % pool.Window.Width == 0,
            _ => pool.Window.Cells <= 9,
        };
    }

    public override void PlanForward(ILayerPlan plan) => PlanForward(plan, Fused.Nothing);

    public void PlanForward(ILayerPlan plan, Fused fused)
    {
        ConvForm form = FormIn(plan);
        Slot input = form.Schedule == ConvSchedule.Straight ? plan.Value(Input) : Framed(plan, form);
        Slot output = plan.MakeValue(this, fused), written = output;

        // What the layers after it want in PyTorch's order is written as the kernel writes it, and then put in order.
        if (form.IsChannelsLast && !output.Layout.ChannelsLast && !output.Layout.IsPlainAs(channelsLast: true))
        {
            written = plan.Buffer(this, "Channels", output.Layout with { ChannelsLast = true, RowPitch = 0 });
        }

        var slots = new List<Slot> { input };
        Kernel kernel = Kernel(plan, form, fused.Epilogue, input.Layout, written.Layout, slots);
        if (Shape.Bias != ConvBias.None) slots.Add(plan.Parameter(this, "bias"));
        slots.AddRange(fused.Layers.OfType<IAdding>().Select(adding => plan.Value(adding.Addend)));
        slots.Add(written);
        if (fused.Epilogue.KeepsWinners) slots.Add(plan.MakeWinners(this, written.Layout));
        if (kernel is ConvWinograd winograd) slots.Add(plan.Scratch(this, "Scratch", winograd.ScratchCount));
        plan.Add(this, fused, kernel, slots);
        if (written != output) plan.Add(this, "reorder", new Reorder(plan.Scalar, written.Layout, output.Layout), written, output);
    }

    private ConvForm FormIn(ILayerPlan plan) => (ConvForm)plan.FormOf(this)!;

    /// <summary>How the input of the gradients lies, for what the forward pass reads.</summary>
    private static Layout PatchLayout(Layout input) =>
        input.ChannelsLast || input.IsPlainAs(channelsLast: true) ? input : input with { ChannelsLast = true, RowPitch = 0 };

    /// <summary>The zeros that a form reads around the input.</summary>
    private Border Needed(ConvForm form) => form.WinogradTile == 0 ? Shape.Padding : ConvWinograd.BorderOf(Shape, form.WinogradTile);

    /// <summary>The input in a border of zeros and in the order that the form needs: where it is, or copied.</summary>
    private Slot Framed(ILayerPlan plan, ConvForm form)
    {
        Slot value = plan.Value(Input);
        Layout layout = value.Layout;
        bool wantsLast = WantsChannelsLast(plan, form), needsOrder = wantsLast && !layout.ChannelsLast && !layout.IsPlainAs(channelsLast: true);

        // Whole vectors reach past the end of a row: past the end of what is the caller's they must not.
        bool isForeign = Input.IsInput && form.Schedule is not (ConvSchedule.Filters or ConvSchedule.Straight);
        if (layout.Border.Covers(Needed(form)) && !needsOrder && !isForeign) return value;

        // One position lies in either order; in a border it no longer does.
        bool isLast = wantsLast || (layout.ChannelsLast && form.Schedule != ConvSchedule.Rows);
        Slot frame = plan.Buffer(this, FrameRole, new Layout(Shape.Input, isLast, Needed(form)));
        plan.Add(this, "frame", new Frame(plan.Scalar, layout, frame.Layout), value, frame);
        plan.AddCopy(Input, frame);
        return frame;
    }

    /// <summary>What the forward pass reads.</summary>
    private Slot InputOf(ILayerPlan plan) => plan.BufferOf(this, FrameRole) ?? plan.Value(Input);

    /// <summary>Whether channels have to be last: for the form, for the gradients, or because so many planes lie on as many pages.</summary>
    private bool WantsChannelsLast(ILayerPlan plan, ConvForm form) =>
        form.NeedsChannelsLast || (plan.IsTrainable && form.Schedule != ConvSchedule.Rows && form.UsesPatches)
            || (form.Schedule == ConvSchedule.Filters && Shape.Channels >= ManyPlanes);

    private Kernel Kernel(ILayerPlan plan, ConvForm form, Epilogue epilogue, Layout source, Layout target, List<Slot> slots)
    {
        Places places = plan.IsTrainable && TakesWinners(plan) ? LiveGradients.PlacesIn(Shape, PatchLayout(source)) : Places.In(plan.LayoutOf(Output));
        int lanes = plan.Planning.WidestVector;
        switch (form.Schedule)
        {
            case ConvSchedule.Straight:
                slots.Add(plan.Parameter(this, "weight"));
                return new StraightForward(plan.Scalar, Shape, source, target);
            case ConvSchedule.Rows:
                int taps = Shape.GroupChannels * Shape.Window.Cells, apart = CellsApart(plan);
                slots.Add(
                    apart == 1
                        ? plan.Parameter(this, "weight")
                        : plan.Packed(this, "weight", PackedCopy, (long)Shape.Filters * taps, "Filters", taps, Shape.Filters, 1, apart));
                return new ConvRows(plan.Scalar, Shape, source, target, places, epilogue) { Why = form.Reason };
            case ConvSchedule.Depthwise:
                slots.Add(DepthwiseWeights(plan));
                return new DepthwiseForward(plan.Scalar, Shape, source, target, places, epilogue) { Why = form.Reason };

            case ConvSchedule.Winograd2 or ConvSchedule.Winograd4:
                {
                    int tile = form.WinogradTile, block = ConvWinograd.BlockOf(Shape, plan.Planning);
                    slots.Add(WinogradWeights(plan, Shape, PackedCopy, "Winograd", tile, block));
                    return new ConvWinograd(plan.Scalar, Shape, source, target, places, epilogue, tile, block) { Why = form.Reason };
                }

            default:
                {
                    int block = ConvFilters.BlockOf(Shape, epilogue, plan.Planning);
                    int blocks = (Shape.GroupFilters + block - 1) / block;
                    int groupTaps = Shape.GroupChannels * Shape.Window.Cells;
                    slots.Add(
                        plan.Packed(
                            this,
                            "weight",
                            PackedCopy,
                            (long)Shape.Groups * blocks * block * groupTaps,
                            "Filters",
                            groupTaps,
                            Shape.GroupFilters,
                            block,
                            CellsApart(plan)));
                    return new ConvFilters(plan.Scalar, Shape, source, target, places, epilogue, block) { Why = form.Reason };
                }
        }
    }

    /// <summary>The kernels in Winograd's domain, for the convolution or its turned one.</summary>
    private Slot WinogradWeights(ILayerPlan plan, ConvShape shape, string copy, string method, int tile, int block)
    {
        long frequencies = (tile + 2) * (tile + 2), padded = (shape.Filters + block - 1) / block * block;
        return plan.Packed(this, "weight", copy, frequencies * padded * shape.Channels, method, shape.Channels, block, tile, CellsApart(plan));
    }

    /// <summary>The kernels of all channels, channels innermost.</summary>
    private Slot DepthwiseWeights(ILayerPlan plan)
    {
        int channels = DepthwiseForward.PackedChannels(Shape, plan.Scalar);
        return plan.Packed(this, "weight", PackedCopy, (long)Shape.Window.Cells * channels, "Filters", Shape.Window.Cells, Shape.Filters, channels, 1);
    }

    /// <summary>How far apart a filter's weights of one channel are kept.</summary>
    private int CellsApart(ILayerPlan plan) => FormIn(plan).Weights!.ColumnStride;
}
