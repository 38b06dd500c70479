using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Padding as a layer, and larger images.</summary>
internal static class Resampling
{
    public static Value?[] Pad(Call call)
    {
        View view = call.View(0);
        int rank = view.Shape.Length;
        long[] pads = call.Integers("pads", 1) ?? throw new RefusalException("lacks its padding");
        if (call.Constant(3, "axes")?.AsIntegers() is { } axes)
        {
            long[] all = new long[2 * rank];
            for (int i = 0; i < axes.Length; i++)
            {
                all[Dims.Axis(axes[i], rank)] = pads[i];
                all[Dims.Axis(axes[i], rank) + rank] = pads[i + axes.Length];
            }

            pads = all;
        }

        call.Require(pads.Length == 2 * rank && pads.All(cells => Math.Abs(cells) <= Budget.Tensor),
            $"has the padding [{string.Join(",", pads)}] for {rank} axes");
        if (pads.All(cells => cells == 0)) return [view];
        string mode = call.Text("mode", "constant") switch
        {
            "constant" => "Zero",
            "reflect" => "Reflect",
            "edge" => "Replicate",
            "wrap" => "Circular",
            string other => throw new RefusalException($"has the mode '{other}'"),
        };
        double value = call.Has("value") ? call.Number("value", 0) : call.Constant(2, "value") is { Count: 1 } number ? number.AsFloats()[0] : 0;
        call.Require(mode != "Zero" || value == 0, $"pads with {Literals.Of(value)}; only zeros can be declared");
        call.Require(pads[0] == 0 && pads[rank] == 0, "pads the batch");
        Layer layer = call.Arranged(view);
        call.Require(layer.Shape.Length == rank - 1, $"pads {Dims.Text(view.Shape)}, where the first axis is no batch");
        int[] before = pads[1..rank].Select(cells => (int)cells).ToArray(), after = pads[(rank + 1)..].Select(cells => (int)cells).ToArray();
        if (before[0] != 0 || after[0] != 0) layer = Channels(call, layer, before[0], after[0], mode);
        if (rank > 2) layer = Border(call, layer, before[1..], after[1..], mode);
        return [Call.Batched(layer)];
    }

    public static Value?[] Upsample(Call call)
    {
        double[] scales = call.Node.Attributes.TryGetValue("scales", out NodeAttribute? attribute)
            ? Array.ConvertAll(attribute.Numbers ?? [], number => (double)number)
            : Array.ConvertAll(call.Needed(1, "scales").AsFloats(), number => (double)number);
        return Enlarge(call, scales, call.Text("mode", "nearest"), "asymmetric", "floor");
    }

    public static Value?[] Resize(Call call)
    {
        View view = call.View(0);
        double[]? scales = call.Constant(call.Opset < 11 ? 1 : 2, "scales") is { Count: > 0 } given
            ? Array.ConvertAll(given.AsFloats(), number => (double)number) : null;
        long[]? sizes = call.Constant(3, "sizes")?.AsIntegers();
        if (call.Integers("axes") is { } axes)
        {
            scales = scales is null ? null : Spread(axes, scales, view.Shape.Length, 1);
            sizes = sizes is null ? null
                : Array.ConvertAll(Spread(axes, Array.ConvertAll(sizes, size => (double)size), view.Shape.Length, 0), size => (long)size);
            if (sizes is not null) sizes = sizes.Select((size, axis) => size == 0 ? view.Shape[axis] : size).ToArray();
        }

        scales ??= sizes?.Select((size, axis) => (double)size / view.Shape[axis]).ToArray() ?? throw new RefusalException("lacks its scales and sizes");
        string transformation = call.Text("coordinate_transformation_mode", call.Opset < 11 ? "asymmetric" : "half_pixel");
        return Enlarge(call, scales, call.Text("mode", "nearest"), transformation, call.Text("nearest_mode", call.Opset < 11 ? "floor" : "round_prefer_floor"));
    }

    private static double[] Spread(long[] axes, double[] values, int rank, double otherwise)
    {
        double[] all = Enumerable.Repeat(otherwise, rank).ToArray();
        for (int i = 0; i < axes.Length; i++) all[Dims.Axis(axes[i], rank)] = values[i];
        return all;
    }

