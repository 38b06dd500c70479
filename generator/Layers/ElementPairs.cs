using System;
using System.Linq;
using CnnGen.Generator.Emission;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;

namespace CnnGen.Generator.Layers;

/// <summary>
/// Loops over the elements of several tensors of one shape at once. One of C×1×1 stands for all positions of its channels; lists of features
/// lie one after the other, whatever image they come from.
/// </summary>
internal static class ElementPairs
{
    /// <summary>Whether one sample is taken at a time: a batch of images is, among the steps of convolutions; lists are one run where nothing lies between.</summary>
    public static bool IsPerSample(Shape shape, params Layout[] layouts) => shape.IsSpatial || layouts.Any(layout => !layout.IsPlain);

    public static int BatchOf(int batch, Shape shape, params Layout[] layouts) => IsPerSample(shape, layouts) ? 1 : batch;

    /// <summary>Whether vectors can run over all of them alike. Borders are elements as well: zeros, or nobody's.</summary>
    public static bool HasLanes(Dialect dialect, Shape shape, params Layout[] layouts) =>
        layouts.All(layout => (layout == layouts[0] || (layout.IsPlain && layouts[0].IsPlain)) && layout.LongCount == layouts[0].LongCount) && layouts[0].Count >= dialect.Lanes;

    /// <summary>The body gets the index of an element in each layout.</summary>
    public static void Each(KernelWriter writer, Shape shape, Layout[] layouts, Action<Index[]> body)
    {
        if (!IsPerSample(shape, layouts))
        {
            writer.EachNumber(shape.Count, at => body(layouts.Select(_ => at).ToArray()));
            return;
        }

        // A list that lies as an image is one in every layout.
        Shape image = shape.IsSpatial ? shape : layouts[0].Shape;
        writer.Nest(new[] { new Loop("channel", image.Channels), new Loop("row", image.Height), new Loop("column", image.Width) }, at =>
            body(layouts.Select(layout => layout.Shape.Positions == 1 && image.Positions > 1 ? layout.At(at[0], 0, 0) : layout.At(at[0], at[1], at[2])).ToArray()));
    }
}
