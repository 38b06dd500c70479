using System;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Graphs;

/// <summary>What a name of the graph stands for.</summary>
internal abstract class Value;

/// <summary>A tensor of known numbers: floating-point ones, or whole ones (booleans too).</summary>
internal sealed class Constant : Value
{
    public Constant(int[] shape, float[] floats)
    {
        Shape = shape;
        Floats = floats;
    }

    public Constant(int[] shape, long[] integers)
    {
        Shape = shape;
        Integers = integers;
    }

    public int[] Shape { get; }

    public float[]? Floats { get; }

    public long[]? Integers { get; }

    public int Count => Floats?.Length ?? Integers!.Length;

    /// <summary>The numbers as floating-point ones.</summary>
    public float[] AsFloats() => Floats ?? Array.ConvertAll(Integers!, number => (float)number);

    /// <summary>The numbers as whole ones; refused where they are none.</summary>
    public long[] AsIntegers() => Integers ?? throw new RefusalException("has fractional numbers where whole ones belong");

    /// <summary>The same numbers, of another shape.</summary>
    public Constant Reshaped(int[] shape)
    {
        if (Dims.Count(shape) != Count) throw new RefusalException($"the {Count} numbers of {Dims.Text(Shape)} do not make {Dims.Text(shape)}");
        return Floats is null ? new Constant(shape, Integers!) : new Constant(shape, Floats);
    }

    /// <summary>Some of its numbers, in another order and shape.</summary>
    public Constant Taken(int[] shape, int[] indexes) => Floats is null
        ? new Constant(shape, Array.ConvertAll(indexes, index => Integers![index]))
        : new Constant(shape, Array.ConvertAll(indexes, index => Floats[index]));
}

/// <summary>
/// The numbers of a layer, in a shape and an order of ONNX's. Reshapes and transpositions only change this view; whoever reads it finds out
/// whether the numbers lie as it needs them.
/// </summary>
internal sealed class View(Layer source, int[] shape, int[]? order = null, string? movedBy = null) : Value
{
    /// <summary>The layer that makes the numbers.</summary>
    public Layer Source { get; } = source;

    /// <summary>The shape, with the batch's 1 where ONNX has one.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>For each number its place in the layer's output; null: the same.</summary>
    public int[]? Order { get; } = IsIdentity(order) ? null : order;

    /// <summary>The last node that moved numbers.</summary>
    public string? MovedBy { get; } = movedBy;

    /// <summary>The layer that makes these numbers in this order and shape, once somebody needed it.</summary>
    public Layer? Arranged { get; set; }

    public int Count => Dims.Count(Shape);

    public int At(int index) => Order is null ? index : Order[index];

    /// <summary>The same numbers in the same order, of another shape.</summary>
    public View Reshaped(int[] shape) => new(Source, shape, Order, MovedBy);

    /// <summary>The same shape and order of a layer that keeps both.</summary>
    public View Of(Layer layer) => new(layer, Shape, Order, MovedBy);

    private static bool IsIdentity(int[]? order)
    {
        if (order is null) return true;
        for (int i = 0; i < order.Length; i++)
        {
            if (order[i] != i) return false;
        }

        return true;
    }
}

/// <summary>What cannot be declared, or follows from what cannot.</summary>
internal sealed class Refused(string reason) : Value
{
    public string Reason { get; } = reason;
}
