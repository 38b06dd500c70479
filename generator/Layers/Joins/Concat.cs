using System.Linq;
using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

internal sealed class ConcatKind : LayerKind
{
    public override string Name => "Concat";

    public override TapUse TapUse => TapUse.Joins;

    public override Layer? Read(LayerReader reader)
    {
        Shape running = reader.Input.Shape, tapped = reader.Tapped!.Shape;
        if (running.Sizes.Count == tapped.Sizes.Count && running.Height == tapped.Height && running.Width == tapped.Width)
        {
            int made = LayerReader.Size((decimal)running.Channels + tapped.Channels);
            return new ConcatLayer(reader.Name, reader.Input, reader.Tapped, reader.Makes(running.With(made, running.Height, running.Width)));
        }

        reader.Report(
            Rules.CannotJoin, "name", Flattened.Before(reader), reader.Name, running.ToString(), tapped.ToString(), running.IsLine || tapped.IsLine
                ? "two lines of equal length, or two lists of features"
                : "two images of equal rows and columns, or two lists of features");
        return null;
    }
}

/// <summary>The channels, or features, of the running tensor, and behind them those of a tapped one.</summary>
internal sealed record ConcatLayer(string Name, Tensor Input, Tensor Tapped, Tensor Output) : Layer(Name, "Concat", Input, Output)
{
    public override EquatableArray<Tensor> Inputs => EquatableArray.Of(Input, Tapped);

    public override ActivationGain Gain => ActivationGain.Next;

    // A list of features may lie as the image that it was; what stands beside it need not.
    public override bool NeedsPlainInput => !Output.Shape.IsSpatial;

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) =>
        Output.Shape.IsSpatial ? new Layout(Output.Shape, input.ChannelsLast, border) : Layout.Plain(Output.Shape);

    public override void PlanForward(ILayerPlan plan)
    {
        Slot output = plan.MakeValue(this);
        foreach ((Tensor part, int first, string role) in Parts)
        {
            Slot value = plan.Value(part);
            plan.Add(this, "forward " + role, new ChannelCopy(plan.Scalar, part.Shape, value.Layout, 0, output.Layout, first), value, output);
        }
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        Slot gradient = plan.Gradient(Output);
        foreach ((Tensor part, int first, string role) in Parts.Reverse())
        {
            if (!plan.WantsGradient(part)) continue;
            Slot own = plan.MakeGradient(part);
            plan.Add(this, role + " gradient", new ChannelCopy(plan.Scalar, part.Shape, gradient.Layout, first, own.Layout, 0), gradient, own);
        }
    }

    private EquatableArray<(Tensor Part, int First, string Role)> Parts => EquatableArray.Of((Input, 0, "input"), (Tapped, Input.Shape.Channels, "tapped"));
}

/// <summary>Some channels of one tensor to some of another.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">What is copied.</param>
/// <param name="Source">How the one lies.</param>
/// <param name="SourceFirst">The first channel there.</param>
/// <param name="Target">How the other lies.</param>
/// <param name="TargetFirst">The first channel there.</param>
internal sealed record ChannelCopy(Scalar Scalar, Shape Shape, Layout Source, int SourceFirst, Layout Target, int TargetFirst) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name => $"Channels{Shape}{At(Source, SourceFirst)}To{At(Target, TargetFirst)}";

    public override string Title => $"{Shape}{Range(Source, SourceFirst, "from")}{Range(Target, TargetFirst, "to")}";

    public override string Form => "copied";

    public override CopiedRun? Copied =>
        Distance is { } distance ? new CopiedRun(SourceFirst * distance, TargetFirst * distance, Shape.Channels * distance) : null;

    /// <summary>From one channel to the next, where each has its numbers together and they lie alike in both.</summary>
    private int? Distance
    {
        get
        {
            if (!Shape.IsSpatial || (Shape.Positions == 1 && Source.IsCompact && Target.IsCompact)) return 1;
            bool isAlike = Source.ChannelStride == Target.ChannelStride && Source.RowStride == Target.RowStride && Source.Border == Target.Border;
            return isAlike && !Source.ChannelsLast && !Target.ChannelsLast ? Source.ChannelStride : null;
        }
    }

    public override void Emit(KernelWriter writer)
    {
        if (Shape.IsSpatial) ImageCopy.Emit(writer, Shape, "input", Source, SourceFirst, "output", Target, TargetFirst);
        else
        {
            writer.Line(
                $"input.Slice({Text.Number(SourceFirst)}, {Text.Number(Shape.Count)}).CopyTo(output.Slice({Text.Number(TargetFirst)}, " +
                $"{Text.Number(Shape.Count)}));");
        }
    }

    /// <summary>Which channels, where they are not all: <c>, to channels 2 to 3 of 4</c>.</summary>
    private string Range(Layout layout, int first, string way)
    {
        int all = Shape.IsSpatial ? layout.Shape.Channels : layout.Shape.Count, last = first + Shape.Channels - 1;
        if (Shape.Channels == all) return "";
        string kind = Shape.IsSpatial ? "channel" : "feature";
        string which = first == last ? $"{kind} {Text.Number(first)}" : $"{kind}s {Text.Number(first)} to {Text.Number(last)}";
        return $", {way} {which} of {Text.Number(all)}";
    }

    private static string At(Layout layout, int first) => $"{(first == 0 ? "" : "Behind" + Text.Number(first))}Of{layout.Shape}{layout.NameSuffix}";
}
