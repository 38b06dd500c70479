using CnnGen.Generator.Model;

namespace CnnGen.Generator.Kernels;

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

/// <summary>An image from one layout to another, or some of its channels.</summary>
internal static class ImageCopy
{
    public static void Emit(KernelWriter writer, string from, Layout source, string to, Layout target) =>
        Emit(writer, source.Shape, from, source, 0, to, target, 0);

    /// <param name="writer">Where to.</param>
    /// <param name="shape">What is copied.</param>
    /// <param name="from">The argument that it is in.</param>
    /// <param name="source">How that lies.</param>
    /// <param name="sourceFirst">The first channel there.</param>
    /// <param name="to">The argument that it goes to.</param>
    /// <param name="target">How that lies.</param>
    /// <param name="targetFirst">The first channel there.</param>
    public static void Emit(KernelWriter writer, Shape shape, string from, Layout source, int sourceFirst, string to, Layout target, int targetFirst)
    {
        // What lies around an image is not copied with it: around a gradient it is nobody's, and not zero.
        if (source == target && source.Shape == shape && source.IsCompact)
        {
            writer.Line($"{from}.CopyTo({to});");
            return;
        }

        string width = Text.Number(shape.Width), channels = Text.Number(shape.Channels);
        bool hasOneChannel = source.Shape.Channels == 1 && target.Shape.Channels == 1;
        if (source.ChannelsLast && target.ChannelsLast && (source.Shape.Channels != shape.Channels || target.Shape.Channels != shape.Channels))
        {
            writer.Nest(new[] { new Loop("row", shape.Height), new Loop("column", shape.Width) }, at =>
                writer.Line(
                    $"{from}.Slice({source.At(sourceFirst, at[0], at[1])}, {channels}).CopyTo({to}.Slice({target.At(targetFirst, at[0], at[1])}, " +
                    $"{channels}));"));
            return;
        }

        if (source.ChannelsLast == target.ChannelsLast || hasOneChannel)
        {
            // A row lies together in both.
            bool isLast = source.ChannelsLast && !hasOneChannel;
            string length = Text.Number(isLast ? shape.Width * shape.Channels : shape.Width);
            writer.Nest(new[] { new Loop("channel", isLast ? 1 : shape.Channels), new Loop("row", shape.Height) }, at =>
                writer.Line(
                    $"{from}.Slice({source.At(at[0] + sourceFirst, at[1], 0)}, {length}).CopyTo({to}.Slice({target.At(at[0] + targetFirst, at[1], 0)}, " +
                    $"{length}));"));
            return;
        }

        // Channels × positions to positions × channels, or back: all of them at once where nothing lies between.
        Layout planes = source.ChannelsLast ? target : source;
        bool isWhole = source.IsCompact && target.IsCompact && source.Shape.Positions == target.Shape.Positions;
        string positions = isWhole ? Text.Number(shape.Positions) : width;
        string plane = Text.Number(planes.ChannelStride);
        string column = Text.Number((source.ChannelsLast ? source : target).ColumnStride);
        writer.Nest(new[] { new Loop("row", isWhole ? 1 : shape.Height) }, at =>
        {
            string start = $"{from}.Slice({source.At(sourceFirst, at[0], 0)})", end = $"{to}.Slice({target.At(targetFirst, at[0], 0)})";
            writer.Line(source.ChannelsLast
                ? $"global::CnnGen.Runtime.Transposition.Copy({start}, sourceStride: {column}, {end}, destinationStride: {plane}, rows: {positions}, " +
                    $"columns: {channels});"
                : $"global::CnnGen.Runtime.Transposition.Copy({start}, sourceStride: {plane}, {end}, destinationStride: {column}, rows: {channels}, columns: " +
                    $"{positions});");
        });
    }
}
