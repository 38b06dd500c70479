using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Add and Multiply of two tensors, and Concat.</summary>
internal static class Joins
{
    public static View Pair(Call call, string kind, View a, View b)
    {
        int[] shape = Dims.Broadcast(a.Shape, b.Shape);
        bool isSwapped = a.Count < b.Count;
        if (isSwapped) (a, b) = (b, a);
        if (a.Count != Dims.Count(shape))
        {
            throw new RefusalException($"broadcasts both {Dims.Text(a.Shape)} and {Dims.Text(b.Shape)}, which cannot be declared");
        }

        if (a.Count == b.Count) return Equals(call, kind, a.Broadcast(shape), b.Broadcast(shape));

        // One number for each channel of the other.
        int channels = a.Source.Shape[0], positions = a.Count / channels;
        bool fits = a.Source.Shape.Length > 1 && b.Count == channels;
        bool isPlain = fits && a.Order is null && b.Order is null && shape.Length > 2 && b.Shape.Length == shape.Length && shape[1] == channels
            && b.Shape[1] == channels;
        int[] indexes = fits && !isPlain ? Dims.BroadcastIndexes(b.Shape, shape, call.Budget) : [];
        for (int k = 0; k < indexes.Length && fits; k++) fits = b.At(indexes[k]) == a.At(k) / positions;
        if (!fits) throw new RefusalException($"broadcasts {Dims.Text(b.Shape)} on {Dims.Text(a.Shape)}; only one number for each channel can be");
        int[] wanted = [channels, .. a.Source.Shape.Skip(1).Select(_ => 1)];
        Layer gate = Shaped(b.Source, wanted);
        return a.Broadcast(shape).Of(call.Named(new JoinLayer(kind, a.Source.Shape, a.Source, gate) { IsSwapped = isSwapped }));
    }

    public static Value?[] Concat(Call call)
    {
        List<Value> parts = Enumerable.Range(0, call.InputCount).Select(i => call[i]).OfType<Value>().Where(part => part is not Constant { Count: 0 }).ToList();
        if (parts.Count == 1) return [parts[0]];
        View first = parts.OfType<View>().First();
        int rank = first.Shape.Length, axis = Dims.Axis(call.Integer("axis", 1), rank);
        bool isList = (rank < 3 || axis != 1) && parts.OfType<View>().All(view => view.Count == view.Shape[axis]);
        int before = 0, after = 0;
        List<View> views = [];
        foreach (Value part in parts)
        {
            if (part is View view)
            {
                call.Require(after == 0, "has zeros between its parts");
                views.Add(view);
                continue;
            }

            Constant constant = (Constant)part;
            call.Require(constant.AsFloats().All(number => number == 0), $"has a constant part {Dims.Text(constant.Shape)} other than 0");
            call.Require(constant.Shape.Length == rank, $"has a part {Dims.Text(constant.Shape)}");
            if (views.Count == 0) before += constant.Shape[axis];
            else after += constant.Shape[axis];
        }

        View joined = isList ? Lists(call, views, axis) : Images(call, views, axis);
        if (before + after == 0) return [joined];
        call.Require(joined.Order is null && (isList || axis == 1), "adds zeros to numbers in another order");
        Layer layer = joined.Source;
        Layer padded = call.Named(new PlainLayer(
            "PadChannels", layer, [layer.Shape[0] + before + after, .. layer.Shape[1..]], Literals.Of(before), Literals.Of(after)));
        int[] shape = (int[])joined.Shape.Clone();
        shape[axis] += before + after;
        return [new View(padded, shape) { BatchAxis = joined.BatchAxis }];
    }

    /// <summary>The same numbers in another shape, whatever the layer is.</summary>
    private static Layer Shaped(Layer layer, int[] shape)
    {
        if (Dims.Same(layer.Shape, shape)) return layer;
        return shape.Length == 1 ? new PlainLayer("Flatten", layer, shape) : new PlainLayer("Reshape", layer, shape, shape.Select(Literals.Of).ToArray());
    }

    private static View Equals(Call call, string kind, View a, View b)
    {
        bool isSameOrder = a.Order is null ? b.Order is null : b.Order is not null && a.Order.AsSpan().SequenceEqual(b.Order);
        if (!isSameOrder || (a.Order is not null && !Dims.Same(a.Source.Shape, b.Source.Shape)))
        {
            Layer left = call.Arranged(a), right = call.Arranged(b);
            return new View(call.Named(new JoinLayer(kind, left.Shape, left, right)), a.Shape) { BatchAxis = a.BatchAxis };
        }

        if (Dims.Same(a.Source.Shape, b.Source.Shape))
        {
            return a.Of(call.Named(new JoinLayer(kind, a.Source.Shape, a.Source, b.Source)));
        }

        Layer reshaped = Shaped(b.Source, a.Source.Shape);
        return a.Of(call.Named(new JoinLayer(kind, a.Source.Shape, a.Source, reshaped)));
    }

