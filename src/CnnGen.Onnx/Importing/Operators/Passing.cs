using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>What passes its numbers on, and what only tells their shape.</summary>
internal static class Passing
{
    private const long Float = 1, Half = 10, Double = 11, Bfloat = 16;

    public static Value?[] Identity(Call call) => [call[0]];

    public static Value?[] Dropout(Call call)
    {
        View view = call.View(0);
        if (!call.Options.Train)
        {
            call.Note($"{call.Node} is left out: it does nothing but in training (--train keeps it).");
            return [view];
        }

        double rate = call.Has("ratio") ? call.Number("ratio", 0.5) : call.Constant(1, "ratio") is { Count: 1 } ratio
            ? Literals.Shortest(ratio.AsFloats()[0]) : 0.5;
        call.Require(rate is >= 0 and <= 1, $"has a ratio of {Literals.Any(rate)}");
        return [view.Of(call.Named(new PlainLayer("Dropout", view.Source, view.Source.Shape, Literals.Of(rate))))];
    }

    public static Value?[] Cast(Call call) => call.Integer("to", Float) is Float or Half or Double or Bfloat
        ? [call[0]]
        : throw new RefusalException("makes whole numbers or booleans of what the network computes");

    public static Value?[] Shape(Call call)
    {
        int[] shape = call.View(0).Shape;
        int start = Bound(call.Integer("start", 0), shape.Length), end = Bound(call.Integer("end", shape.Length), shape.Length);
        long[] sizes = System.Array.ConvertAll(shape[start..System.Math.Max(start, end)], size => (long)size);
        return [new Constant([sizes.Length], sizes)];
    }

    public static Value?[] Size(Call call) => [new Constant([], [(long)call.View(0).Count])];

    private static int Bound(long index, int rank) => (int)System.Math.Clamp(index < 0 ? index + rank : index, 0, rank);
}
