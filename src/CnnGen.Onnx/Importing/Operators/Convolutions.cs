using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Conv and ConvTranspose, with ONNX's ways to say padding.</summary>
internal static class Convolutions
{
    public static Value?[] Conv(Call call)
    {
        Layer input = call.Spatial(0);
        int axes = input.Shape.Length - 1;
        (LayerTensor weight, LayerTensor? bias) = Weights(call, axes, filtersAxis: 0, groups: 1);
        int groups = Groups(call);
        int filters = weight.Shape[0], channels = weight.Shape[1] * groups;
        call.Require(channels == input.Shape[0] && filters % groups == 0, $"has weights for {channels} channels and reads {input.Shape[0]}");
        Window window = WindowOf(call, input.Shape[1..], weight.Shape[2..]);
        int[] shape = [filters, .. Outputs(window, input.Shape[1..])];
        return [Call.Batched(call.Named(new ConvLayer(false, input, shape, window, groups, weight, bias)))];
    }

    public static Value?[] ConvTranspose(Call call)
    {
        Layer input = call.Spatial(0);
        int axes = input.Shape.Length - 1, groups = Groups(call);
        (LayerTensor weight, LayerTensor? bias) = Weights(call, axes, filtersAxis: 1, groups);
        call.Require(weight.Shape[0] == input.Shape[0], $"has weights for {weight.Shape[0]} channels and reads {input.Shape[0]}");
        int[] kernel = weight.Shape[2..], stride = call.Sizes("strides", axes, 1, 1), dilation = call.Sizes("dilations", axes, 1, 1);
        int[] padding = call.Sizes("output_padding", axes, 0, 0), pads = call.Sizes("pads", 2 * axes, 0, 0);
        int[] before = pads[..axes], after = pads[axes..];
        string auto = call.Text("auto_pad", "NOTSET");
        long[]? wanted = call.Integers("output_shape");
        int[] size = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            int full = stride[i] * (input.Shape[i + 1] - 1) + dilation[i] * (kernel[i] - 1) + 1 + padding[i];
            if (wanted is not null || auto.StartsWith("SAME", StringComparison.Ordinal))
            {
                long target = wanted is null ? (long)input.Shape[i + 1] * stride[i] : wanted[wanted.Length - axes + i];
                int total = checked((int)(full - target));
                if (total < 0)
                {
                    padding[i] -= total;
                    total = 0;
                }

                int half = total / 2;
                bool isUpper = auto == "SAME_UPPER";
                before[i] = isUpper ? half : total - half;
                after[i] = isUpper ? total - half : half;
                full = stride[i] * (input.Shape[i + 1] - 1) + dilation[i] * (kernel[i] - 1) + 1 + padding[i];
            }

            size[i] = full - before[i] - after[i];
            call.Require(size[i] > 0, "makes no output");
            call.Require(padding[i] < Math.Max(stride[i], dilation[i]), $"has an output padding of {padding[i]}, not below stride and dilation");
        }

        Window window = new(kernel, stride, dilation, before, after);
        int[] shape = [weight.Shape[1] * groups, .. size];
        Dims.Count(shape);
        return [Call.Batched(call.Named(new ConvLayer(true, input, shape, window, groups, weight, bias) { OutputPadding = padding }))];
    }

    /// <summary>The window of a convolution or pool over an input of these sizes.</summary>
    public static Window WindowOf(Call call, int[] input, int[] kernel)
    {
        int axes = input.Length;
        int[] stride = call.Sizes("strides", axes, 1, 1), dilation = call.Sizes("dilations", axes, 1, 1), pads = call.Sizes("pads", 2 * axes, 0, 0);
        Window window = new(kernel, stride, dilation, pads[..axes], pads[axes..]);
        string auto = call.Text("auto_pad", "NOTSET");
        if (auto is "NOTSET" or "") return window;
        if (auto == "VALID") return window with { Before = new int[axes], After = new int[axes] };
        call.Require(auto is "SAME_UPPER" or "SAME_LOWER", $"has auto_pad = {auto}");
        int[] before = new int[axes], after = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            int outputs = (input[i] + stride[i] - 1) / stride[i];
            int total = Math.Max(0, (outputs - 1) * stride[i] + dilation[i] * (kernel[i] - 1) + 1 - input[i]);
            before[i] = auto == "SAME_UPPER" ? total / 2 : total - total / 2;
            after[i] = total - before[i];
        }

        return window with { Before = before, After = after };
    }

    /// <summary>Rows and columns of the output.</summary>
    public static int[] Outputs(Window window, int[] input)
    {
        int[] outputs = new int[input.Length];
        for (int i = 0; i < input.Length; i++)
        {
            long room = (long)input[i] + window.Before[i] + window.After[i] - (long)window.Dilation[i] * (window.Kernel[i] - 1) - 1;
            if (room < 0) throw new RefusalException($"has a kernel {Dims.Text(window.Kernel)} that does not fit its input {Dims.Text(input)}");
            outputs[i] = checked((int)(room / window.Stride[i])) + 1;
        }

        return outputs;
    }

    private static int Groups(Call call)
    {
        long groups = call.Integer("group", 1);
        return groups is >= 1 and <= int.MaxValue ? (int)groups : throw new RefusalException($"has {groups} groups");
    }

    private static (LayerTensor Weight, LayerTensor? Bias) Weights(Call call, int axes, int filtersAxis, int groups)
    {
        Constant weight = call.Needed(1, "weights");
        call.Require(weight.Shape.Length == axes + 2 && weight.Count > 0, $"has weights {Dims.Text(weight.Shape)} for an input of {axes} axes");
        long[]? kernel = call.Integers("kernel_shape");
        call.Require(kernel is null || kernel.SequenceEqual(weight.Shape[2..].Select(size => (long)size)), "has a kernel_shape that is not its weights'");
        int filters = weight.Shape[filtersAxis] * groups;
        LayerTensor? bias = null;
        if (call.Constant(2, "bias") is { } offsets)
        {
            call.Require(offsets.Count == filters, $"has {offsets.Count} biases for {filters} filters");
            bias = new LayerTensor("bias", [filters], offsets.AsFloats());
        }

        return (new LayerTensor("weight", weight.Shape, weight.AsFloats()), bias);
    }
}
