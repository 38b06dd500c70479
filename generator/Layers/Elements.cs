using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Layers;

/// <summary>Loops over all elements of tensors of one shape, of which one of C×1×1 has a number for each channel.</summary>
internal static class Elements
{
    /// <summary>Whether the elements of a batch are no single run.</summary>
    public static bool IsPerSample(params Layout[] layouts) => layouts.Any(layout => !layout.IsCompact || layout.ChannelsLast != layouts[0].ChannelsLast);

    /// <summary>Whether one sample is taken at a time, as an image is, among the steps of convolutions, while it is near.</summary>
    public static bool IsOfImages(Shape shape, params Layout[] layouts) => shape.IsSpatial || IsPerSample(layouts);

    /// <summary>Whether vectors can run over all of them alike. Borders are elements as well: zeros, or nobody's.</summary>
    public static bool HasLanes(Dialect dialect, params Layout[] layouts) =>
        layouts.All(layout => IsAlike(layout, layouts[0])) && layouts[0].Count >= dialect.Lanes;

    /// <summary>Says of a run of vectors what it does with what is no element.</summary>
    public static void CommentBorder(KernelWriter writer, Layout layout, bool isGradient)
    {
        if (layout.IsCompact) return;
        if (layout.Border == Border.None) writer.Comment("over what is left free between rows as well: nobody reads it");
        else writer.Comment(isGradient ? "over the border as well: a gradient there is nobody's" : "over the border as well: of zeros it makes zeros");
    }

    /// <summary>The body gets the index of an element in each layout.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="layouts">How the tensors lie.</param>
    /// <param name="body">Writes what is done with an element.</param>
    public static void Each(KernelWriter writer, IReadOnlyList<Layout> layouts, Action<Index[]> body)
    {
        // One run, in which one index serves for all.
        if (!IsPerSample(layouts.ToArray()) && layouts.All(layout => layout.Count == layouts[0].Count))
        {
            writer.EachNumber(writer.Size("count", layouts[0].Count), at => body(layouts.Select(_ => at).ToArray()));
            return;
        }

        Shape shape = layouts.OrderByDescending(layout => layout.Shape.Positions).First().Shape;
        writer.Nest(new[] { new Loop("channel", shape.Channels), new Loop("row", shape.Height), new Loop("column", shape.Width) }, at =>
            body(layouts.Select(layout => layout.Shape.Positions == 1 ? layout.At(at[0], 0, 0) : layout.At(at[0], at[1], at[2])).ToArray()));
    }

    /// <summary>Whether rows of the tensors lie alike.</summary>
    public static bool HasRuns(params Layout[] layouts) => layouts.All(layout => layout.ChannelsLast == layouts[0].ChannelsLast);

    /// <summary>Spans of the same elements in each layout, as long as they can be: all, rows, or single ones.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="isPerSample">Whether one sample is taken at a time.</param>
    /// <param name="layouts">How the tensors lie.</param>
    /// <param name="body">Gets what makes the span of each tensor.</param>
    public static void EachRun(KernelWriter writer, bool isPerSample, Layout[] layouts, Action<string[]> body)
    {
        Shape shape = layouts[0].Shape;
        if (!isPerSample || (HasRuns(layouts) && layouts.All(layout => layout.IsCompact)))
        {
            body(layouts.Select(_ => "").ToArray());
            return;
        }

        bool hasRuns = HasRuns(layouts), isLast = hasRuns && layouts[0].ChannelsLast;
        int length = !hasRuns ? 1 : isLast ? shape.Width * shape.Channels : shape.Width;
        writer.Nest(
            new[] { new Loop("channel", isLast ? 1 : shape.Channels), new Loop("row", shape.Height), new Loop("column", hasRuns ? 1 : shape.Width) },
            at => body(layouts.Select(layout => $".Slice({layout.At(at[0], at[1], at[2])}, {Text.Number(length)})").ToArray()));
    }

    private static bool IsAlike(Layout one, Layout other) => one == other || (one.IsPlain && other.IsPlain && one.LongCount == other.LongCount);
}