    private static Value?[] Enlarge(Call call, double[] scales, string mode, string transformation, string rounding)
    {
        View view = call.View(0);
        int rank = view.Shape.Length;
        call.Require(rank is 3 or 4 && scales.Length == rank && scales[0] == 1 && scales[1] == 1,
            $"has the scales [{string.Join(",", scales.Select(Literals.Of))}] for {Dims.Text(view.Shape)}");
        double factor = scales[2];
        call.Require(scales[^1] == factor, $"has other factors for rows and columns, {Literals.Of(scales[2])} and {Literals.Of(scales[^1])}");
        call.Require(factor >= 1 && factor <= 1024 && factor == Math.Floor(factor), $"has the factor {Literals.Of(factor)}; only whole ones can be declared");
        if (factor == 1) return [view];
        string options = "";
        if (mode == "nearest")
        {
            for (int axis = 2; axis < rank; axis++)
            {
                call.Require(IsCopies(view.Shape[axis], (int)factor, transformation, rounding),
                    $"is nearest by '{transformation}' and '{rounding}', which are no equal squares");
            }
        }
        else
        {
            call.Require(mode == "linear", $"is {mode}; only nearest and linear can be declared");
            bool isCentred = transformation is "half_pixel" || (transformation == "pytorch_half_pixel" && view.Shape.Skip(2).All(size => size * factor > 1));
            call.Require(isCentred, $"is linear and '{transformation}'; only half_pixel can be declared (PyTorch's align_corners=False)");
            options = "Mode = UpsampleMode.Bilinear";
        }

        Layer input = call.Spatial(0);
        int[] shape = [input.Shape[0], .. input.Shape.Skip(1).Select(size => checked(size * (int)factor))];
        Dims.Count(shape);
        string[] arguments = options.Length == 0 ? [Literals.Of((int)factor)] : [Literals.Of((int)factor), options];
        return [Call.Batched(call.Named(new PlainLayer("Upsample", input, shape, arguments)))];
    }

    /// <summary>Whether each number becomes as many copies as the factor says.</summary>
    private static bool IsCopies(int size, int factor, string transformation, string rounding)
    {
        int outputs = size * factor;
        for (int i = 0; i < outputs; i++)
        {
            double at = transformation switch
            {
                "asymmetric" or "tf_half_pixel_for_nn" => (double)i / factor + (transformation == "asymmetric" ? 0 : 0.5 / factor),
                "half_pixel" => (i + 0.5) / factor - 0.5,
                "pytorch_half_pixel" => outputs > 1 ? (i + 0.5) / factor - 0.5 : 0,
                "align_corners" => outputs > 1 ? (double)i * (size - 1) / (outputs - 1) : 0,
                _ => double.NaN,
            };
            double from = rounding switch
            {
                "floor" => Math.Floor(at),
                "ceil" => Math.Ceiling(at),
                "round_prefer_ceil" => Math.Floor(at + 0.5),
                _ => Math.Ceiling(at - 0.5),
            };
            if (Math.Clamp(from, 0, size - 1) != i / factor || double.IsNaN(from)) return false;
        }

        return true;
    }

    private static Layer Channels(Call call, Layer layer, int before, int after, string mode)
    {
        call.Require(mode == "Zero", $"pads the channels with mode {mode}");
        int count = layer.Shape[0] + Math.Min(0, before) + Math.Min(0, after);
        call.Require(count > 0, "takes off all channels");
        if (before < 0 || after < 0)
        {
            layer = call.Named(new PlainLayer("Slice", layer, [count, .. layer.Shape[1..]], Literals.Of(Math.Max(0, -before)), Literals.Of(count)));
        }

        if (before <= 0 && after <= 0) return layer;
        int[] shape = [count + Math.Max(0, before) + Math.Max(0, after), .. layer.Shape[1..]];
        return call.Named(new PlainLayer("PadChannels", layer, shape, Literals.Of(Math.Max(0, before)), Literals.Of(Math.Max(0, after))));
    }

    private static Layer Border(Call call, Layer layer, int[] before, int[] after, string mode)
    {
        foreach (bool isCrop in new[] { true, false })
        {
            int[] first = before.Select(cells => Math.Max(0, isCrop ? -cells : cells)).ToArray(),
                second = after.Select(cells => Math.Max(0, isCrop ? -cells : cells)).ToArray();
            if (first.Concat(second).All(cells => cells == 0)) continue;
            int[] shape = (int[])layer.Shape.Clone();
            for (int i = 0; i < first.Length; i++) shape[i + 1] += (isCrop ? -1 : 1) * (first[i] + second[i]);
            call.Require(shape.All(size => size > 0), "takes off more than there is");
            call.Require(isCrop || mode != "Reflect" || first.Concat(second).Zip(layer.Shape[1..].Concat(layer.Shape[1..]))
                .All(pair => pair.First < pair.Second), "reflects more than there is");
            Dims.Count(shape);
            layer = call.Named(new BorderLayer(isCrop ? "Crop" : "Pad", layer, shape, first, second, isCrop ? "Zero" : mode));
        }

        return layer;
    }
}
