using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>What changes the shape or the order of numbers: only the view of them.</summary>
internal static class Movements
{
    public static Value?[] Reshape(Call call)
    {
        long[] target = call.Integers("shape", 1) ?? throw new RefusalException("lacks its target shape");
        View view = call.View(0);
        int[] shape = Target(target, view.Shape, call.Integer("allowzero", 0) != 0);
        return [view.Reshaped(shape, BatchOf(view, shape))];
    }

    /// <summary>Where the batch is in another shape: where as many numbers are before it, and where that leaves a choice, last, unless it was first.</summary>
    private static int BatchOf(View view, int[] shape)
    {
        if (view.BatchAxis <= 0) return view.BatchAxis;
        int before = Dims.Count(view.Shape.AsSpan(0, view.BatchAxis));
        return Array.FindLastIndex(Enumerable.Range(0, shape.Length).ToArray(), axis => shape[axis] == 1 && Dims.Count(shape.AsSpan(0, axis)) == before);
    }

    /// <summary>The shape that Reshape is told, with its 0 and −1.</summary>
    public static int[] Target(long[] target, int[] shape, bool allowsZero)
    {
        int count = Dims.Count(shape);
        long[] sizes = target.Select((size, i) => size == 0 && !allowsZero ? shape[i] : size).ToArray();
        if (sizes.Any(size => size is < -1 or > Budget.Tensor) || sizes.Count(size => size == -1) > 1)
        {
            throw new RefusalException($"wants the shape [{string.Join(",", target)}]");
        }

        // A batch that the file fixes stands first here too.
        if (Array.IndexOf(sizes, -1L) < 0 && sizes.Length > 0 && sizes[0] > 1 && shape.Length > 0 && shape[0] == 1 && Product(sizes) == count * sizes[0])
        {
            sizes[0] = 1;
        }

        int open = Array.IndexOf(sizes, -1L);
        if (open == 0 && sizes.Length > 1 && Product(sizes[1..]) == count) sizes[0] = 1;
        else if (open >= 0)
        {
            long rest = Product(sizes.Where((_, i) => i != open));
            long first = sizes[0];
            if (first > 1 && open > 0 && shape.Length > 0 && shape[0] == 1 && (rest == 0 || count % rest != 0) && first <= count) sizes[0] = 1;
            rest = Product(sizes.Where((_, i) => i != open));
            sizes[open] = rest > 0 && count % rest == 0 ? count / rest : -1;
        }

        if (Product(sizes) != count) throw new RefusalException($"wants the shape [{string.Join(",", target)}] of {count} numbers");
        return sizes.Select(size => checked((int)size)).ToArray();
    }

    private static long Product(IEnumerable<long> sizes) => sizes.Aggregate(1L, (product, size) => checked(product * size));

    public static Value?[] Flatten(Call call)
    {
        View view = call.View(0);
        return [view.Reshaped(Flat(call, view.Shape))];
    }

    public static int[] Flat(Call call, int[] shape)
    {
        long axis = call.Integer("axis", 1);
        int split = (int)Math.Clamp(axis < 0 ? axis + shape.Length : axis, 0, shape.Length);
        return [Dims.Count(shape[..split]), Dims.Count(shape[split..])];
    }

    public static Value?[] Squeeze(Call call)
    {
        View view = call.View(0);
        HashSet<int> dropped = Dropped(call, view.Shape);
        return [view.Reshaped(Squeezed(call, view.Shape), BatchWithout(dropped, view.BatchAxis))];
    }

    /// <summary>Where the batch is when axes are gone.</summary>
    public static int BatchWithout(IReadOnlySet<int> dropped, int batchAxis) =>
        dropped.Contains(batchAxis) ? -1 : batchAxis - dropped.Count(axis => axis < batchAxis);

    public static int[] Squeezed(Call call, int[] shape)
    {
        HashSet<int> dropped = Dropped(call, shape);
        if (dropped.Any(axis => shape[axis] != 1)) throw new RefusalException($"drops an axis of {Dims.Text(shape)} that is no 1");
        return shape.Where((_, axis) => !dropped.Contains(axis)).ToArray();
    }

