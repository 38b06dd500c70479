using System;
using System.Collections.Generic;
using CnnGen.Onnx.Tests.Harness;
using Xunit;

namespace CnnGen.Onnx.Tests;

/// <summary>One small model for each operator and pattern: what it is printed as, and that its numbers are those of ONNX Runtime.</summary>
public sealed class PatternTests
{
    private static readonly int[] Ones = [1, 1];
    private static readonly int[] Twos = [2, 2];
    private static readonly int[] Pad1 = [1, 1, 1, 1];
    private static readonly int[] ToNchw = [0, 3, 1, 2];
    private static readonly int[] ToNhwc = [0, 2, 3, 1];

    private static readonly Dictionary<string, (Func<Model> Model, string Expected)> Cases = new(StringComparer.Ordinal)
    {
        // Convolutions.
        ["conv"] = (() => Image(3, 8, 8).Weight("w", 4, 3, 3, 3).Weight("b", 4).Node("Conv", "x w b", "y").Output("y"), "Network(3, 8, 8), Conv(4, 3)"),
        ["conv with everything"] = (
            () => Image(4, 9, 8).Weight("w", 6, 2, 3, 2).Node("Conv", "x w", "y", ("strides", new[] { 2, 1 }), ("dilations", new[] { 1, 2 }), ("group", 2), ("pads", new[] { 1, 0, 1, 2 })).Output("y"),
            "Network(4, 9, 8), Conv(6, 3, 2, StrideHeight = 2, PaddingHeight = 1, PaddingRight = 2, DilationWidth = 2, Groups = 2, Bias = false)"),
        ["conv same"] = (
            () => Image(3, 8, 7).Weight("w", 4, 3, 3, 3).Node("Conv", "x w", "y", ("strides", Twos), ("auto_pad", "SAME_UPPER")).Output("y"),
            "Network(3, 8, 7), Conv(4, 3, Stride = 2, Same = true, Bias = false)"),
        ["conv same, odd"] = (
            () => Image(3, 8, 7).Weight("w", 4, 3, 5, 5).Node("Conv", "x w", "y", ("auto_pad", "SAME_UPPER")).Output("y"), "Network(3, 8, 7), Conv(4, 5, Padding = 2, Bias = false)"),
        ["conv same, lower"] = (
            () => Image(3, 8, 8).Weight("w", 4, 3, 3, 3).Node("Conv", "x w", "y", ("strides", Twos), ("auto_pad", "SAME_LOWER")).Output("y"),
            "Network(3, 8, 8), Conv(4, 3, Stride = 2, PaddingTop = 1, PaddingLeft = 1, Bias = false)"),
        ["conv along a line"] = (
            () => new Model().Input("x", 0, 3, 12).Weight("w", 4, 3, 3).Weight("b", 4).Node("Conv", "x w b", "y", ("pads", new[] { 2, 0 })).Output("y"),
            "Network(3, 12), Conv(4, 3, PaddingLeft = 2)"),
        ["conv, bias by Add"] = (
            () => Image(3, 6, 6).Weight("w", 4, 3, 3, 3).Weight("b", 4, 1, 1).Node("Conv", "x w", "c").Node("Add", "c b", "y").Output("y"), "Network(3, 6, 6), Conv(4, 3)"),
        ["conv, untied bias"] = (
            () => Image(3, 6, 6).Weight("w", 4, 3, 3, 3).Weight("b", 4, 4, 4).Node("Conv", "x w", "c").Node("Add", "c b", "y").Output("y"),
            "Network(3, 6, 6), Conv(4, 3, UntiedBias = true)"),
        ["conv, scaled"] = (
            () => Image(3, 6, 6).Weight("w", 4, 3, 3, 3).Weight("b", 4).Weight("s", 1, 4, 1, 1).Node("Conv", "x w b", "c").Node("Mul", "c s", "y").Output("y"),
            "Network(3, 6, 6), Conv(4, 3)"),
        ["conv transposed"] = (
            () => Image(4, 5, 5).Weight("w", 4, 3, 3, 3).Weight("b", 6).Node("ConvTranspose", "x w b", "y", ("strides", Twos), ("pads", Pad1), ("output_padding", Ones), ("group", 2)).Output("y"),
            "Network(4, 5, 5), ConvTranspose(6, 3, Stride = 2, Padding = 1, OutputPadding = 1, Groups = 2)"),
        ["conv transposed, scaled by group"] = (
            () => Image(4, 5, 5).Weight("w", 4, 3, 3, 3).Weight("s", 6, 1, 1).Node("ConvTranspose", "x w", "c", ("group", 2)).Node("Mul", "c s", "y").Output("y"),
            "Network(4, 5, 5), ConvTranspose(6, 3, Groups = 2, Bias = false)"),
        ["conv transposed, output shape"] = (
            () => Image(2, 4, 4).Weight("w", 2, 3, 3, 3).Node("ConvTranspose", "x w", "y", ("strides", Twos), ("output_shape", new[] { 8, 8 })).Output("y"),
            "Network(2, 4, 4), ConvTranspose(3, 3, Stride = 2, PaddingTop = 1, PaddingLeft = 1, Bias = false)"),
        ["pad before conv"] = (
            () => Image(3, 6, 6).Integers("p", 0, 0, 0, 0, 0, 0, 1, 1).Weight("w", 4, 3, 3, 3).Node("Pad", "x p", "c").Node("Conv", "c w", "y", ("strides", Twos)).Output("y"),
            "Network(3, 6, 6), Conv(4, 3, Stride = 2, Same = true, Bias = false)"),

        // Pools.
        ["max pool"] = (() => Image(3, 8, 8).Node("MaxPool", "x", "y", ("kernel_shape", new[] { 3, 3 }), ("strides", Twos), ("pads", Pad1)).Output("y"), "Network(3, 8, 8), MaxPool(3, Stride = 2, Padding = 1)"),
        ["max pool, same"] = (
            () => Image(3, 7, 7).Node("MaxPool", "x", "y", ("kernel_shape", Twos), ("strides", Twos), ("auto_pad", "SAME_UPPER")).Output("y"), "Network(3, 7, 7), MaxPool(2, PaddingBottom = 1, PaddingRight = 1)"),
        ["max pool, ceil"] = (() => Image(3, 7, 7).Node("MaxPool", "x", "y", ("kernel_shape", Twos), ("strides", Twos), ("ceil_mode", 1)).Output("y"), "Network(3, 7, 7), MaxPool(2, PaddingBottom = 1, PaddingRight = 1)"),
        ["average pool"] = (
            () => Image(3, 8, 8).Node("AveragePool", "x", "y", ("kernel_shape", Twos), ("strides", Ones), ("pads", Pad1)).Output("y"), "Network(3, 8, 8), AvgPool(2, Stride = 1, Padding = 1, CountPadding = false)"),
        ["average pool, padding counts"] = (
            () => Image(3, 8, 8).Node("AveragePool", "x", "y", ("kernel_shape", Twos), ("strides", Twos), ("pads", Pad1), ("count_include_pad", 1)).Output("y"), "Network(3, 8, 8), AvgPool(2, Padding = 1)"),
        ["average pool, ceil"] = (
            () => Image(3, 7, 7).Node("AveragePool", "x", "y", ("kernel_shape", Twos), ("strides", Twos), ("ceil_mode", 1)).Output("y"), "Network(3, 7, 7), AvgPool(2, PaddingBottom = 1, PaddingRight = 1, CountPadding = false)"),
        ["global pools"] = (
            () => Image(3, 4, 5).Node("GlobalAveragePool", "x", "a").Node("GlobalMaxPool", "x", "m").Node("Concat", "a m", "c", ("axis", 1)).Node("Flatten", "c", "y").Output("y"),
            "Network(3, 4, 5), Tap(\"trunk\"), GlobalMaxPool, Tap(\"part\"), From(\"trunk\"), GlobalAvgPool, Concat(\"part\")"),
        ["mean over positions"] = (() => Image(3, 4, 5).Node("ReduceMean", "x", "y", ("axes", new[] { 2, 3 }), ("keepdims", 0)).Output("y"), "Network(3, 4, 5), GlobalAvgPool"),
        ["mean over positions, channels last"] = (
            () => Image(3, 4, 5).Node("Relu", "x", "r").Node("Transpose", "r", "t", ("perm", ToNhwc)).Node("ReduceMean", "t", "y", ("axes", new[] { 1, 2 }), ("keepdims", 0)).Output("y"),
            "Network(3, 4, 5), ReLU, GlobalAvgPool"),

        // Products.
        ["gemm"] = (() => List(6).Weight("w", 4, 6).Weight("b", 4).Node("Gemm", "x w b", "y", ("transB", 1)).Output("y"), "Network(6), Dense(4)"),
        ["gemm, alpha and beta"] = (() => List(6).Weight("w", 6, 4).Weight("b", 1, 4).Node("Gemm", "x w b", "y", ("alpha", 0.5), ("beta", 2f)).Output("y"), "Network(6), Dense(4)"),
        ["gemm, one bias"] = (() => List(6).Weight("w", 6, 4).Scalar("b", 0.5f).Node("Gemm", "x w b", "y").Output("y"), "Network(6), Dense(4)"),
        ["matmul and add"] = (() => List(6).Weight("w", 6, 4).Weight("b", 4).Node("MatMul", "x w", "m").Node("Add", "b m", "y").Output("y"), "Network(6), Dense(4)"),
        ["matmul, weights left"] = (() => new Model().Input("x", 6, 1).Weight("w", 4, 6).Node("MatMul", "w x", "y").Output("y"), "Network(6), Dense(4, Bias = false)"),
        ["matmul of a vector"] = (() => new Model().Input("x", 6).Weight("w", 6, 4).Node("MatMul", "x w", "y").Output("y"), "Network(6), Dense(4, Bias = false)"),
        ["flatten, dense"] = (
            () => Image(3, 4, 5).Weight("w", 7, 60).Integers("s", 0, -1).Node("Relu", "x", "r").Node("Reshape", "r s", "f").Node("Gemm", "f w", "y", ("transB", 1)).Output("y"),
            "Network(3, 4, 5), ReLU, Dense(7, Bias = false)"),
        ["flatten by shape arithmetic"] = (
            () => Image(3, 4, 5).Integers("zero", 0).Integers("rest", -1).Weight("w", 7, 60).Node("Shape", "x", "s").Node("Gather", "s zero", "n", ("axis", 0))
                .Node("Concat", "n rest", "t", ("axis", 0)).Node("Reshape", "x t", "f").Node("Gemm", "f w", "y", ("transB", 1)).Output("y"),
            "Network(3, 4, 5), Dense(7, Bias = false)"),
        ["weights behind a reshape of constants"] = (
            () => List(12).Weight("w4", 3, 4, 5).Integers("s", 12, 5).Node("Reshape", "w4 s", "w").Node("MatMul", "x w", "y").Output("y"), "Network(12), Dense(5, Bias = false)"),

        // Channels last.
        ["channels last in"] = (
            () => new Model().Input("x", 0, 6, 5, 3).Weight("w", 4, 3, 3, 3).Node("Transpose", "x", "t", ("perm", ToNchw)).Node("Conv", "t w", "y").Output("y"), "Network(3, 6, 5), Conv(4, 3, Bias = false)"),
        ["channels last, normalised before"] = (
            () => new Model().Input("x", 0, 6, 5, 3).Weight("m", 3).Weight("w", 4, 3, 3, 3).Node("Sub", "x m", "n").Node("Transpose", "n", "t", ("perm", ToNchw)).Node("Conv", "t w", "c").Node("Relu", "c", "y").Output("y"),
            "Network(3, 6, 5), Scale(1, new double[] { …"),
        ["flatten of channels last"] = (
            () => Image(3, 4, 5).Weight("w", 60, 7).Node("Relu", "x", "r").Node("Transpose", "r", "t", ("perm", ToNhwc)).Node("Flatten", "t", "f").Node("MatMul", "f w", "y").Output("y"),
            "Network(3, 4, 5), ReLU, Dense(7, Bias = false)"),

        // Joins.
        ["residual"] = (
            () => Image(4, 6, 6).Weight("w", 4, 4, 3, 3).Weight("v", 4, 4, 3, 3).Node("Conv", "x w", "c", ("pads", Pad1)).Node("Relu", "c", "r").Node("Conv", "r v", "d", ("pads", Pad1))
                .Node("Add", "d x", "s").Node("Relu", "s", "y").Output("y"),
            "Network(4, 6, 6), Tap(\"skip\"), Conv(4, 3, Padding = 1, Bias = false), ReLU, Conv(4, 3, Padding = 1, Bias = false), Add(\"skip\"), ReLU"),
        ["residual with a projection"] = (
            () => Image(3, 6, 6).Weight("w", 4, 3, 3, 3).Weight("v", 4, 3, 1, 1).Node("Relu", "x", "a").Node("Conv", "a w", "c", ("pads", Pad1)).Node("Conv", "a v", "d").Node("Sum", "d c", "y").Output("y"),
            "Network(3, 6, 6), ReLU, Tap(\"trunk\"), Conv(4, 1, Bias = false), Tap(\"skip\"), From(\"trunk\"), Conv(4, 3, Padding = 1, Bias = false), Add(\"skip\")"),
        ["difference"] = (
            () => Image(3, 4, 4).Node("Relu", "x", "a").Node("Tanh", "x", "b").Node("Sub", "a b", "y").Output("y"), "Network(3, 4, 4), Tap(\"trunk\"), ReLU, Tap(\"skip\"), From(\"trunk\"), Tanh, Scale(-1, 0), Add(\"skip\")"),
        ["gate"] = (
            () => Image(4, 5, 5).Weight("w", 4, 4, 1, 1).Node("GlobalAveragePool", "x", "g").Node("Conv", "g w", "c").Node("Sigmoid", "c", "s").Node("Mul", "x s", "y").Output("y"),
            "Network(4, 5, 5), Tap(\"gated\"), GlobalAvgPool, Conv(4, 1, Bias = false), Sigmoid, Multiply(\"gated\")"),
        ["gate by dense"] = (
            () => Image(4, 5, 5).Weight("w", 4, 4).Integers("s", -1, 4, 1, 1).Node("GlobalAveragePool", "x", "g").Node("Flatten", "g", "f").Node("Gemm", "f w", "d").Node("Sigmoid", "d", "a")
                .Node("Reshape", "a s", "r").Node("Mul", "x r", "y").Output("y"),
            "Network(4, 5, 5), Tap(\"gated\"), GlobalAvgPool, Dense(4, Bias = false), Sigmoid, Reshape(4, 1, 1), Multiply(\"gated\")"),
        ["concat of three"] = (
            () => Image(2, 4, 4).Node("Relu", "x", "a").Node("Tanh", "x", "b").Node("Sigmoid", "x", "c").Node("Concat", "a b c", "y", ("axis", 1)).Output("y"), null!),
        ["concat of lists, one from an image"] = (
            () => Image(2, 3, 3).Input("v", 0, 4).Weight("w", 5, 22).Node("Transpose", "x", "t", ("perm", ToNhwc)).Node("Flatten", "t", "f").Node("Concat", "f v", "c", ("axis", 1)).Node("Gemm", "c w", "y", ("transB", 1)).Output("y"), null!),
        ["concat of the end and the whole, as other images"] = (() => Ends(1), null!),
        ["concat with zeros"] = (
            () => Image(2, 4, 4).Numbers("z", [1, 3, 4, 4], new float[48]).Node("Concat", "x z", "y", ("axis", 1)).Output("y"), "Network(2, 4, 4), PadChannels(0, 3)"),
        ["slice of channels"] = (
            () => Image(5, 4, 4).Integers("s", 1).Integers("e", 4).Integers("a", 1).Node("Slice", "x s e a", "y").Output("y"), "Network(5, 4, 4), Slice(1, 3)"),
        ["split"] = (
            () => Image(5, 4, 4).Integers("n", 2, 3).Node("Split", "x n", "a b", ("axis", 1)).Node("Relu", "a", "r").Node("Concat", "b r", "y", ("axis", 1)).Output("y"), null!),
        ["crop"] = (
            () => Image(2, 6, 7).Integers("s", 1, 2).Integers("e", -1, 9223372036854775807).Integers("a", 2, 3).Node("Slice", "x s e a", "y").Output("y"), "Network(2, 6, 7), Crop(Height = 1, Left = 2)"),
        ["gather of a feature"] = (() => List(6).Integers("i", 2, 3).Node("Gather", "x i", "y", ("axis", 1)).Output("y"), "Network(6), Slice(2, 2)"),

        ["slice of a flattened image"] = (
            () => Image(2, 3, 3).Integers("s", 4).Integers("e", 15).Integers("a", 1).Node("Relu", "x", "r").Node("Flatten", "r", "f").Node("Slice", "f s e a", "y").Output("y"), "Network(2, 3, 3), ReLU, Flatten, Slice(4, 11)"),
        ["split into equal parts"] = (
            () => Image(4, 3, 3).Node("Split", "x", "a b", ("axis", 1)).Node("Sigmoid", "b", "g").Node("Mul", "a g", "y").Output("y"),
            "Network(4, 3, 3), Tap(\"trunk\"), Slice(0, 2), Tap(\"gated\"), From(\"trunk\"), Slice(2, 2), Sigmoid, Multiply(\"gated\")"),

        ["slice of shuffled channels"] = (
            () => Image(4, 2, 2).Weight("w", 4, 4, 1, 1).Integers("a", 1, 2, 2, 2, 2).Integers("b", 1, 4, 2, 2).Integers("s", 0).Integers("e", 2).Integers("c", 1).Node("Conv", "x w", "q").Node("Reshape", "q a", "r")
                .Node("Transpose", "r", "t", ("perm", new[] { 0, 2, 1, 3, 4 })).Node("Reshape", "t b", "u").Node("Slice", "u s e c", "y").Output("y"),
            "Network(4, 2, 2), Conv(4, 1, Bias = false), ChannelShuffle(2), Slice(0, 2)"),

        // Activations.
        ["relu6"] = (() => List(6).Scalar("l", 0).Scalar("h", 6).Node("Clip", "x l h", "y").Output("y"), "Network(6), ReLU6"),
        ["clip"] = (() => List(6).Scalar("l", -0.1f).Scalar("h", 0.3f).Node("Clip", "x l h", "y").Output("y"), "Network(6), Clip(-0.1, 0.3)"),
        ["max and min"] = (() => List(6).Scalar("l", -0.1f).Scalar("h", 0.3f).Node("Max", "x l", "m").Node("Min", "m h", "y").Output("y"), "Network(6), Clip(-0.1, 0.3)"),
        ["max with 0"] = (() => List(6).Scalar("l", 0).Node("Max", "l x", "y").Output("y"), "Network(6), ReLU"),
        ["leaky relu"] = (() => List(6).Node("LeakyRelu", "x", "y", ("alpha", 0.2)).Output("y"), "Network(6), LeakyReLU(0.2)"),
        ["elu, selu"] = (() => List(6).Node("Elu", "x", "e", ("alpha", 0.5)).Node("Selu", "e", "y").Output("y"), "Network(6), ELU(0.5), SELU"),
        ["softplus, sign"] = (() => List(6).Node("Softplus", "x", "e").Node("Sign", "x", "g").Node("Add", "e g", "y").Output("y"), null!),
        ["hard sigmoid"] = (() => List(6).Node("HardSigmoid", "x", "y").Output("y"), "Network(6), HardSigmoid(Slope = 0.2)"),
        ["hard sigmoid by clip"] = (
            () => List(6).Scalar("s", 0.3f).Scalar("o", 0.4f).Scalar("l", 0).Scalar("h", 1).Node("Relu", "x", "r").Node("Mul", "r s", "m").Node("Add", "m o", "a").Node("Clip", "a l h", "y").Output("y"),
            "Network(6), ReLU, HardSigmoid(Slope = 0.3, Offset = 0.4)"),
        ["silu"] = (() => List(6).Node("Sigmoid", "x", "s").Node("Mul", "x s", "y").Output("y"), "Network(6), SiLU"),
        ["hard swish, tf's"] = (
            () => List(6).Scalar("three", 3).Scalar("sixth", 1f / 6).Scalar("l", 0).Scalar("h", 6).Node("Add", "x three", "a").Node("Clip", "a l h", "c").Node("Mul", "sixth c", "m").Node("Mul", "x m", "y").Output("y"),
            "Network(6), HardSwish"),
        ["hard swish, PyTorch's"] = (
            () => List(6).Scalar("three", 3).Scalar("six", 6).Scalar("l", 0).Node("Add", "x three", "a").Node("Clip", "a l six", "c").Node("Mul", "x c", "m").Node("Div", "m six", "y").Output("y"), "Network(6), HardSwish"),
        ["hard swish, by hard sigmoid"] = (() => List(6).Node("HardSigmoid", "x", "s", ("alpha", 1f / 6)).Node("Mul", "x s", "y").Output("y"), "Network(6), HardSwish"),
        ["mish"] = (() => List(6).Node("Softplus", "x", "p").Node("Tanh", "p", "t").Node("Mul", "x t", "y").Output("y"), "Network(6), Mish"),
        ["gelu by erf"] = (
            () => List(6).Scalar("r", 1.4142135f).Scalar("one", 1).Scalar("half", 0.5f).Node("Div", "x r", "d").Node("Erf", "d", "e").Node("Add", "e one", "a").Node("Mul", "x a", "m").Node("Mul", "m half", "y").Output("y"),
            "Network(6), GELU"),
        ["gelu by erf, half first"] = (
            () => List(6).Scalar("r", 0.70710677f).Scalar("one", 1).Scalar("half", 0.5f).Node("Mul", "x r", "d").Node("Erf", "d", "e").Node("Add", "e one", "a").Node("Mul", "x half", "h").Node("Mul", "h a", "y").Output("y"),
            "Network(6), GELU"),
        ["gelu by tanh"] = (
            () => List(6).Scalar("three", 3).Scalar("c", 0.044715f).Scalar("k", 0.7978846f).Scalar("one", 1).Scalar("half", 0.5f).Node("Pow", "x three", "p").Node("Mul", "p c", "q").Node("Add", "x q", "a")
                .Node("Mul", "a k", "b").Node("Tanh", "b", "t").Node("Add", "t one", "u").Node("Mul", "x half", "h").Node("Mul", "h u", "y").Output("y"),
            "Network(6), GELU(Tanh = true)"),
        ["square"] = (() => List(6).Scalar("two", 2).Node("Pow", "x two", "p").Node("Mul", "p p", "y").Output("y"), "Network(6), Square, Square"),
        ["prelu"] = (() => Image(3, 4, 4).Numbers("s", [1], 0.1f).Node("PRelu", "x s", "y").Output("y"), "Network(3, 4, 4), PReLU"),
        ["prelu by channel"] = (() => Image(3, 4, 4).Weight("s", 3, 1, 1).Node("PRelu", "x s", "y").Output("y"), "Network(3, 4, 4), PReLU(Channels = true)"),
        ["softmax"] = (() => List(6).Node("Softmax", "x", "y").Output("y"), "Network(6), Softmax"),
        ["softmax over channels"] = (() => Image(3, 4, 4).Node("Softmax", "x", "y", ("axis", 1)).Output("y"), "Network(3, 4, 4), Softmax"),
        ["softmax before opset 13"] = (() => new Model(11).Input("x", 0, 3, 2, 2).Node("Softmax", "x", "y", ("axis", 1)).Output("y"), "Network(3, 2, 2), Flatten, Softmax"),

        ["softmax before opset 13, channels last"] = (
            () => new Model(11).Input("x", 0, 3, 2, 2).Node("Relu", "x", "r").Node("Transpose", "r", "t", ("perm", ToNhwc)).Node("Softmax", "t", "s", ("axis", 3)).Node("Transpose", "s", "y", ("perm", ToNchw)).Output("y"),
            "Network(3, 2, 2), ReLU, Softmax"),

        // Constants.
        ["normalise"] = (
            () => Image(3, 4, 4).Numbers("m", [3, 1, 1], 0.5f, 0.4f, 0.25f).Numbers("d", [3, 1, 1], 0.25f, 0.5f, 2).Weight("w", 2, 3, 1, 1).Node("Sub", "x m", "s").Node("Div", "s d", "n").Node("Conv", "n w", "y").Output("y"),
            "Network(3, 4, 4), Normalize(new double[] { 0.5, 0.4, 0.25 }, new double[] { 0.25, 0.5, 2 }), Conv(2, 1, Bias = false)"),
        ["scale"] = (() => List(4).Scalar("f", 2).Scalar("o", -1).Node("Mul", "x f", "m").Node("Add", "m o", "y").Output("y"), "Network(4), Scale(2, -1)"),
        ["constant less x"] = (() => List(4).Scalar("o", 1).Node("Sub", "o x", "y").Output("y"), "Network(4), Scale(-1, 1)"),
        ["divided by 255"] = (() => Image(1, 4, 4).Scalar("d", 255).Node("Div", "x d", "y").Output("y"), "Network(1, 4, 4), Normalize(0, 255)"),

        // Norms.
        ["batch norm"] = (() => Norm(Image(3, 4, 4), 3).Node("BatchNormalization", "x s b m v", "y", ("epsilon", 0.001), ("momentum", 0.8)).Output("y"), "Network(3, 4, 4), BatchNorm(Epsilon = 0.001, Momentum = 0.2)"),
        ["batch norm behind flatten"] = (
            () => Norm(Image(3, 2, 2), 12).Node("Relu", "x", "r").Node("Flatten", "r", "f").Node("BatchNormalization", "f s b m v", "y").Output("y"), "Network(3, 2, 2), ReLU, Flatten, BatchNorm"),
        ["batch norm, scaled"] = (
            () => Norm(Image(3, 4, 4), 3).Weight("f", 3, 1, 1).Weight("o", 3, 1, 1).Node("BatchNormalization", "x s b m v", "n").Node("Mul", "n f", "g").Node("Add", "g o", "y").Output("y"), "Network(3, 4, 4), BatchNorm"),
        ["layer norm"] = (() => List(8).Weight("s", 8).Weight("b", 8).Node("LayerNormalization", "x s b", "y").Output("y"), "Network(8), LayerNorm"),
        ["instance norm"] = (() => Image(3, 4, 4).Weight("s", 3).Weight("b", 3).Node("InstanceNormalization", "x s b", "y").Output("y"), "Network(3, 4, 4), GroupNorm(3)"),
        ["group norm by instance norm"] = (
            () => Image(4, 3, 3).Integers("g", 0, 2, -1).Integers("s", 0, 4, 3, 3).Numbers("one", [2], 1, 1).Numbers("zero", [2], 0, 0).Weight("w", 4, 1, 1).Weight("b", 4, 1, 1)
                .Node("Reshape", "x g", "r").Node("InstanceNormalization", "r one zero", "i").Node("Reshape", "i s", "u").Node("Mul", "u w", "m").Node("Add", "m b", "y").Output("y"),
            "Network(4, 3, 3), GroupNorm(2)"),

        ["group norm of features"] = (
            () => List(6).Integers("g", 0, 3, -1).Integers("s", 0, 6).Numbers("one", [3], 1, 1, 1).Numbers("zero", [3], 0, 0, 0).Weight("w", 6).Weight("b", 6)
                .Node("Reshape", "x g", "r").Node("InstanceNormalization", "r one zero", "i").Node("Reshape", "i s", "u").Node("Mul", "u w", "m").Node("Add", "m b", "y").Output("y"),
            "Network(6), GroupNorm(3)"),
        ["layer norm written out"] = (
            () => Norm(List(8), 8).Scalar("two", 2).Scalar("e", 1e-5f).Node("ReduceMean", "x", "mean", ("axes", new[] { -1 })).Node("Sub", "x mean", "d").Node("Pow", "d two", "p")
                .Node("ReduceMean", "p", "q", ("axes", new[] { -1 })).Node("Add", "q e", "a").Node("Sqrt", "a", "r").Node("Div", "d r", "n").Node("Mul", "n s", "t").Node("Add", "t b", "y").Output("y"),
            "Network(8), LayerNorm"),
        ["layer norm written out, of an image"] = (
            () => Image(2, 3, 4).Weight("s", 2, 3, 4).Weight("b", 2, 3, 4).Weight("k", 2, 2, 1, 1).Scalar("e", 0.01f).Node("Conv", "x k", "c").Node("ReduceMean", "c", "mean", ("axes", new[] { -3, -2, -1 })).Node("Sub", "c mean", "d")
                .Node("Mul", "d d", "p").Node("ReduceMean", "p", "q", ("axes", new[] { -3, -2, -1 })).Node("Add", "e q", "a").Node("Sqrt", "a", "r").Node("Div", "d r", "n").Node("Mul", "n s", "t").Node("Add", "t b", "u")
                .Node("Relu", "u", "y").Output("y"),
            "Network(2, 3, 4), Conv(2, 1, Bias = false), LayerNorm(Epsilon = 0.01), ReLU"),
        ["layer norm written out, without weights"] = (
            () => List(8).Scalar("two", 2).Scalar("e", 1e-5f).Node("ReduceMean", "x", "mean", ("axes", new[] { 1 })).Node("Sub", "x mean", "d").Node("Pow", "d two", "p")
                .Node("ReduceMean", "p", "q", ("axes", new[] { 1 })).Node("Add", "q e", "a").Node("Sqrt", "a", "r").Node("Div", "d r", "n").Node("Relu", "n", "y").Output("y"),
            "Network(8), LayerNorm(Affine = false), ReLU"),

        // Shapes.
        ["reshape"] = (
            () => List(8).Weight("w", 18, 8).Integers("s", -1, 2, 3, 3).Weight("k", 2, 4, 3, 3).Node("Gemm", "x w", "d", ("transB", 1)).Node("Reshape", "d s", "r").Node("ConvTranspose", "r k", "y").Output("y"),
            "Network(8), Dense(18, Bias = false), Reshape(2, 3, 3), ConvTranspose(4, 3, Bias = false)"),
        ["input that is an image after all"] = (
            () => List(16).Integers("s", -1, 1, 4, 4).Weight("k", 2, 1, 3, 3).Node("Reshape", "x s", "r").Node("Conv", "r k", "y").Output("y"), "Network(1, 4, 4), Conv(2, 3, Bias = false)"),
        ["pixel shuffle by reshapes"] = (
            () => Image(8, 3, 4).Integers("a", -1, 2, 2, 2, 3, 4).Integers("b", -1, 2, 6, 8).Node("Relu", "x", "q").Node("Reshape", "q a", "r").Node("Transpose", "r", "t", ("perm", new[] { 0, 1, 4, 2, 5, 3 })).Node("Reshape", "t b", "y").Output("y"),
            "Network(8, 3, 4), ReLU, PixelShuffle(2)"),
        ["depth to space"] = (
            () => Image(8, 3, 4).Weight("w", 8, 8, 1, 1).Node("Conv", "x w", "q").Node("DepthToSpace", "q", "y", ("blocksize", 2), ("mode", "CRD")).Output("y"), "Network(8, 3, 4), Conv(8, 1, Bias = false), PixelShuffle(2)"),
        ["depth to space, cells first"] = (
            () => Image(8, 3, 4).Weight("w", 8, 8, 1, 1).Node("Conv", "x w", "q").Node("DepthToSpace", "q", "y", ("blocksize", 2)).Output("y"), "Network(8, 3, 4), Conv(8, 1, Bias = false), ChannelShuffle(4), PixelShuffle(2)"),
        ["pixel shuffle of a line"] = (
            () => new Model().Input("x", 0, 6, 5).Weight("w", 6, 6, 1).Integers("a", -1, 2, 3, 5).Integers("b", -1, 2, 15).Node("Conv", "x w", "q").Node("Reshape", "q a", "r")
                .Node("Transpose", "r", "t", ("perm", new[] { 0, 1, 3, 2 })).Node("Reshape", "t b", "y").Output("y"),
            "Network(6, 5), Conv(6, 1, Bias = false), PixelShuffle(3)"),
        ["channel shuffle"] = (
            () => Image(6, 3, 3).Weight("w", 6, 6, 1, 1).Integers("a", 1, 2, 3, 3, 3).Integers("b", 1, 6, 3, 3).Node("Conv", "x w", "q").Node("Reshape", "q a", "r").Node("Transpose", "r", "t", ("perm", new[] { 0, 2, 1, 3, 4 })).Node("Reshape", "t b", "s").Node("Relu", "s", "y").Output("y"),
            "Network(6, 3, 3), Conv(6, 1, Bias = false), ReLU, ChannelShuffle(2)"),
        ["pad, reflecting"] = (() => Image(2, 5, 5).Integers("p", 0, 0, 1, 2, 0, 0, 0, 2).Node("Pad", "x p", "y", ("mode", "reflect")).Output("y"), "Network(2, 5, 5), Pad(PaddingTop = 1, PaddingWidth = 2, Mode = PadMode.Reflect)"),
        ["pad, going round"] = (
            () => Image(2, 4, 5).Integers("h", 2).Integers("v", 3).Integers("i", 0).Integers("j", 1).Integers("hh", 4).Integers("vv", 5)
                .Node("Slice", "x v hh h", "top").Node("Concat", "top x", "t", ("axis", 2)).Node("Slice", "t v vv v", "left").Node("Slice", "t i j v", "right")
                .Node("Concat", "left t right", "y", ("axis", 3)).Output("y"),
            "Network(2, 4, 5), Pad(PaddingTop = 1, PaddingLeft = 2, PaddingRight = 1, Mode = PadMode.Circular)"),
        ["pad channels"] = (() => Image(2, 3, 3).Integers("p", 0, 1, 0, 0, 0, 2, 0, 0).Node("Pad", "x p", "y").Output("y"), "Network(2, 3, 3), PadChannels(1, 2)"),
        ["upsample"] = (
            () => Image(2, 3, 3).Numbers("k", [4], 1, 1, 2, 2).Node("Resize", "x - k", "y", ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor")).Output("y"), "Network(2, 3, 3), Upsample(2)"),
        ["upsample by sizes"] = (() => Image(2, 3, 3).Integers("n", 1, 2, 9, 9).Node("Resize", "x - - n", "y").Output("y"), "Network(2, 3, 3), Upsample(3)"),
        ["upsample, bilinear"] = (
            () => Image(2, 3, 3).Numbers("k", [4], 1, 1, 2, 2).Node("Resize", "x - k", "y", ("mode", "linear")).Output("y"), "Network(2, 3, 3), Upsample(2, Mode = UpsampleMode.Bilinear)"),

        // Recurrent.
        ["lstm, all positions"] = (
            () => Lstm(new Model().Input("x", 1, 5, 7)).Node("Transpose", "x", "t", ("perm", new[] { 2, 0, 1 })).Node("LSTM", "t w r b", "h", ("hidden_size", 4)).Node("Squeeze", "h one", "q").Node("Transpose", "q", "y", ("perm", new[] { 1, 2, 0 })).Output("y"),
            "Network(5, 7), LSTM(4)"),
        ["lstm, batch first, last"] = (
            () => Lstm(new Model().Input("x", 1, 7, 5)).Weight("k", 2, 4).Integers("last", -1).Node("Transpose", "x", "t", ("perm", new[] { 1, 0, 2 })).Node("LSTM", "t w r b", "h", ("hidden_size", 4)).Node("Squeeze", "h one", "q")
                .Node("Gather", "q last", "g", ("axis", 0)).Node("Flatten", "g", "f").Node("Gemm", "f k", "y", ("transB", 1)).Output("y"),
            "Network(5, 7), LSTM(4, Last = true), Dense(2, Bias = false)"),
        ["gru, last state"] = (
            () => new Model().Input("x", 1, 5, 7).Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Integers("zero", 0).Node("Transpose", "x", "t", ("perm", new[] { 2, 0, 1 }))
                .Node("GRU", "t w r", "- h", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", "h zero", "y").Output("y"),
            "Network(5, 7), GRU(4, Last = true, Bias = false)"),

        ["gru, batch first, one position of any batch"] = (
            () => Gru(new Model().Input("x", 0, 1, 5)).Node("Transpose", "x", "t", ("perm", new[] { 1, 0, 2 })).Node("GRU", "t w r b", "h", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", "h one", "q")
                .Node("Transpose", "q", "y", ("perm", new[] { 1, 2, 0 })).Output("y"),
            "Network(5, 1), GRU(4)"),
        ["two grus, batch first, one position of any batch"] = (
            () => Gru(new Model().Input("x", 0, 1, 5)).Weight("w2", 1, 12, 4).Node("Tanh", "x", "a").Node("Transpose", "a", "t", ("perm", new[] { 1, 0, 2 }))
                .Node("GRU", "t w r b", "h", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", "h one", "q").Node("GRU", "q w2 r b", "- z", ("hidden_size", 4), ("linear_before_reset", 1))
                .Integers("zero", 0).Node("Squeeze", "z zero", "y").Output("y"),
            null!),
        ["gru, one position of one sample"] = (
            () => Gru(new Model().Input("x", 1, 1, 5)).Integers("zero", 0).Node("GRU", "x w r b", "- h", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", "h zero", "y").Output("y"), null!),
        ["gru, its state an input"] = (
            () => Gru(new Model().Input("x", 1, 5, 7)).Input("memory", 1, 1, 4).Weight("k", 2, 28).Node("Transpose", "x", "t", ("perm", new[] { 2, 0, 1 }))
                .Node("GRU", "t w r b - memory", "all last", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", "all one", "q").Node("Transpose", "q", "p", ("perm", new[] { 1, 2, 0 }))
                .Node("Flatten", "p", "f").Node("Gemm", "f k", "y", ("transB", 1)).Output("y").Output("last"),
            "Network(5, 7), Input(\"memory\", 4), GRU(4, State = \"memory\"), Dense(2, Bias = false)"),
        ["gru, its state an input before the other, last position"] = (
            () => Gru(new Model().Input("h0", 1, 1, 4).Input("x", 1, 7, 5)).Weight("k", 2, 4).Integers("end", -1).Node("Transpose", "x", "t", ("perm", new[] { 1, 0, 2 }))
                .Node("GRU", "t w r b - h0", "all hn", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Squeeze", "all one", "q").Node("Gather", "q end", "g", ("axis", 0)).Node("Flatten", "g", "f")
                .Node("Gemm", "f k", "y", ("transB", 1)).Output("hn").Output("y"),
            "Network(5, 7), Input(\"h0\", 4), GRU(4, Last = true, State = \"h0\"), Dense(2, Bias = false)"),
        ["lstm, its state an input"] = (
            () => Lstm(new Model().Input("x", 1, 5, 7).Input("memory", 1, 8)).Weight("k", 2, 4).Integers("zero", 0).Integers("split", 4, 4).Node("Transpose", "x", "t", ("perm", new[] { 2, 0, 1 }))
                .Node("Split", "memory split", "h c", ("axis", 1)).Node("Unsqueeze", "h zero", "h0").Node("Unsqueeze", "c zero", "c0").Node("LSTM", "t w r b - h0 c0", "- hn cn", ("hidden_size", 4))
                .Node("Concat", "hn cn", "both", ("axis", 2)).Node("Squeeze", "both zero", "recurrent_out").Node("Squeeze", "hn zero", "q").Node("Gemm", "q k", "y", ("transB", 1)).Output("y").Output("recurrent_out"),
            "Network(5, 7), Input(\"memory\", 8), LSTM(4, Last = true, State = \"memory\"), Dense(2, Bias = false)"),
        ["lstm, its state an input, read at all positions"] = (
            () => Lstm(new Model().Input("x", 1, 5, 7).Input("memory", 1, 1, 8)).Weight("k", 2, 12).Integers("zero", 0).Integers("four", 4).Integers("eight", 8).Integers("two", 2).Node("Transpose", "x", "t", ("perm", new[] { 2, 0, 1 }))
                .Node("Slice", "memory zero four two", "h0").Node("Slice", "memory four eight two", "c0").Node("LSTM", "t w r b - h0 c0", "all hn cn", ("hidden_size", 4))
                .Node("Concat", "hn cn", "state", ("axis", 2)).Node("ReduceMean", "all", "mean", ("axes", new[] { 0 })).Node("Reshape", "mean shape", "m").Node("Reshape", "state wide", "s")
                .Node("Concat", "m s", "c", ("axis", 1)).Node("Gemm", "c k", "y", ("transB", 1)).Integers("shape", 1, 4).Integers("wide", 1, 8).Output("y").Output("state"),
            "Network(5, 7), Input(\"memory\", 8), LSTM(4, State = \"memory\"), GlobalAvgPool, Flatten, Concat(\"memoryOut\"), Dense(2, Bias = false)"),

        // Inputs and outputs.
        ["two inputs"] = (
            () => Image(2, 3, 3).Input("speed", 0, 4).Weight("w", 3, 22).Node("Flatten", "x", "f").Node("Concat", "f speed", "c", ("axis", 1)).Node("Gemm", "c w", "y", ("transB", 1)).Output("y"),
            "Network(2, 3, 3), Input(\"speed\", 4), Flatten, Concat(\"speed\"), Dense(3, Bias = false)"),
        ["two outputs"] = (
            () => List(4).Weight("w", 5, 4).Weight("p", 3, 5).Weight("v", 1, 5).Node("Gemm", "x w", "h", ("transB", 1)).Node("Relu", "h", "r").Node("Gemm", "r p", "policy", ("transB", 1)).Node("Gemm", "r v", "value", ("transB", 1)).Output("policy").Output("value"),
            "Network(4), Dense(5, Bias = false), ReLU, Tap(\"trunk\"), Dense(3, Bias = false), Output(\"policy\"), From(\"trunk\"), Dense(1, Bias = false), Output(\"value\")"),
        ["an output that goes on"] = (
            () => List(4).Weight("w", 5, 4).Weight("v", 1, 5).Node("Gemm", "x w", "code", ("transB", 1)).Node("Gemm", "code v", "value", ("transB", 1)).Output("value").Output("code"),
            "Network(4), Dense(5, Bias = false), Output(\"code\"), Dense(1, Bias = false), Output(\"value\")"),
        ["dropout, identity, cast"] = (
            () => List(4).Scalar("r", 0.5f).Node("Dropout", "x r", "d").Node("Identity", "d", "i").Node("Cast", "i", "c", ("to", 1)).Node("Relu", "c", "y").Output("y"), "Network(4), ReLU"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pattern(string name)
    {
        (Func<Model> model, string? expected) = Cases[name];
        string attributes = Import.Attributes(Import.Agrees(model()));
        if (expected is null) return;
        if (expected.EndsWith('…')) Assert.StartsWith(expected[..^1], attributes, StringComparison.Ordinal);
        else Assert.Equal(expected, attributes);
    }

    private static Model Image(int channels, int height, int width) => new Model().Input("x", 0, channels, height, width);

    private static Model List(int features) => new Model().Input("x", 0, features);

    /// <summary>The last row of an image and all of it, each reshaped to lines and put side by side: no border that goes round.</summary>
    internal static Model Ends(int channels)
    {
        int lines = 2 * channels;
        return Image(channels, 2, 2).Integers("s", 1).Integers("e", 2).Integers("d", 2).Integers("all", 1, lines, 2).Integers("part", 1, lines, 1).Weight("w", 3, 3 * lines).Node("Relu", "x", "r")
            .Node("Slice", "r s e d", "c").Node("Reshape", "r all", "a").Node("Reshape", "c part", "b").Node("Concat", "b a", "k", ("axis", 2)).Node("Flatten", "k", "f").Node("Gemm", "f w", "y", ("transB", 1)).Output("y");
    }

    private static Model Norm(Model model, int channels) => model.Weight("s", channels).Weight("b", channels).Weight("m", channels).Positive("v", channels);

    private static Model Gru(Model model) => model.Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Weight("b", 1, 24).Integers("one", 1);

    private static Model Lstm(Model model) => model.Weight("w", 1, 16, 5).Weight("r", 1, 16, 4).Weight("b", 1, 32).Integers("one", 1);
}
