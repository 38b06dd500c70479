using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Functions of each number, and Softmax.</summary>
internal static class Activations
{
    public static Value?[] Plain(Call call, string kind) => Make(call, kind);

    public static Value?[] LeakyRelu(Call call)
    {
        double slope = call.Number("alpha", 0.01);
        return Make(call, "LeakyReLU", slope == 0.01 ? [] : [Literals.Of(slope)]);
    }

    public static Value?[] Elu(Call call)
    {
        double alpha = call.Number("alpha", 1);
        return Make(call, "ELU", alpha == 1 ? [] : [Literals.Of(alpha)]);
    }

    public static Value?[] Selu(Call call)
    {
        double alpha = call.Number("alpha", 1.6732632), gamma = call.Number("gamma", 1.050701);
        call.Require(Math.Abs(alpha - 1.6732632) < 1e-4 && Math.Abs(gamma - 1.050701) < 1e-4,
            $"has alpha = {Literals.Of(alpha)} and gamma = {Literals.Of(gamma)}, not SELU's");
        return Make(call, "SELU");
    }

    public static Value?[] HardSigmoid(Call call) => Make(call, "HardSigmoid", HardSigmoidArguments(call.Number("alpha", 0.2), call.Number("beta", 0.5)));

    /// <summary>1/6 and 1/2 go without saying.</summary>
    public static string[] HardSigmoidArguments(double slope, double offset)
    {
        string slopes = (float)slope == 1f / 6 ? "" : $"Slope = {Literals.Of(slope)}", offsets = offset == 0.5 ? "" : $"Offset = {Literals.Of(offset)}";
        return new[] { slopes, offsets }.Where(text => text.Length > 0).ToArray();
    }

    public static Value?[] Gelu(Call call) => Make(call, "GELU", call.Text("approximate", "none") == "tanh" ? ["Tanh = true"] : []);

    public static Value?[] PRelu(Call call)
    {
        View view = call.View(0);
        Constant slope = call.Needed(1, "slope");
        float[] slopes = slope.AsFloats();
        if (slope.Count == 1) return [view.Of(call.Named(new PReLULayer(view.Source, slopes, channels: false)))];

        // Before opset 7 one number for each channel needs no axes behind it.
        int[] shape = slope.Shape;
        bool isOld = slope.Shape.Length == 1 && view.Shape.Length > 2 && slope.Count == view.Shape[1];
        if (isOld && (call.Opset < 7 || view.Shape[^1] != slope.Count)) shape = [slope.Count, .. view.Shape.Skip(2).Select(_ => 1)];
        (Layer layer, View of, float[]? channels, _) = Channels.Of(call, view, new Constant(shape, slopes));
        call.Require(channels is not null, $"has a slope {Dims.Text(slope.Shape)} that differs within a channel");
        if (channels!.Length == 1) channels = Enumerable.Repeat(channels[0], layer.Shape[0]).ToArray();
        return [of.Of(call.Named(new PReLULayer(layer, channels, channels: true)))];
    }

    public static Value?[] Clip(Call call)
    {
        float? low = call.Has("min") ? (float)call.Number("min", 0) : Bound(call, 1), high = call.Has("max") ? (float)call.Number("max", 0) : Bound(call, 2);
        return Clip(call, call.View(0), low, high);
    }

    /// <summary>Max or Min with a number.</summary>
    public static Value?[] Bound(Call call, bool isLower)
    {
        View[] views = Enumerable.Range(0, call.InputCount).Select(i => call[i]).OfType<View>().ToArray();
        Constant[] bounds = Enumerable.Range(0, call.InputCount).Select(i => call[i]).OfType<Constant>().ToArray();
        call.Require(views.Length == 1, "takes the larger or smaller of tensors that the network computes, which cannot be declared");
        call.Require(bounds.All(bound => bound.Count == 1), "has a bound that differs from number to number");
        if (bounds.Length == 0) return [views[0]];
        float bound = isLower ? bounds.Max(constant => constant.AsFloats()[0]) : bounds.Min(constant => constant.AsFloats()[0]);
        return isLower ? Clip(call, views[0], bound, null) : Clip(call, views[0], null, bound);
    }

