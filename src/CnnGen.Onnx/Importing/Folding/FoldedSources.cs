using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Operators;

namespace CnnGen.Onnx.Importing.Folding;

/// <summary>Constants that nodes make.</summary>
internal static class FoldedSources
{
    public static Constant?[] Constant(Call call)
    {
        foreach ((string name, NodeAttribute attribute) in call.Node.Attributes)
        {
            switch (name)
            {
                case "value" when attribute.Tensor is { } tensor: return [tensor];
                case "value_float" when attribute.Number is { } number: return [new Constant([], [number])];
                case "value_int" when attribute.Integer is { } integer: return [new Constant([], [integer])];
                case "value_floats" when attribute.Numbers is { } numbers: return [new Constant([numbers.Length], numbers)];
                case "value_ints" when attribute.Integers is { } integers: return [new Constant([integers.Length], integers)];
            }
        }

        throw new RefusalException("is a constant of a kind that is not read");
    }

    public static Constant?[] ConstantOfShape(Call call)
    {
        int[] shape = call.Needed(0, "shape").AsIntegers().Select(size => checked((int)size)).ToArray();
        int count = Dims.Count(shape);
        call.Budget.Spend(count);
        Constant value = call.Node.Attributes.TryGetValue("value", out NodeAttribute? attribute) && attribute.Tensor is { Count: 1 } tensor ? tensor
            : new Constant([], [0f]);
        if (value.Floats is { } floats)
        {
            float[] all = new float[count];
            Array.Fill(all, floats[0]);
            return [new Constant(shape, all)];
        }

        long[] integers = new long[count];
        Array.Fill(integers, value.Integers![0]);
        return [new Constant(shape, integers)];
    }

    public static Constant?[] Range(Call call)
    {
        Constant start = call.Needed(0, "start"), end = call.Needed(1, "end"), step = call.Needed(2, "step");
        long from = start.AsIntegers()[0], to = end.AsIntegers()[0], by = step.AsIntegers()[0];
        long count = Math.Max(0, checked(to - from + by - Math.Sign(by)) / by);
        call.Budget.Spend(count);
        long[] numbers = new long[Dims.Count([checked((int)count)])];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = from + i * by;
        return [new Constant([numbers.Length], numbers)];
    }

    public static Constant?[] Cast(Call call)
    {
        Constant input = call.Needed(0, "input");
        long to = call.Integer("to", 1);
        call.Budget.Spend(input.Count);
        bool toFloats = to is 1 or 10 or 11 or 16;
        if (toFloats) return [new Constant(input.Shape, input.AsFloats())];
        if (to == 9) return [new Constant(input.Shape, input.AsFloats().Select(number => number != 0 ? 1L : 0).ToArray())];
        return [new Constant(input.Shape, input.Integers ?? Array.ConvertAll(input.Floats!, number => (long)number))];
    }
}