    private static HashSet<int> Dropped(Call call, int[] shape)
    {
        long[]? axes = call.Integers("axes", 1);
        return axes is null
            ? Enumerable.Range(0, shape.Length).Where(axis => shape[axis] == 1).ToHashSet()
            : axes.Select(axis => Dims.Axis(axis, shape.Length)).ToHashSet();
    }

    public static Value?[] Unsqueeze(Call call)
    {
        View view = call.View(0);
        HashSet<int> added = Added(call, view.Shape, out int rank);
        int batch = view.BatchAxis < 0 ? -1 : Enumerable.Range(0, rank).Where(axis => !added.Contains(axis)).ElementAtOrDefault(view.BatchAxis);
        return [view.Reshaped(Unsqueezed(call, view.Shape), batch)];
    }

    public static int[] Unsqueezed(Call call, int[] shape)
    {
        HashSet<int> added = Added(call, shape, out int rank);
        Queue<int> sizes = new(shape);
        return Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sizes.Dequeue()).ToArray();
    }

    private static HashSet<int> Added(Call call, int[] shape, out int rank)
    {
        long[] axes = call.Integers("axes", 1) ?? throw new RefusalException("lacks its axes");
        int all = rank = shape.Length + axes.Length;
        return axes.Select(axis => Dims.Axis(axis, all)).ToHashSet();
    }

    public static Value?[] Transpose(Call call)
    {
        View view = call.View(0);
        return [Transposed(call, view, Axes(call, view.Shape.Length))];
    }

    public static int[] Axes(Call call, int rank)
    {
        int[] axes = call.Integers("perm")?.Select(axis => Dims.Axis(axis, rank)).ToArray() ?? Enumerable.Range(0, rank).Reverse().ToArray();
        return axes.Order().SequenceEqual(Enumerable.Range(0, rank)) ? axes
            : throw new RefusalException($"has perm = [{string.Join(",", axes)}] for {rank} axes");
    }

    public static View Transposed(Call call, View view, int[] axes)
    {
        int[] shape = Dims.Permute(view.Shape, axes);
        int batch = Array.IndexOf(axes, view.BatchAxis);
        int[] moved = axes.Where(axis => view.Shape[axis] != 1).ToArray();
        if (moved.SequenceEqual(moved.Order())) return view.Reshaped(shape, batch);
        int[] order = Dims.TransposeIndexes(view.Shape, axes, call.Budget);
        if (view.Order is not null) order = Array.ConvertAll(order, view.At);
        return new View(view.Source, shape, order, call.Node.ToString()) { BatchAxis = batch };
    }

    public static Value?[] Expand(Call call)
    {
        View view = call.View(0);
        int[] target = call.Needed(1, "shape").AsIntegers().Select(size => checked((int)size)).ToArray(), shape = Dims.Broadcast(view.Shape, target);
        call.Require(Dims.Count(shape) == view.Count, $"repeats {Dims.Text(view.Shape)} to {Dims.Text(shape)}, which cannot be declared");
        return [view.Broadcast(shape)];
    }

    public static Value?[] Tile(Call call)
    {
        call.Require(call.Needed(1, "repeats").AsIntegers().All(times => times == 1), "repeats its input, which cannot be declared");
        return [call.View(0)];
    }

    public static Value?[] DepthToSpace(Call call)
    {
        View view = call.View(0);
        call.Require(view.Shape.Length == 4, $"reads {Dims.Text(view.Shape)}");
        long size = call.Integer("blocksize", 0);
        int n = view.Shape[0], c = view.Shape[1], h = view.Shape[2], w = view.Shape[3];
        call.Require(size >= 1 && size <= c && c % (size * size) == 0, $"has blocksize = {size} for {c} channels");
        int b = (int)size, rest = c / (b * b);
        View moved = call.Text("mode", "DCR") == "CRD"
            ? Transposed(call, view.Reshaped([n, rest, b, b, h, w]), [0, 1, 4, 2, 5, 3])
            : Transposed(call, view.Reshaped([n, b, b, rest, h, w]), [0, 3, 4, 1, 5, 2]);
        return [moved.Reshaped([n, rest, h * b, w * b])];
    }
}