    public static Value?[] Softmax(Call call)
    {
        View view = call.View(0);
        int rank = view.Shape.Length, axis = Dims.Axis(call.Integer("axis", call.Opset < 13 ? 1 : -1), rank);

        // Before opset 13 all axes from this one on are one.
        if (call.Opset < 13 && view.Shape.Skip(axis + 1).Any(size => size > 1))
        {
            call.Require(
                view.Shape.Take(axis).All(size => size == 1), $"has axis = {axis} before opset 13, where it runs over all axes behind at once");
            Layer line = call.Arranged(view.Reshaped([1, view.Count]));
            return [new View(new ActivationLayer("Softmax", line), view.Shape) { BatchAxis = view.BatchAxis }];
        }

        Layer source = view.Source;
        if (IsOverChannels(call, view, axis)) return [view.Of(call.Named(new ActivationLayer("Softmax", source)))];
        bool isLine = view.Count == view.Shape[axis];
        View arranged = isLine ? view.Reshaped([1, view.Count]) : view;
        call.Require(isLine || axis == 1, $"runs over axis {axis} of {Dims.Text(view.Shape)}; a softmax runs over the channels, axis 1, at each position");
        return [new View(call.Named(new ActivationLayer("Softmax", call.Arranged(arranged))), view.Shape) { BatchAxis = view.BatchAxis }];
    }

    public static Value?[] Pow(Call call)
    {
        View view = call.View(0);
        Constant power = call.Needed(1, "exponent");
        float exponent = power.Count == 1 ? power.AsFloats()[0] : float.NaN;
        if (exponent == 1) return [view];
        if (exponent == 2) return Make(call, "Square");
        return exponent == 3
            ? Part(call, "Cube", "can only be imported as a part of GELU by tanh")
            : throw new RefusalException("has another exponent than 2, which is Square");
    }

    /// <summary>What is no layer by itself.</summary>
    public static Value?[] Part(Call call, string kind, string refusal)
    {
        View view = call.View(0);
        return [view.Of(call.Named(new PatternLayer(kind, view.Source, $"{call.Node} {Dims.Text(view.Shape)} {refusal}")))];
    }

    private static Value?[] Make(Call call, string kind, params string[] arguments)
    {
        View view = call.View(0);
        return [view.Of(call.Named(new ActivationLayer(kind, view.Source, arguments)))];
    }

    private static float? Bound(Call call, int index)
    {
        if (call[index] is null) return null;
        Constant bound = call.Needed(index, "bound");
        return bound.Count == 1 ? bound.AsFloats()[0] : throw new RefusalException($"has a bound {Dims.Text(bound.Shape)}");
    }

    private static Value?[] Clip(Call call, View view, float? low, float? high)
    {
        float from = low ?? float.MinValue, to = high ?? float.MaxValue;
        from = Math.Max(from, float.MinValue);
        to = Math.Min(to, float.MaxValue);
        if (from == float.MinValue && to == float.MaxValue) return [view];
        call.Require(from < to, $"has the bounds {from} and {to}");
        ActivationLayer layer = (from, to) switch
        {
            (0, float.MaxValue) => new ActivationLayer("ReLU", view.Source),
            (0, 6) => new ActivationLayer("ReLU6", view.Source),
            _ => new ActivationLayer("Clip", view.Source, Literals.Of(Literals.Shortest(from)), Literals.Of(Literals.Shortest(to))),
        };
        return [view.Of(call.Named(layer))];
    }

    private static bool IsOverChannels(Call call, View view, int axis)
    {
        int channels = view.Source.Shape[0], size = view.Shape[axis];
        if (size != channels) return false;
        int positions = view.Count / channels;
        int[] order = Dims.TransposeIndexes(view.Shape, [.. Enumerable.Range(0, view.Shape.Length).Where(i => i != axis), axis], call.Budget);
        for (int k = 0; k < order.Length; k++)
        {
            int at = view.At(order[k]);
            if (at / positions != k % size || at % positions != view.At(order[k - k % size]) % positions) return false;
        }

        return true;
    }
}