    private static View Lists(Call call, List<View> views, int axis)
    {
        // Whatever order the parts have, it is known of each number where it lies.
        int count = views.Sum(view => view.Count), start = 0;
        call.Budget.Spend(count);
        int[] order = new int[count];
        Layer[] layers = new Layer[views.Count];
        for (int i = 0; i < layers.Length; i++)
        {
            for (int k = 0; k < views[i].Count; k++) order[start + k] = start + views[i].At(k);
            start += views[i].Count;
            layers[i] = Shaped(views[i].Source, [views[i].Count]);
        }

        int[] shape = (int[])views[0].Shape.Clone();
        shape[axis] = count;
        Layer layer = layers.Length == 1 ? layers[0] : WholeOf(layers) ?? call.Named(new JoinLayer("Concat", [count], layers));
        return new View(layer, shape, order, call.Node.ToString()) { BatchAxis = views[0].BatchAxis };
    }

    /// <summary>What was taken apart and is put together again; null where it was not.</summary>
    private static Layer? WholeOf(Layer[] parts)
    {
        if (parts[0].Inputs is not [Layer whole] || parts.Sum(part => part.Shape[0]) != whole.Shape[0]) return null;
        int start = 0;
        foreach (Layer part in parts)
        {
            if (part.Kind != "Slice" || part.Input != whole || part.Arguments.First() != Literals.Of(start)) return null;
            start += part.Shape[0];
        }

        return whole;
    }

    private static View Images(Call call, List<View> views, int axis)
    {
        int rank = views[0].Shape.Length;
        if (axis == 0 || rank is < 3 or > 4) throw new RefusalException($"joins over axis {axis} of {rank}; only channels, axis 1, can be joined");

        if (Circular(views, axis - 2) is { } border) return Call.Batched(call.Named(border));

        // Channels first, as the contract has them, and back.
        int[] forth = [0, axis, .. Enumerable.Range(1, rank - 1).Where(i => i != axis)], back = new int[rank];
        for (int i = 0; i < rank; i++) back[forth[i]] = i;
        Layer[] layers = views.Select(view => call.Arranged(Movements.Transposed(call, view, forth))).ToArray();
        if (layers.Any(layer => !Dims.Same(layer.Shape.AsSpan(1), layers[0].Shape.AsSpan(1)))) throw new RefusalException("joins tensors of different sizes");
        Layer layer = layers.Length == 1 ? layers[0]
            : call.Named(new JoinLayer("Concat", [layers.Sum(part => part.Shape[0]), .. layers[0].Shape[1..]], layers));
        View joined = Movements.Transposed(call, Call.Batched(layer), back);
        return joined.Reshaped(joined.Shape, views[0].BatchAxis);
    }

    /// <summary>The end of an image, all of it, and its start: a border that goes round. Null: these parts are none.</summary>
    private static BorderLayer? Circular(List<View> views, int axis)
    {
        // A list of the same numbers, or an image of other rows, has no ends of this one.
        if (axis < 0 || views.Exists(view => view.Order is not null || !Dims.Same(view.Shape, Call.Batched(view.Source).Shape))) return null;
        for (int i = 0; i < Math.Min(2, views.Count); i++)
        {
            Layer whole = views[i].Source;
            if (views.Count - i > 2 || whole.Shape.Length < axis + 2) continue;
            int start = i == 0 ? 0 : Cells(views[0].Source, ofEnd: true), end = i == views.Count - 1 ? 0 : Cells(views[^1].Source, ofEnd: false);
            if (start < 0 || end < 0) continue;
            int[] before = new int[whole.Shape.Length - 1], after = new int[before.Length], shape = (int[])whole.Shape.Clone();
            (before[axis], after[axis]) = (start, end);
            shape[axis + 1] += start + end;
            return new BorderLayer("Pad", whole, shape, before, after, "Circular");

            int Cells(Layer part, bool ofEnd)
            {
                if (part == whole) return whole.Shape[axis + 1];
                if (part is not BorderLayer { Kind: "Crop" } crop || crop.Input != whole) return -1;
                int[] cut = ofEnd ? crop.Before : crop.After;
                return crop.Before.Sum() + crop.After.Sum() == cut[axis] ? part.Shape[axis + 1] : -1;
            }
        }

        return null;
    }
}
