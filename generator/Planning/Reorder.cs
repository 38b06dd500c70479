using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>The same numbers in another order.</summary>
internal sealed record Reorder(Scalar Scalar, Layout Source, Layout Target) : Kernel(Scalar, 1)
{
    public override EquatableArray<Port> Ports => EquatableArray.Of(Port.In("input"), Port.Out("output"));

    public override bool IsPerSample => true;

    public override string Name => $"Reorder{Source.Shape}{Layout.NameSuffixOf(Source, Target)}";

    public override string Title => Source.ToString();

    public override string Form => $"copied to {Target}";

    public override void Emit(KernelWriter writer) => ImageCopy.Emit(writer, "input", Source, "output", Target);
}

/// <summary>An image from one layout to another.</summary>
internal static class ImageCopy
{
    public static void Emit(KernelWriter writer, string from, Layout source, string to, Layout target)
    {
        Shape shape = source.Shape;
        string width = Text.Number(shape.Width), channels = Text.Number(shape.Channels);
        if (source.ChannelsLast == target.ChannelsLast || shape.Channels == 1)
        {
            // A row lies together in both.
            bool isLast = source.ChannelsLast && shape.Channels > 1;
            string length = Text.Number(isLast ? shape.Width * shape.Channels : shape.Width);
            writer.Nest(new[] { new Loop("channel", isLast ? 1 : shape.Channels), new Loop("row", shape.Height) }, at =>
                writer.Line($"{from}.Slice({source.At(at[0], at[1], 0)}, {length}).CopyTo({to}.Slice({target.At(at[0], at[1], 0)}, {length}));"));
            return;
        }

        // Channels × positions to positions × channels, or back: all of them at once where nothing lies between.
        Layout planes = source.ChannelsLast ? target : source;
        bool isWhole = source.IsCompact && target.IsCompact;
        string positions = isWhole ? Text.Number(shape.Positions) : width, plane = Text.Number(planes.ChannelStride);
        writer.Nest(new[] { new Loop("row", isWhole ? 1 : shape.Height) }, at =>
        {
            string start = $"{from}.Slice({source.At(0, at[0], 0)})", end = $"{to}.Slice({target.At(0, at[0], 0)})";
            writer.Line(source.ChannelsLast
                ? $"global::CnnGen.Runtime.Transposition.Copy({start}, sourceStride: {channels}, {end}, destinationStride: {plane}, rows: {positions}, columns: {channels});"
                : $"global::CnnGen.Runtime.Transposition.Copy({start}, sourceStride: {plane}, {end}, destinationStride: {channels}, rows: {channels}, columns: {positions});");
        });
    }
}
