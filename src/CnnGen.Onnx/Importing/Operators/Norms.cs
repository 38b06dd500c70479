using System;
using System.Linq;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Layers;
using CnnGen.Onnx.Importing.Printing;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Normalisations.</summary>
internal static class Norms
{
    public static Value?[] Batch(Call call)
    {
        call.Require(call.Integer("training_mode", 0) == 0, "has training_mode = 1: it normalises with its own batch; export the model in evaluation mode");
        call.Require(call.Integer("spatial", 1) != 0, "has spatial = 0: one mean for each position");
        Layer input = call.Arranged(call.View(0));
        int channels = input.Shape[0];
        LayerTensor Tensor(int index, string name)
        {
            Constant constant = call.Needed(index, name);
            call.Require(constant.Count == channels, $"has {constant.Count} numbers as {name} for {channels} channels");
            return new LayerTensor(name, [channels], constant.AsFloats());
        }

        // ONNX says how much of the average stays, PyTorch how much is new.
        double momentum = Math.Round(1 - call.Number("momentum", 0.9), 7);
        bool isBare = LacksWeights(call);
        NormLayer norm = new("BatchNorm", input, Epsilon(call), isBare ? null : Tensor(1, "weight"), isBare ? null : Tensor(2, "bias"))
        {
            Buffers = [Tensor(3, "running_mean"), Tensor(4, "running_var")],
            Momentum = momentum is >= 0 and <= 1 ? momentum : 0.1,
        };
        return [new View(call.Named(norm), call.View(0).Shape)];
    }

    public static Value?[] Layer(Call call)
    {
        View view = call.View(0);
        int axis = Dims.Axis(call.Integer("axis", -1), view.Shape.Length);
        call.Require(view.Shape.Take(axis).All(size => size == 1),
            $"normalises from axis {axis} of {Dims.Text(view.Shape)}; LayerNorm normalises a whole sample");
        Layer input = call.Arranged(view);
        if (LacksWeights(call) || call[1] is null) return Normal(new NormLayer("LayerNorm", input, Epsilon(call), null, null));
        Constant weight = call.Needed(1, "weight");
        Constant? bias = call.Constant(2, "bias");
        call.Require(weight.Count == view.Count && (bias is null || bias.Count == view.Count),
            $"has weights {Dims.Text(weight.Shape)} for {Dims.Text(view.Shape)}");
        return Normal(new NormLayer(
            "LayerNorm",
            input,
            Epsilon(call),
            new LayerTensor("weight", input.Shape, weight.AsFloats()),
            new LayerTensor("bias", input.Shape, bias?.AsFloats() ?? new float[view.Count])));

        Value?[] Normal(NormLayer norm) => [new View(call.Named(norm), view.Shape) { BatchAxis = view.BatchAxis }];
    }

    public static Value?[] Group(Call call)
    {
        View view = call.View(0);
        Layer input = call.Arranged(view);
        int channels = input.Shape[0];
        long groups = call.Integer("num_groups", 0);
        call.Require(groups >= 1 && channels % groups == 0, $"has {groups} groups for {channels} channels");
        return [new View(call.Named(Affine(call, input, (int)groups, channels)), view.Shape)];
    }

    /// <summary>One mean for each channel; or, where channels were put together by a Reshape, for each group of them.</summary>
    public static Value?[] Instance(Call call)
    {
        View view = call.View(0);
        call.Require(view.Shape.Length >= 3, $"reads {Dims.Text(view.Shape)}");
        int groups = view.Shape[1];
        bool isGrouped = view.Order is null && view.Source.Shape[0] % groups == 0;
        Layer input = isGrouped ? view.Source : call.Spatial(0);
        return [new View(call.Named(Affine(call, input, groups, groups)), view.Shape)];
    }

    /// <summary>
    /// Whether a norm has no weights: of our own files, where initializers with a slash are constants, and no parameters. Ones and zeros, that is; others
    /// came there later.
    /// </summary>
    private static bool LacksWeights(Call call)
    {
        if (!call.IsOwn || call.Node.Inputs.Count < 2 || !call.Node.Inputs[1].Contains('/', StringComparison.Ordinal)) return false;
        bool isNothing = AreAll(1, call.Constant(1, "weight")) && AreAll(0, call.Constant(2, "bias"));
        call.Require(isNothing, $"has weights in '{Names.Shown(call.Node.Inputs[1])}', which CnnGen calls a constant");
        return true;

        static bool AreAll(float number, Constant? constant) => constant is null || Array.TrueForAll(constant.AsFloats(), each => each == number);
    }

    private static double Epsilon(Call call)
    {
        double epsilon = call.Number("epsilon", 1e-5);
        return epsilon > 0 ? epsilon : throw new RefusalException($"has epsilon = {Literals.Any(epsilon)}, which has to be above 0");
    }

    private static NormLayer Affine(Call call, Layer input, int groups, int weights)
    {
        int channels = input.Shape[0];
        float[] Numbers(int index, string name)
        {
            float[] numbers = call.Needed(index, name).AsFloats();
            call.Require(numbers.Length == weights || numbers.Length == groups, $"has {numbers.Length} numbers as {name} for {channels} channels");
            return Enumerable.Range(0, channels).Select(channel => numbers[(int)((long)channel * numbers.Length / channels)]).ToArray();
        }

        float[] weight = Numbers(1, "weight"), bias = Numbers(2, "bias");
        double epsilon = Epsilon(call);
        string count = Literals.Of(groups);
        bool isPlain = LacksWeights(call)
            || (Array.TrueForAll(weight, number => number == 1) && Array.TrueForAll(bias, number => number == 0) && groups < channels);
        return isPlain
            ? new NormLayer("GroupNorm", input, epsilon, null, null, count)
            : new NormLayer("GroupNorm", input, epsilon, new LayerTensor("weight", [channels], weight), new LayerTensor("bias", [channels], bias), count);
    }
}
