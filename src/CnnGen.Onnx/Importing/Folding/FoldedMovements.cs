using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Operators;

namespace CnnGen.Onnx.Importing.Folding;

/// <summary>Constants in another shape or order, by the same rules as what the network computes.</summary>
internal static class FoldedMovements
{
    public static Constant?[] Reshape(Call call)
    {
        Constant input = Input(call);
        long[] target = call.Integers("shape", 1) ?? throw new RefusalException("lacks its target shape");
        return [input.Reshaped(Movements.Target(target, input.Shape, call.Integer("allowzero", 0) != 0))];
    }

    public static Constant?[] Flatten(Call call) => [Input(call).Reshaped(Movements.Flat(call, Input(call).Shape))];

    public static Constant?[] Squeeze(Call call) => [Input(call).Reshaped(Movements.Squeezed(call, Input(call).Shape))];

    public static Constant?[] Unsqueeze(Call call) => [Input(call).Reshaped(Movements.Unsqueezed(call, Input(call).Shape))];

    public static Constant?[] Transpose(Call call)
    {
        Constant input = Input(call);
        int[] axes = Movements.Axes(call, input.Shape.Length);
        return [input.Taken(Dims.Permute(input.Shape, axes), Dims.TransposeIndexes(input.Shape, axes, call.Budget))];
    }

    public static Constant?[] Slice(Call call)
    {
        Constant input = Input(call);
        (int[] start, int[] step, int[] shape) = Parts.Range(call, input.Shape);
        int[] strides = Parts.Steps(input.Shape, start, step, shape, out int origin);
        return [input.Taken(shape, Dims.Walk(shape, strides, origin, call.Budget))];
    }

    public static Constant?[] Split(Call call)
    {
        Constant input = Input(call);
        (int axis, int[] sizes) = Parts.Sizes(call, input.Shape);
        List<Constant?> parts = [];
        int at = 0;
        foreach (int size in sizes)
        {
            int[] start = new int[input.Shape.Length], step = Enumerable.Repeat(1, start.Length).ToArray(), shape = (int[])input.Shape.Clone();
            start[axis] = at;
            shape[axis] = size;
            int[] strides = Parts.Steps(input.Shape, start, step, shape, out int origin);
            parts.Add(input.Taken(shape, Dims.Walk(shape, strides, origin, call.Budget)));
            at += size;
        }

        return parts.ToArray();
    }

    public static Constant?[] Gather(Call call)
    {
        Constant input = Input(call);
        (int[] indexes, int[] shape) = Parts.Gathered(call, input.Shape, call.Needed(1, "indexes"));
        return [input.Taken(shape, indexes)];
    }

    public static Constant?[] Expand(Call call)
    {
        Constant input = Input(call);
        int[] shape = Dims.Broadcast(input.Shape, call.Needed(1, "shape").AsIntegers().Select(size => checked((int)size)).ToArray());
        return [input.Taken(shape, Dims.BroadcastIndexes(input.Shape, shape, call.Budget))];
    }

    public static Constant?[] Tile(Call call)
    {
        Constant input = Input(call);
        long[] times = call.Needed(1, "repeats").AsIntegers();
        int rank = input.Shape.Length;
        call.Require(times.Length == rank && times.All(each => each is >= 0 and <= int.MaxValue), "has repeats that do not fit");

        // Each axis as two, of which the first is repeated.
        int[] doubled = input.Shape.SelectMany((size, axis) => new[] { (int)times[axis], size }).ToArray();
        int[] strides = Dims.Strides(input.Shape).SelectMany(stride => new[] { 0, stride }).ToArray();
        int[] shape = input.Shape.Select((size, axis) => checked(size * (int)times[axis])).ToArray();
        return [input.Taken(shape, Dims.Walk(doubled, strides, 0, call.Budget))];
    }

    public static Constant?[] Concat(Call call)
    {
        Constant[] parts = Enumerable.Range(0, call.InputCount).Select(i => call.Needed(i, "part")).ToArray();
        int rank = parts[0].Shape.Length, axis = Dims.Axis(call.Integer("axis", 0), rank);
        int[] shape = (int[])parts[0].Shape.Clone();
        shape[axis] = checked(parts.Sum(part => part.Shape[axis]));
        foreach (Constant part in parts)
        {
            bool fits = part.Shape.Length == rank && part.Shape.Where((_, i) => i != axis).SequenceEqual(shape.Where((_, i) => i != axis));
            call.Require(fits, $"joins {Dims.Text(parts[0].Shape)} and {Dims.Text(part.Shape)}");
        }

        int outer = Dims.Count(shape[..axis]);
        call.Budget.Spend(Dims.Count(shape));
        bool isWhole = parts.All(part => part.Integers is not null);
        return isWhole
            ? [new Constant(shape, Joined(parts, part => part.Integers!, outer))]
            : [new Constant(shape, Joined(parts, part => part.AsFloats(), outer))];
    }

    private static T[] Joined<T>(Constant[] parts, Func<Constant, T[]> numbers, int outer)
    {
        T[][] all = parts.Select(numbers).ToArray();
        List<T> joined = [];
        for (int o = 0; o < outer; o++)
        {
            foreach (T[] part in all)
            {
                int run = part.Length / outer;
                joined.AddRange(part.AsSpan(o * run, run));
            }
        }

        return joined.ToArray();
    }

    private static Constant Input(Call call) => call.Needed(0, "input");
}
