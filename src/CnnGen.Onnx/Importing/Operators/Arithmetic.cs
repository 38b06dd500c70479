using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Sums, differences, products and quotients: joins of two tensors, and scales where one of them is constant.</summary>
internal static class Arithmetic
{
    public static Value?[] Neg(Call call) => [Scaled(call, call.View(0), -1, 0)];

    public static Value?[] Add(Call call)
    {
        View? sum = null;
        for (int i = 0; i < call.InputCount; i++)
        {
            if (call[i] is View view) sum = sum is null ? view : Joins.Pair(call, "Add", sum, view);
        }

        for (int i = 0; i < call.InputCount; i++)
        {
            if (call[i] is Constant constant) sum = Plus(call, sum!, Aligned(call, sum!, constant), 1);
        }

        return [sum];
    }

    public static Value?[] Subtract(Call call) => (call[0], call[1]) switch
    {
        (View left, Constant right) => [Plus(call, left, Aligned(call, left, right), -1)],
        (Constant left, View right) => [Plus(call, Scaled(call, right, -1, 0), Aligned(call, right, left), 1)],
        _ => [Joins.Pair(call, "Add", call.View(0), Scaled(call, call.View(1), -1, 0))],
    };

    public static Value?[] Multiply(Call call) => (call[0], call[1]) switch
    {
        (View left, Constant right) => [Times(call, left, Aligned(call, left, right))],
        (Constant left, View right) => [Times(call, right, Aligned(call, right, left))],
        _ => [Joins.Pair(call, "Multiply", call.View(0), call.View(1))],
    };

    public static Value?[] Divide(Call call)
    {
        if (call[1] is not Constant divisor) throw new RefusalException("divides by what the network computes, which cannot be declared");
        View view = call.View(0);
        (Layer layer, View of, float[]? channels, _) = Channels.Of(call, view, Aligned(call, view, divisor));
        if (channels is null) return [Uneven(call, of, layer, divisor, "divides")];
        call.Require(channels.All(number => number != 0 && float.IsFinite(number)), "divides by 0, or by what is no finite number");
        return [of.Of(call.Named(new NormalizeLayer(layer, [0], Array.ConvertAll(channels, Literals.Shortest))))];
    }

    private static View Scaled(Call call, View view, double factor, double offset) => view.Of(call.Named(new ScaleLayer(view.Source, [factor], [offset])));

    private static View Plus(Call call, View view, Constant constant, float sign)
    {
        (Layer layer, View of, float[]? channels, float[] all) = Channels.Of(call, view, constant);
        if (channels is null)
        {
            string refusal = $"{call.Node} {Dims.Text(view.Shape)} adds a constant {Dims.Text(constant.Shape)} that differs within a channel; "
                + "only right behind a convolution it can be declared, as untied bias";
            return of.Of(call.Named(new ConstantLayer(false, layer, Array.ConvertAll(all, number => sign * number), refusal)));
        }

        double[] offsets = Array.ConvertAll(channels, number => Literals.Shortest(sign * number));
        return offsets is [0] && !call.IsOwn ? of : of.Of(call.Named(new ScaleLayer(layer, [1], offsets)));
    }

    private static View Times(Call call, View view, Constant constant)
    {
        (Layer layer, View of, float[]? channels, float[] all) = Channels.Of(call, view, constant);
        if (channels is null) return of.Of(call.Named(new ConstantLayer(true, layer, all, UnevenText(call, view, constant, "multiplies"))));
        return channels is [1] && !call.IsOwn ? of : of.Of(call.Named(new ScaleLayer(layer, Array.ConvertAll(channels, Literals.Shortest), [0])));
    }

    private static View Uneven(Call call, View view, Layer layer, Constant constant, string verb) =>
        view.Of(call.Named(new PatternLayer(verb, layer, UnevenText(call, view, constant, verb))));

    private static string UnevenText(Call call, View view, Constant constant, string verb) =>
        $"{call.Node} {Dims.Text(view.Shape)} × {Dims.Text(constant.Shape)} {verb} by a constant {Dims.Text(constant.Shape)} "
            + "that differs within a channel, which cannot be declared";

    /// <summary>Before opset 7 a constant is put to an axis.</summary>
    private static Constant Aligned(Call call, View view, Constant constant)
    {
        if (call.Opset >= 7 || call.Integer("broadcast", 0) == 0 || !call.Has("axis")) return constant;
        int axis = Dims.Axis(call.Integer("axis", 0), view.Shape.Length), behind = view.Shape.Length - axis - constant.Shape.Length;
        return behind <= 0 ? constant : constant.Reshaped([.. constant.Shape, .. Enumerable.Repeat(1, behind)]);
    }
}
