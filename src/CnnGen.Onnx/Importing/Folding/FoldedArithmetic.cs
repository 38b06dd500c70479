using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Operators;

namespace CnnGen.Onnx.Importing.Folding;

/// <summary>Sums, products and comparisons of constants, with ONNX's broadcasting.</summary>
internal static class FoldedArithmetic
{
    public static Constant?[] Pairs(Call call, Func<float, float, float> floats, Func<long, long, long> integers)
    {
        Constant result = call.Needed(0, "operand");
        for (int i = 1; i < call.InputCount; i++) result = Pair(call, result, call.Needed(i, "operand"), floats, integers);
        return [result];
    }

    public static Constant?[] Each(Call call, Func<float, float> floats, Func<long, long>? integers)
    {
        Constant input = call.Needed(0, "operand");
        call.Budget.Spend(input.Count);
        return input.Integers is { } whole && integers is not null
            ? [new Constant(input.Shape, Array.ConvertAll(whole, number => integers(number)))]
            : [new Constant(input.Shape, Array.ConvertAll(input.AsFloats(), number => floats(number)))];
    }

    public static Constant?[] Where(Call call)
    {
        Constant condition = call.Needed(0, "condition"), yes = call.Needed(1, "operand"), no = call.Needed(2, "operand");
        int[] shape = Dims.Broadcast(Dims.Broadcast(condition.Shape, yes.Shape), no.Shape);
        int[] which = Dims.BroadcastIndexes(condition.Shape, shape, call.Budget);
        int[] first = Dims.BroadcastIndexes(yes.Shape, shape, call.Budget), second = Dims.BroadcastIndexes(no.Shape, shape, call.Budget);
        float[] chosen = condition.AsFloats();
        if (yes.Integers is { } a && no.Integers is { } b)
        {
            return [new Constant(shape, which.Select((at, k) => chosen[at] != 0 ? a[first[k]] : b[second[k]]).ToArray())];
        }

        float[] c = yes.AsFloats(), d = no.AsFloats();
        return [new Constant(shape, which.Select((at, k) => chosen[at] != 0 ? c[first[k]] : d[second[k]]).ToArray())];
    }

    public static Constant?[] Reduce(Call call, Func<float, float, float> floats, Func<long, long, long> integers)
    {
        Constant input = call.Needed(0, "operand");
        int rank = input.Shape.Length;
        HashSet<int> reduced = (call.Integers("axes", 1) ?? Enumerable.Range(0, rank).Select(axis => (long)axis).ToArray())
            .Select(axis => Dims.Axis(axis, rank)).ToHashSet();
        int[] kept = Enumerable.Range(0, rank).Where(axis => !reduced.Contains(axis)).ToArray();
        int[] order = Dims.TransposeIndexes(input.Shape, [.. kept, .. reduced.Order()], call.Budget);
        int run = Dims.Count(reduced.Select(axis => input.Shape[axis]).ToArray());
        call.Require(run > 0, "reduces nothing");
        bool keeps = call.Integer("keepdims", 1) != 0;
        int[] shape = keeps ? input.Shape.Select((size, axis) => reduced.Contains(axis) ? 1 : size).ToArray() : kept.Select(axis => input.Shape[axis])
            .ToArray();
        IEnumerable<int[]> runs = order.Chunk(run);
        return input.Integers is { } whole
            ? [new Constant(shape, runs.Select(each => each.Select(at => whole[at]).Aggregate(integers)).ToArray())]
            : [new Constant(shape, runs.Select(each => each.Select(at => input.Floats![at]).Aggregate(floats)).ToArray())];
    }

    private static Constant Pair(Call call, Constant a, Constant b, Func<float, float, float> floats, Func<long, long, long> integers)
    {
        int[] shape = Dims.Broadcast(a.Shape, b.Shape);
        int[] left = Dims.BroadcastIndexes(a.Shape, shape, call.Budget), right = Dims.BroadcastIndexes(b.Shape, shape, call.Budget);
        if (a.Integers is { } m && b.Integers is { } n)
        {
            long[] whole = new long[left.Length];
            for (int k = 0; k < whole.Length; k++) whole[k] = integers(m[left[k]], n[right[k]]);
            return new Constant(shape, whole);
        }

        float[] x = a.AsFloats(), y = b.AsFloats(), all = new float[left.Length];
        for (int k = 0; k < all.Length; k++) all[k] = floats(x[left[k]], y[right[k]]);
        return new Constant(shape, all);
    }
}
