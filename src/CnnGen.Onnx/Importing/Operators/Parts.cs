using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Parts of a tensor: some of the channels (Slice), rows and columns within a border (Crop).</summary>
internal static class Parts
{
    public static Value?[] Slice(Call call)
    {
        View view = call.View(0);
        (int[] start, int[] step, int[] shape) = Range(call, view.Shape);
        return [Part(call, view, Steps(view.Shape, start, step, shape, out int origin), origin, shape)];
    }

    /// <summary>What a Slice takes: along each axis from where, in which steps, how many.</summary>
    public static (int[] Start, int[] Step, int[] Shape) Range(Call call, int[] shape)
    {
        long[] starts = call.Integers("starts", 1) ?? throw new RefusalException("lacks its starts");
        long[] ends = call.Integers("ends", 2) ?? throw new RefusalException("lacks its ends");
        long[] axes = call.Integers("axes", 3) ?? Enumerable.Range(0, starts.Length).Select(axis => (long)axis).ToArray();
        long[] steps = call.Constant(4, "steps")?.AsIntegers() ?? Enumerable.Repeat(1L, starts.Length).ToArray();
        call.Require(starts.Length == ends.Length && starts.Length == axes.Length && starts.Length == steps.Length,
            "has starts, ends and axes of different lengths");
        int[] start = new int[shape.Length], step = Enumerable.Repeat(1, shape.Length).ToArray(), size = (int[])shape.Clone();
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = Dims.Axis(axes[i], shape.Length);
            long all = shape[axis], by = steps[i];
            call.Require(by != 0 && Math.Abs(by) <= int.MaxValue, $"has a step of {by}");
            long from = Math.Clamp(starts[i] < 0 ? Saturated(starts[i], all) : starts[i], by < 0 ? -1 : 0, by < 0 ? all - 1 : all);
            long to = Math.Clamp(ends[i] < 0 ? Saturated(ends[i], all) : ends[i], by < 0 ? -1 : 0, all);
            long count = by > 0 ? (to - from + by - 1) / by : (from - to - by - 1) / -by;
            start[axis] = (int)from;
            step[axis] = (int)by;
            size[axis] = (int)Math.Max(0, count);
        }

