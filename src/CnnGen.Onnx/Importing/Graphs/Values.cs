using System;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Graphs;

/// <summary>What a name of the graph stands for.</summary>
internal abstract class Value;

/// <summary>A tensor of known numbers: floating-point ones, or whole ones (booleans too).</summary>
internal sealed class Constant : Value
{
    private float[]? converted;

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
    public float[] AsFloats() => Floats ?? (converted ??= Array.ConvertAll(Integers!, number => (float)number));

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
internal sealed class View : Value
{
    /// <summary>What a layer makes.</summary>
    /// <param name="source">The layer.</param>
    /// <param name="shape">ONNX's shape.</param>
    /// <param name="order">For each number its place in the layer's output; null: the same.</param>
    /// <param name="movedBy">The node that put them there.</param>
    public View(Layer source, int[] shape, int[]? order = null, string? movedBy = null)
        : this(source, shape, movedBy, IsIdentity(order) ? null : order)
    {
    }

    // Of an order that was looked through before.
    private View(Layer source, int[] shape, string? movedBy, int[]? order)
    {
        Source = source;
        Shape = shape;
        Order = order;
        MovedBy = movedBy;
    }

    /// <summary>The layer that makes the numbers.</summary>
    public Layer Source { get; }

    /// <summary>The shape, with the batch's 1 where ONNX has one.</summary>
    public int[] Shape { get; }

    /// <summary>For each number its place in the layer's output; null: the same.</summary>
    public int[]? Order { get; }

    /// <summary>The axis that is the file's batch, of which one sample is seen here; −1: none is, or it is not known.</summary>
    public int BatchAxis { get; init; }

    /// <summary>The last node that moved numbers.</summary>
    public string? MovedBy { get; }

    /// <summary>The layer that makes these numbers in this order and shape, once somebody needed it.</summary>
    public Layer? Arranged { get; set; }

    public int Count => Dims.Count(Shape);

    public int At(int index) => Order is null ? index : Order[index];

    /// <summary>The same numbers in the same order, of another shape.</summary>
    public View Reshaped(int[] shape) => Reshaped(shape, BatchAxis);

    /// <summary>The same, where the batch becomes another axis.</summary>
    public View Reshaped(int[] shape, int batchAxis) => new(Source, shape, MovedBy, Order) { BatchAxis = batchAxis };

    /// <summary>The same of a shape that has more axes in front.</summary>
    public View Broadcast(int[] shape) => Reshaped(shape, BatchAxis < 0 ? -1 : BatchAxis + shape.Length - Shape.Length);

    /// <summary>The same shape and order of a layer that keeps both.</summary>
    public View Of(Layer layer) => new(layer, Shape, MovedBy, Order) { BatchAxis = BatchAxis };

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
