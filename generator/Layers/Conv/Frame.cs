using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>The input inside a border of zeros, so that no convolution has to ask where it ends. The zeros are there from the start.</summary>
internal sealed record Frame(Scalar Scalar, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("frame"));

    public override bool IsPerSample => true;

    public override string Name => $"Frame{Source.Shape}{Source.NameSuffix}To{Target.NameSuffix}";

    public override string Title => $"{Source.Shape} inside a border of zeros";

    public override string Form => $"copied to {Target}";

    public override void Emit(KernelWriter writer) => ImageRows.Copy(writer, "input", Source, "frame", Target);
}

/// <summary>The gradient of the input: what lies inside the border.</summary>
internal sealed record Unframe(Scalar Scalar, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("frameGradient"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => $"Unframe{Target.Shape}From{Source.NameSuffix}";

    public override string Title => $"{Target.Shape} out of its border";

    public override string Form => "copied";

    public override void Emit(KernelWriter writer) => ImageRows.Copy(writer, "frameGradient", Source, "inputGradient", Target);
}

/// <summary>An image from one layout to another.</summary>
internal static class ImageRows
{
    public static void Copy(KernelWriter writer, string from, Layout source, string to, Layout target)
    {
        Shape shape = source.Shape;
        if (source.ChannelsLast == target.ChannelsLast || shape.Channels == 1)
        {
            // A row lies together in both.
            bool isLast = source.ChannelsLast && shape.Channels > 1;
            string length = Text.Number(isLast ? shape.Width * shape.Channels : shape.Width);
            writer.Nest(new[] { new Loop("channel", isLast ? 1 : shape.Channels), new Loop("row", shape.Height) }, at =>
                writer.Line($"{from}.Slice({source.At(at[0], at[1], 0)}, {length}).CopyTo({to}.Slice({target.At(at[0], at[1], 0)}, {length}));"));
            return;
        }

        writer.Nest(new[] { new Loop("channel", shape.Channels), new Loop("row", shape.Height), new Loop("column", shape.Width) }, at =>
            writer.Line($"{to}[{target.At(at[0], at[1], at[2])}] = {from}[{source.At(at[0], at[1], at[2])}];"));
    }
}