        return (start, step, size);
    }

    /// <summary>For a walk over the part: the strides, and where it begins.</summary>
    public static int[] Steps(int[] whole, int[] start, int[] step, int[] shape, out int origin)
    {
        int[] strides = Dims.Strides(whole);
        origin = 0;
        for (int i = 0; i < strides.Length; i++)
        {
            origin += shape[i] == 0 ? 0 : start[i] * strides[i];
            strides[i] = shape[i] < 2 ? 0 : strides[i] * step[i];
        }

        return strides;
    }

    public static Value?[] Split(Call call)
    {
        View view = call.View(0);
        (int axis, int[] sizes) = Sizes(call, view.Shape);
        Value?[] parts = new Value?[sizes.Length];
        int at = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            int[] start = new int[view.Shape.Length], step = Enumerable.Repeat(1, start.Length).ToArray(), shape = (int[])view.Shape.Clone();
            start[axis] = at;
            shape[axis] = sizes[i];
            parts[i] = Part(call, view, Steps(view.Shape, start, step, shape, out int origin), origin, shape);
            at += sizes[i];
        }

        return parts;
    }

    /// <summary>Along which axis a Split goes, and how many each part has.</summary>
    public static (int Axis, int[] Sizes) Sizes(Call call, int[] shape)
    {
        int axis = Dims.Axis(call.Integer("axis", 0), shape.Length), all = shape[axis], count = call.Node.Outputs.Count;
        long[]? sizes = call.Integers("split", 1);
        if (sizes is null)
        {
            int each = (all + count - 1) / count;
            sizes = Enumerable.Range(0, count).Select(i => (long)Math.Clamp(all - i * each, 0, each)).ToArray();
        }

        call.Require(sizes.All(size => size is >= 0 and <= int.MaxValue) && sizes.Sum() == all, $"splits {all} into [{string.Join(",", sizes)}]");
        return (axis, sizes.Select(size => (int)size).ToArray());
    }

    public static Value?[] Gather(Call call)
    {
        if (call[0] is Constant) throw new RefusalException("looks up what the network computes in a table: an embedding, which cannot be declared");
        View view = call.View(0);
        Constant index = call.Needed(1, "indexes");
        (int[] indexes, int[] shape) = Gathered(call, view.Shape, index);
        int axis = Dims.Axis(call.Integer("axis", 0), view.Shape.Length), more = index.Shape.Length - 1;
        int batch = axis > view.BatchAxis ? view.BatchAxis : axis < view.BatchAxis ? view.BatchAxis + more : -1;
        View part = Part(call, view, indexes, shape);
        return [part.Reshaped(shape, batch)];
    }

    /// <summary>For each number of a Gather its place.</summary>
    public static (int[] Indexes, int[] Shape) Gathered(Call call, int[] shape, Constant index)
    {
        int axis = Dims.Axis(call.Integer("axis", 0), shape.Length), size = shape[axis];
        long[] wanted = index.AsIntegers();
        call.Require(wanted.All(at => at >= -size && at < size), $"takes what is beyond {size}");
        int[] result = [.. shape[..axis], .. index.Shape, .. shape[(axis + 1)..]];
        int outer = Dims.Count(shape[..axis]), inner = Dims.Count(shape[(axis + 1)..]), count = Dims.Count(result), next = 0;
        call.Budget.Spend(count);
        int[] indexes = new int[count];
        for (int o = 0; o < outer; o++)
        {
            foreach (long at in wanted)
            {
                int start = (o * size + (int)(at < 0 ? at + size : at)) * inner;
                for (int i = 0; i < inner; i++) indexes[next++] = start + i;
            }
        }

        return (indexes, result);
    }

    private static View Part(Call call, View view, int[] strides, int origin, int[] shape) =>
        Part(call, view, Dims.Walk(shape, strides, origin, call.Budget), shape);

    /// <summary>A part of what a layer makes, wherever the file has it: it has to be a block of channels, rows and columns.</summary>
    private static View Part(Call call, View view, int[] indexes, int[] shape)
    {
        call.Require(indexes.Length > 0, "takes nothing");
        int[] places = Array.ConvertAll(indexes, view.At), whole = view.Source.Shape;
        int axes = whole.Length;
        int[] low = Enumerable.Repeat(int.MaxValue, axes).ToArray(), high = new int[axes], strides = Dims.Strides(whole);
        foreach (int place in places)
        {
            for (int axis = 0; axis < axes; axis++)
            {
                int at = place / strides[axis] % whole[axis];
                low[axis] = Math.Min(low[axis], at);
                high[axis] = Math.Max(high[axis], at);
            }
        }

        int[] block = low.Zip(high, (from, to) => to - from + 1).ToArray(), inner = Dims.Strides(block);
        if (Dims.Count(block) != places.Length || places.Distinct().Count() != places.Length)
        {
            // Of a list that an image was flattened to, or of channels that were shuffled: once they lie so, it may be a block.
            int[] sample = Arranger.SampleShape(view.Shape);
            if (view.Order is not null || !Dims.Same(sample, whole))
            {
                return Part(call, new View(call.Arranged(view), view.Shape) { BatchAxis = view.BatchAxis }, indexes, shape);
            }

            bool isSpaceToDepth = call.Node.Operator == "Slice" && call.Constant(4, "steps") is { } steps && steps.AsIntegers().Any(step => step != 1);
            throw new RefusalException(isSpaceToDepth
                ? "takes every second number or so (space to depth), which cannot be declared"
                : $"takes of {Dims.Text(view.Shape)} what is no block of channels, rows and columns");
        }

        Layer layer = view.Source;
        if (block[0] < whole[0]) layer = call.Named(new PlainLayer("Slice", layer, [block[0], .. whole[1..]], Literals.Of(low[0]), Literals.Of(block[0])));
        if (axes > 1 && !Dims.Same(block.AsSpan(1), whole.AsSpan(1)))
        {
            int[] after = Enumerable.Range(1, axes - 1).Select(axis => whole[axis] - 1 - high[axis]).ToArray();
            layer = call.Named(new BorderLayer("Crop", layer, block, low[1..], after));
        }

        int[] order = Array.ConvertAll(places, place =>
        {
            int at = 0;
            for (int axis = 0; axis < axes; axis++) at += (place / strides[axis] % whole[axis] - low[axis]) * inner[axis];
            return at;
        });
        return new View(layer, shape, order, view.MovedBy ?? call.Node.ToString()) { BatchAxis = view.BatchAxis };
    }

    private static long Saturated(long index, long size) => index < -size ? -1 : index + size;
}
