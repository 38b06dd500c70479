using CnnGen.Generator.Diagnostics;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Joins;

internal sealed class SliceKind : LayerKind
{
    public override string Name => "Slice";

    public override void Check(AnnotationReader reader)
    {
        reader.AtLeast(0, "start");
        reader.AtLeast(1, "count");
    }

    public override Layer? Read(LayerReader reader)
    {
        Shape input = reader.Input.Shape;
        int start = reader.Int("start"), count = reader.Int("count");
        if ((long)start + count <= input.Channels)
        {
            return new SliceLayer(reader.Name, reader.Input, reader.Makes(input.With(count, input.Height, input.Width)), start);
        }

        string kind = input.IsSpatial ? "channel" : "feature";
        int rest = input.Channels - start;
        reader.Report(
            Rules.SliceOutOfRange,
            rest <= 0 ? "start" : "count",
            rest <= 0 ? null : new Remedy($"Take {Text.Plural(rest, kind)}", reader.Set("count", Text.Number(rest))),
            reader.Name,
            $"{kind}s {Text.Number(start)}",
            Text.Number((long)start + count - 1),
            input.ToString(),
            Text.Plural(input.Channels, kind));
        return null;
    }
}

/// <summary>Some of the channels, or features, of a tensor.</summary>
internal sealed record SliceLayer(string Name, Tensor Input, Tensor Output, int Start) : Layer(Name, "Slice", Input, Output)
{
    public override EquatableArray<Setting> Settings =>
        EquatableArray.Of(Setting.Deciding("start", Start), Setting.Told("count", Output.Shape.Channels));

    public override ActivationGain Gain => ActivationGain.Next;

    // A list of features may lie as the image that it was; a part of it could not.
    public override bool NeedsPlainInput => !Output.Shape.IsSpatial;

    public override Layout OutputLayout(Layout input, Border border, LayerForm? form, PlanOptions planning) =>
        new(Output.Shape, input.ChannelsLast && Output.Shape.IsSpatial, border);

    public override void PlanForward(ILayerPlan plan)
    {
        Slot value = plan.Value(Input), output = plan.MakeValue(this);
        plan.Add(this, "forward", new ChannelCopy(plan.Scalar, Output.Shape, value.Layout, Start, output.Layout, 0), value, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot gradient = plan.Gradient(Output);
        bool isFirst = !plan.HasGradient(Input);
        Slot sum = isFirst ? plan.MakeGradient(Input) : plan.Gradient(Input);
        plan.Add(this, "input gradient", new SliceGradient(plan.Scalar, Output.Shape, gradient.Layout, sum.Layout, Start, isFirst), gradient, sum);
    }
}

/// <summary>What a slice contributes to the gradient of the tensor that it is of.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Shape">The slice.</param>
/// <param name="Contribution">How the slice's gradient lies.</param>
/// <param name="Sum">How the tensor's gradient lies.</param>
/// <param name="Start">The slice's first channel.</param>
/// <param name="IsFirst">Whether no reader has contributed before: elsewhere it is zero then.</param>
internal sealed record SliceGradient(Scalar Scalar, Shape Shape, Layout Contribution, Layout Sum, int Start, bool IsFirst) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("contribution"), IsFirst ? Port.Out("gradient") : Port.InOut("gradient"));

    public override bool IsPerSample => true;

    public override string Name =>
        $"SliceGradient{Shape}{Contribution.NameSuffix}{(IsFirst ? "In" : "AddedTo")}{Sum.Shape}{Sum.NameSuffix}From{Text.Number(Start)}";

    public override string Title => $"{Shape} → {Sum.Shape}";

    public override string Form => IsFirst ? "copied, zeros elsewhere" : "element by element, added to what the readers behind have contributed";

    public override void Emit(KernelWriter writer)
    {
        if (!IsFirst)
        {
            writer.Nest(new[] { new Loop("channel", Shape.Channels), new Loop("row", Shape.Height), new Loop("column", Shape.Width) }, at =>
                writer.Line(writer.Dialect.Add($"gradient[{Sum.At(at[0] + Start, at[1], at[2])}]", $"contribution[{Contribution.At(at[0], at[1], at[2])}]")));
            return;
        }

        writer.Line("gradient.Clear();");
        if (Shape.IsSpatial) ImageCopy.Emit(writer, Shape, "contribution", Contribution, 0, "gradient", Sum, Start);
        else writer.Line($"contribution.CopyTo(gradient.Slice({Text.Number(Start)}, {Text.Number(Shape.Count)}));");
    }
}
