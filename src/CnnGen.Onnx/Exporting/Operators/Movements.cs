using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Format;

namespace CnnGen.Onnx.Exporting.Operators;

/// <summary>What gives numbers other places: rows, columns and channels that come, go or change their order.</summary>
internal static class Movements
{
    // Of a batch's axes.
    private const int Channels = 1, FirstPosition = 2;

    public static string Flatten(LayerWriter layer) =>
        layer.InputShape.Count == 1 ? layer.Input : layer.Node("Flatten", new[] { layer.Input }, Attributes.Of("axis", 1));

    public static string Reshape(LayerWriter layer) => layer.Reshape("shape", layer.Input, Sizes(layer.OutputShape));

    public static string Pad(LayerWriter layer)
    {
        long[] sides = layer.Integers("padding");
        return layer.Word("mode") switch
        {
            "Circular" => Circular(layer, sides),
            "Reflect" => Pad(layer, "reflect", sides),
            "Replicate" => Pad(layer, "edge", sides),
            _ => Pad(layer, "constant", sides),
        };
    }

    public static string PadChannels(LayerWriter layer)
    {
        long[] none = layer.InputShape.Skip(1).Select(_ => 0L).ToArray();
        long[] before = none.Prepend(layer.Integers("before")[0]).ToArray(), after = none.Prepend(layer.Integers("after")[0]).ToArray();
        return layer.Node("Pad", new[] { layer.Input, layer.Whole("pads", All(before, after)) }, Attributes.Of("mode", "constant"));

        static long[] All(IEnumerable<long> before, IEnumerable<long> after) => before.Prepend(0).Concat(after.Prepend(0)).ToArray();
    }

    public static string Crop(LayerWriter layer)
    {
        long[] sides = layer.Integers("size");
        int axes = sides.Length / 2;
        long[] ends = layer.InputShape.Skip(1).Select((size, axis) => size - sides[axes + axis]).ToArray();
        return Part(layer, layer.Input, "", sides.Take(axes).ToArray(), ends, FirstPosition);
    }

    public static string Slice(LayerWriter layer)
    {
        long start = layer.Integers("start")[0];
        return Part(layer, layer.Input, "", new[] { start }, new[] { start + layer.Integers("count")[0] }, Channels);
    }

    /// <summary>Along a line, where there is no operator, the cells of a channel go between the positions.</summary>
    public static string PixelShuffle(LayerWriter layer)
    {
        long factor = layer.Integers("factor")[0];
        if (layer.InputShape.Count == 3)
        {
            return layer.Node("DepthToSpace", new[] { layer.Input }, Attributes.Of("blocksize", factor), Attributes.Of("mode", "CRD"));
        }

        return Swap(layer, layer.OutputShape[0], factor, first: FirstPosition);
    }

    /// <summary>Groups × members become members × groups.</summary>
    public static string ChannelShuffle(LayerWriter layer)
    {
        long groups = layer.Integers("groups")[0];
        return Swap(layer, groups, layer.InputShape[0] / groups, first: Channels);
    }

    public static string Upsample(LayerWriter layer)
    {
        bool isNearest = layer.Word("mode") == "Nearest";
        float factor = (float)layer.Number("factor");
        string scales = layer.Single("scales", layer.InputShape.Skip(1).Select(_ => factor).Prepend(1).Prepend(1).ToArray());
        List<AttributeProto> attributes = new()
        {
            Attributes.Of("mode", isNearest ? "nearest" : "linear"),
            Attributes.Of("coordinate_transformation_mode", isNearest ? "asymmetric" : "half_pixel"),
        };
        if (isNearest) attributes.Add(Attributes.Of("nearest_mode", "floor"));
        return layer.Node("Resize", new[] { layer.Input, "", scales }, attributes.ToArray());
    }

    /// <summary>Splits the channels in two axes, and exchanges an axis with the one behind it.</summary>
    private static string Swap(LayerWriter layer, long outer, long inner, int first)
    {
        string split = layer.Reshape("split", layer.Input, Sizes(layer.InputShape.Skip(1)).Prepend(inner).Prepend(outer).ToArray());
        long[] order = Enumerable.Range(0, layer.InputShape.Count + 2).Select(axis => (long)axis).ToArray();
        (order[first], order[first + 1]) = (order[first + 1], order[first]);
        string swapped = layer.Node("Transpose", new[] { split }, Attributes.Of("perm", order));
        return layer.Reshape("shape", swapped, Sizes(layer.OutputShape));
    }

    private static string Pad(LayerWriter layer, string mode, long[] sides)
    {
        int axes = sides.Length / 2;
        long[] pads = new long[] { 0, 0 }.Concat(sides.Take(axes)).Concat(new long[] { 0, 0 }).Concat(sides.Skip(axes)).ToArray();
        return layer.Node("Pad", new[] { layer.Input, layer.Whole("pads", pads) }, Attributes.Of("mode", mode));
    }

    /// <summary>Axis by axis: the end, all, the start. An operator's mode is younger.</summary>
    private static string Circular(LayerWriter layer, long[] sides)
    {
        string value = layer.Input;
        int axes = sides.Length / 2;
        for (int axis = 0; axis < axes; axis++)
        {
            long before = sides[axis], after = sides[axes + axis], size = layer.InputShape[1 + axis];
            int at = FirstPosition + axis;
            List<string> parts = new() { value };
            if (before > 0) parts.Insert(0, Part(layer, value, $"before{axis}", new[] { size - before }, new[] { size }, at));
            if (after > 0) parts.Add(Part(layer, value, $"after{axis}", new[] { 0L }, new[] { after }, at));
            if (parts.Count > 1) value = layer.Node("Concat", parts.ToArray(), Attributes.Of("axis", at));
        }

        return value;
    }

    /// <summary>A part of some axes.</summary>
    private static string Part(LayerWriter layer, string value, string role, long[] starts, long[] ends, int firstAxis)
    {
        string prefix = role.Length > 0 ? role + "/" : "";
        return layer.Node(
            "Slice",
            value,
            layer.Whole(prefix + "starts", starts),
            layer.Whole(prefix + "ends", ends),
            layer.Whole(prefix + "axes", starts.Select((_, axis) => (long)(firstAxis + axis)).ToArray()));
    }

    private static long[] Sizes(IEnumerable<int> shape) => shape.Select(size => (long)size).ToArray();
}
