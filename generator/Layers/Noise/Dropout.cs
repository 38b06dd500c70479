using System;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Noise;

internal sealed class DropoutKind : LayerKind
{
    public override string Name => "Dropout";

    public override void Check(AnnotationReader reader) => reader.Part("rate", 0);

    public override Layer Read(LayerReader reader) => new DropoutLayer(reader.Name, reader.Input, reader.Makes(reader.Input.Shape), reader.Double("rate"));
}

/// <summary>In training some elements at random become zero, and the others grow so that the mean stays; else nothing happens.</summary>
internal sealed record DropoutLayer(string Name, Tensor Input, Tensor Output, double Rate) : Layer(Name, "Dropout", Input, Output)
{
    public override EquatableArray<Setting> Settings => EquatableArray.Of(Setting.Told("rate", Rate));

    public override bool KeepsLayout => true;

    public override ActivationGain Gain => ActivationGain.Next;

    public override void PlanForward(ILayerPlan plan)
    {
        Slot input = plan.Value(Input);
        if (!plan.IsTrainable)
        {
            plan.ShareValue(this);
            return;
        }

        bool isInPlace = input.Layout == plan.LayoutOf(Output) && plan.MayOverwriteInput(this);
        Slot output = isInPlace ? plan.ShareValue(this) : plan.MakeValue(this);
        plan.Add(Mode.Training, this, "forward", new DropoutMask(plan.Scalar, input.Layout, output.Layout, Rate), input, output);
        if (!isInPlace) plan.Add(Mode.Inference, this, "copy", new Reorder(plan.Scalar, input.Layout, output.Layout), input, output);
    }

    public override void PlanBackward(ILayerPlan plan)
    {
        if (!plan.WantsGradient(Input)) return;
        Slot outputGradient = plan.Gradient(Output);
        bool isInPlace = outputGradient.Layout == plan.LayoutOf(Input) || plan.TakesAnyGradient(Input);
        Slot inputGradient = isInPlace ? plan.ShareGradient(this) : plan.MakeGradient(this);
        plan.Add(
            Mode.Training,
            this,
            "input gradient",
            new DropoutMask(plan.Scalar, outputGradient.Layout, inputGradient.Layout, Rate),
            outputGradient,
            inputGradient);
        if (!isInPlace)
        {
            plan.Add(
                Mode.Inference, this, "gradient copy", new Reorder(plan.Scalar, outputGradient.Layout, inputGradient.Layout), outputGradient, inputGradient);
        }
    }
}

/// <summary>Each element, or its gradient, times a factor that its mask says: zero, or one for all others.</summary>
/// <param name="Scalar">The number type.</param>
/// <param name="Source">How they lie.</param>
/// <param name="Target">Where they go, which may be the same place.</param>
/// <param name="Rate">The share of zeros.</param>
internal sealed record DropoutMask(Scalar Scalar, Layout Source, Layout Target, double Rate) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override bool DrawsMask => true;

    public override string Name => $"DropoutMask{Source.Shape}{Layout.NameSuffixOf(Source, Target)}";

    public override string Title => $"{Source.Shape}, {Model.Text.Number(Rate)} of them zeros";

    public override string Form => "element by element, by a hash of the seed, the step, the layer, the sample and the element's number";

    public override void Emit(KernelWriter writer)
    {
        // Of 2³² words so many become zeros; with a rate of 1 a factor of 0 does it.
        string threshold = Model.Text.Number((long)(Rate < 1 ? Math.Min(uint.MaxValue, Math.Round(Rate * 4294967296)) : 0));
        string factor = $"threshold: {threshold}, scale: {writer.Number(Rate < 1 ? 1 / (1 - Rate) : 0)}";
        int height = Source.Shape.Height, width = Source.Shape.Width, channels = Source.Shape.Channels;
        if (Source.IsPlain && Target.IsPlain)
        {
            writer.Line($"{Apply}(input, output, key, {factor});");
        }
        else if (Source.ChannelsLast != Target.ChannelsLast)
        {
            writer.Nest(new[] { new Loop("channel", channels), new Loop("row", height), new Loop("column", width) }, at =>
                Run(Source.At(at[0], at[1], at[2]), Target.At(at[0], at[1], at[2]), 1, First(at[0], at[1], at[2]), 1));
        }
        else if (Source.ChannelsLast)
        {
            writer.Nest(new[] { new Loop("row", height), new Loop("column", width) }, at =>
                Run(Source.At(0, at[0], at[1]), Target.At(0, at[0], at[1]), channels, First(0, at[0], at[1]), height * width));
        }
        else
        {
            writer.Nest(new[] { new Loop("channel", channels), new Loop("row", height) }, at =>
                Run(Source.At(at[0], at[1], 0), Target.At(at[0], at[1], 0), width, First(at[0], at[1], 0), 1));
        }

        Kernels.Index First(Kernels.Index channel, Kernels.Index row, Kernels.Index column) => (channel * (height * width)) + (row * width) + column;

        void Run(Kernels.Index from, Kernels.Index to, int count, Kernels.Index first, int step)
        {
            string length = Model.Text.Number(count);
            writer.Line(
                $"{Apply}(input.Slice({from}, {length}), output.Slice({to}, {length}), key, {factor}, first: " +
                $"{first}{(step == 1 ? "" : ", step: " + Model.Text.Number(step))});");
        }
    }

    private const string Apply = "global::CnnGen.Runtime.Dropout.Apply";
}
