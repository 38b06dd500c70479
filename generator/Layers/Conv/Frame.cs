using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Conv;

/// <summary>
/// The input inside a border of zeros, so that no convolution has to ask where it ends. The zeros are there from the start; so is room behind the last row.
/// </summary>
internal sealed record Frame(Scalar Scalar, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("frame"));

    public override bool IsPerSample => true;

    public override bool IsCheap => true;

    public override string Name => $"Frame{Source.Shape}{Layout.NameSuffixOf(Source, Target)}";

    public override string Title =>
        Source.Shape + (Target.ChannelsLast && !Source.ChannelsLast ? ", channels last," : "")
            + (Target.Border == Border.None ? " in memory of its own" : " inside a border of zeros");

    public override string Form => $"copied to {Target}";

    public override void Emit(KernelWriter writer)
    {
        if (Target.Border != Border.None) writer.Comment("the border is zero from construction on: nobody writes there");
        ImageCopy.Emit(writer, "input", Source, "frame", Target);
    }
}

/// <summary>The gradient of the input: what lies inside the border.</summary>
internal sealed record Unframe(Scalar Scalar, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("frameGradient"), Port.Out("inputGradient"));

    public override bool IsPerSample => true;

    public override string Name => $"Unframe{Target.Shape}From{(Source.Shape == Target.Shape ? "" : Source.Shape)}{Source.NameSuffix}";

    public override string Title => $"{Target.Shape} out of its border";

    public override string Form => "copied";

    public override void Emit(KernelWriter writer) => ImageCopy.Emit(writer, Target.Shape, "frameGradient", Source, 0, "inputGradient", Target, 0);
}
