using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>The input inside a border of zeros, so that no convolution has to ask where it ends.</summary>
internal sealed record Frame(Scalar Scalar, int Batch, ConvShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("frame"));

    public override string Name => $"Frame{Shape.Input}In{Shape.Frame}";

    public override string Title => $"{Shape.Input} inside a border of zeros, {Shape.Frame}";

    public override string Form => "copied";

    public override void Emit(KernelWriter writer)
    {
        writer.Line("frame.Clear();");
        FrameRows.Each(writer, Shape, (framed, bare, width) =>
            writer.Line($"input.Slice({bare}, {width}).CopyTo(frame.Slice({framed}, {width}));"));
    }
}

/// <summary>The gradient of the input: what lies inside the border.</summary>
internal sealed record Unframe(Scalar Scalar, int Batch, ConvShape Shape) : Kernel(Scalar, Batch)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("frameGradient"), Port.Out("inputGradient"));

    public override string Name => $"Unframe{Shape.Input}From{Shape.Frame}";

    public override string Title => $"{Shape.Input} out of its border, {Shape.Frame}";

    public override string Form => "copied";

    public override void Emit(KernelWriter writer) => FrameRows.Each(writer, Shape, (framed, bare, width) =>
        writer.Line($"frameGradient.Slice({framed}, {width}).CopyTo(inputGradient.Slice({bare}, {width}));"));
}

/// <summary>The rows of an image and the same rows inside its frame.</summary>
internal static class FrameRows
{
    public static void Each(KernelWriter writer, ConvShape shape, System.Action<Index, Index, string> row)
    {
        Shape input = shape.Input, frame = shape.Frame;
        writer.Nest(new[] { writer.Samples, new Loop("channel", input.Channels), new Loop("row", input.Height) }, at => row(
            (at[0] * frame.Count) + (at[1] * frame.Positions) + (at[2] * frame.Width) + ((shape.Window.Top * frame.Width) + shape.Window.Left),
            (at[0] * input.Count) + (at[1] * input.Positions) + (at[2] * input.Width),
            Text.Number(input.Width)));
    }
}
