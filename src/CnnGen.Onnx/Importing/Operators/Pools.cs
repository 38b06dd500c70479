using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Pools, and reductions that are pools.</summary>
internal static class Pools
{
    public static Value?[] MaxPool(Call call)
    {
        call.Require(call.Integer("storage_order", 0) == 0, "has storage_order = 1, columns first");
        call.Require(call.Node.Outputs.Count < 2 || call.Node.Outputs[1].Length == 0, "also makes the places of its maxima, which cannot be declared");
        call.Require(call.Integers("dilations")?.All(step => step == 1) ?? true, "has dilations, which no pool of the contract has");
        return Pool(call, "MaxPool", countPadding: true);
    }

    public static Value?[] AveragePool(Call call)
    {
        call.Require(call.Integers("dilations")?.All(step => step == 1) ?? true, "has dilations, which no pool of the contract has");
        return Pool(call, "AvgPool", call.Integer("count_include_pad", 0) != 0);
    }

    public static Value?[] Global(Call call, string kind)
    {
        Layer input = call.Spatial(0);
        return [Call.Batched(call.Named(new PlainLayer(kind, input, [input.Shape[0], .. input.Shape.Skip(1).Select(_ => 1)])))];
    }

    /// <summary>A mean or maximum over all positions of each channel.</summary>
    public static Value?[] Reduce(Call call, string kind)
    {
        View view = call.View(0);
        int rank = view.Shape.Length;
        long[]? axes = call.Integers("axes", 1);
        if (axes is null or { Length: 0 })
        {
            if (call.Integer("noop_with_empty_axes", 0) != 0) return [view];
            axes = Enumerable.Range(0, rank).Select(axis => (long)axis).ToArray();
        }

        HashSet<int> reduced = axes.Select(axis => Dims.Axis(axis, rank)).ToHashSet();
        bool keeps = call.Integer("keepdims", 1) != 0;
        int[] kept = Enumerable.Range(0, rank).Where(axis => !reduced.Contains(axis)).ToArray();
        int[] shape = keeps ? view.Shape.Select((size, axis) => reduced.Contains(axis) ? 1 : size).ToArray() : kept.Select(axis => view.Shape[axis]).ToArray();
        int batch = keeps ? view.BatchAxis : Movements.BatchWithout(reduced, view.BatchAxis);
        if (reduced.All(axis => view.Shape[axis] == 1)) return [view.Reshaped(shape, batch)];

        // Kept axes first: then each run of numbers has to be a channel.
        int[] order = Dims.TransposeIndexes(view.Shape, [.. kept, .. reduced.Order()], call.Budget);
        Layer source = view.Source;
        int positions = Dims.Count(reduced.Select(axis => view.Shape[axis]).ToArray());
        bool isImage = source.Shape.Length > 1 && positions == Dims.Count(source.Shape[1..]);
        int[] channels = new int[order.Length / positions];
        for (int k = 0; k < order.Length && isImage; k++)
        {
            int channel = view.At(order[k]) / positions;
            if (k % positions == 0) channels[k / positions] = channel;
            isImage = channels[k / positions] == channel;
        }

        if (!isImage)
        {
            // Where the numbers lie as channels only in the file's own shape.
            if (reduced.SetEquals(Enumerable.Range(2, rank - 2)) && rank is 3 or 4)
            {
                source = call.Arranged(view);
                channels = Enumerable.Range(0, source.Shape[0]).ToArray();
            }
            else
            {
                throw new RefusalException(
                    $"reduces the axes [{string.Join(",", axes)}] of {Dims.Text(view.Shape)}; only all positions of each channel can be "
                    + "(of a layer norm: export it with opset 17 or later)");
            }
        }

        Layer pool = call.Named(new PlainLayer(kind, source, [source.Shape[0], .. source.Shape.Skip(1).Select(_ => 1)]));
        return [new View(pool, shape, channels, call.Node.ToString()) { BatchAxis = batch }];
    }

    private static Value?[] Pool(Call call, string kind, bool countPadding)
    {
        View view = call.View(0);
        if (AsLine(call, view) is { } line) return [new View(line.Layer(kind, countPadding), line.Shape)];
        Layer input = call.Spatial(0);
        int axes = input.Shape.Length - 1;
        Window window = WindowOf(call, input.Shape[1..], call.Sizes("kernel_shape", axes, 0, 1), kind, ref countPadding);
        bool isWithin = window.Before.Concat(window.After).Zip(window.Kernel.Concat(window.Kernel)).All(pair => pair.First < pair.Second);
        call.Require(isWithin, $"has as much padding as its window of {Dims.Text(window.Kernel)}");
        return [Call.Batched(
            call.Named(new PoolLayer(kind, input, [input.Shape[0], .. Convolutions.Outputs(window, input.Shape[1..])], window, countPadding)))];
    }

    private static Window WindowOf(Call call, int[] input, int[] kernel, string kind, ref bool countPadding)
    {
        Window window = Convolutions.WindowOf(call, input, kernel);
        if (call.Integer("ceil_mode", 0) == 0) return window;
        int[] outputs = Convolutions.Outputs(window, input), after = (int[])window.After.Clone();
        for (int i = 0; i < input.Length; i++)
        {
            int covered = (outputs[i] - 1) * window.Stride[i] + window.Kernel[i], there = input[i] + window.Before[i] + window.After[i];

            // One more window, unless it would begin behind the input.
            if (covered == there || outputs[i] * window.Stride[i] >= input[i] + window.Before[i]) continue;
            bool canPad = kind == "MaxPool" || !countPadding || window.Before.Concat(window.After).All(cells => cells == 0);
            if (!canPad)
            {
                throw new RefusalException(
                    $"has a ceil_mode that adds to its {outputs[i]} rows or columns a window that is partly counted; export it without ceil_mode");
            }

            if (kind == "AvgPool") countPadding = false;
            after[i] += outputs[i] * window.Stride[i] + window.Kernel[i] - there;
        }

        return window with { After = after };
    }

    /// <summary>A line that older exporters wrote as an image of one column: pools of one axis.</summary>
    private static Line? AsLine(Call call, View view)
    {
        bool isLine = view is { Order: null, Source.Shape.Length: 2, Shape.Length: 4 } && view.Shape[3] == 1
            && Dims.Same(view.Shape[1..3], view.Source.Shape) && call.Integers("kernel_shape") is { Length: 2 } kernel && kernel[1] == 1;
        int[] pads = isLine ? call.Sizes("pads", 4, 0, 0) : [];
        if (!isLine || pads[1] != 0 || pads[3] != 0 || call.Text("auto_pad", "NOTSET") != "NOTSET" || call.Integer("ceil_mode", 0) != 0) return null;
        int[] stride = call.Sizes("strides", 2, 1, 1), kernels = call.Sizes("kernel_shape", 2, 1, 1);
        Window window = new([kernels[0]], [stride[0]], [1], [pads[0]], [pads[2]]);
        return new Line(call, view, window);
    }

    private sealed record Line(Call Call, View View, Window Window)
    {
        private int Outputs => Convolutions.Outputs(Window, View.Source.Shape[1..])[0];

        public int[] Shape => [1, View.Source.Shape[0], Outputs, 1];

        public Layer Layer(string kind, bool countPadding) =>
            Call.Named(new PoolLayer(kind, View.Source, [View.Source.Shape[0], Outputs], Window, countPadding));
    }
}
