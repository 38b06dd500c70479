using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers.Resampling;

/// <summary>Each position becomes a square of its number.</summary>
internal sealed record NearestForward(Scalar Scalar, Shape Shape, int Factor, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name => $"Nearest{Shape}Times{Text.Number(Factor)}{Layout.NameSuffixOf(Source, Target)}Forward";

    public override string Title => $"{Shape} → {Target.Shape}";

    public override string Form => "copied";

    private int Rows => Shape.IsLine ? 1 : Factor;

    public override void Emit(KernelWriter writer)
    {
        if (Source.ChannelStride == 1 && Target.ChannelStride == 1)
        {
            string channels = Text.Number(Shape.Channels);
            Loop[] positions = { new("row", Shape.Height), new("cellRow", Rows), new("column", Shape.Width), new("cellColumn", Factor) };
            writer.Nest(positions, at =>
            {
                Index source = Source.At(0, at[0], at[2]), target = Target.At(0, (at[0] * Rows) + at[1], (at[2] * Factor) + at[3]);
                writer.Line($"input.Slice({source}, {channels}).CopyTo(output.Slice({target}, {channels}));");
            });
            return;
        }

        Loop[] loops =
        {
            new("channel", Shape.Channels), new("row", Shape.Height), new("cellRow", Rows), new("column", Shape.Width), new("cellColumn", Factor),
        };
        writer.Nest(loops, at =>
        {
            Index target = Target.At(at[0], (at[1] * Rows) + at[2], (at[3] * Factor) + at[4]);
            writer.Line($"output[{target}] = input[{Source.At(at[0], at[1], at[3])}];");
        });
    }
}
