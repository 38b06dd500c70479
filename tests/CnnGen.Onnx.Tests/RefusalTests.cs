using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx.Tests.Harness;
using Xunit;

namespace CnnGen.Onnx.Tests;

/// <summary>What cannot be declared: the message names the node, its shapes, and what to do.</summary>
public sealed class RefusalTests
{
    private static readonly Dictionary<string, (Func<Model> Model, string Message)> Cases = new(StringComparer.Ordinal)
    {
        ["unknown operator"] = (() => List(4).Node("Frobnicate", "x", "y").Output("y"), "Frobnicate 'frobnicate_0' [1,4] cannot be declared: no attribute does what it does."),
        ["attention"] = (() => List(4).Node("MatMul", "x x", "y").Output("y"), "MatMul 'matmul_0' [1,4] × [1,4] multiplies two tensors that the network computes: attention cannot be declared."),
        ["quantised"] = (() => List(4).Node("DequantizeLinear", "x x", "y").Output("y"), "is quantised; import the model of floating-point numbers"),
        ["log softmax"] = (() => List(4).Weight("w", 4, 3).Node("MatMul", "x w", "m").Node("LogSoftmax", "m", "y").Output("y"), "LogSoftmax 'logsoftmax_1' [1,3] cannot be declared; SoftmaxCrossEntropy takes what is before it, where --cut ends the network. --cut ends the network at 'm', the last layer with weights."),
        ["transposed output"] = (
            () => Image(3, 4, 5).Weight("w", 4, 3, 1, 1).Node("Conv", "x w", "c").Node("Transpose", "c", "y", ("perm", new[] { 0, 2, 3, 1 })).Output("y"),
            "Transpose 'transpose_1' [1,4,5,4] puts the numbers of an output in another order than [4,4,5]. --cut ends the network at 'c', the last layer with weights."),
        ["transpose that nothing undoes"] = (
            () => Image(3, 4, 5).Weight("v", 3, 3, 1, 1).Weight("w", 4, 4, 1, 1).Node("Conv", "x v", "c").Node("Transpose", "c", "t", ("perm", new[] { 0, 2, 1, 3 })).Node("Conv", "t w", "y").Output("y"),
            "Conv 'conv_2' [1,4,3,5] × [4,4,1,1] needs the order of [4,3,5], but Transpose 'transpose_1' put the numbers of [3,4,5] in another one, which nothing undoes."),
        ["broadcast"] = (
            () => Image(3, 4, 5).Weight("w", 1, 3, 1, 1).Node("Conv", "x w", "c").Node("Mul", "x c", "y").Output("y"), "broadcasts [1,1,4,5] on [1,3,4,5]; only one number for each channel can be"),
        ["full constant"] = (
            () => Image(3, 4, 5).Weight("w", 3, 4, 5).Node("Mul", "x w", "y").Output("y"), "Mul 'mul_0' [1,3,4,5] × [3,4,5] multiplies by a constant [3,4,5] that differs within a channel"),
        ["full constant, added"] = (() => Image(3, 4, 5).Weight("w", 3, 4, 5).Node("Add", "x w", "y").Output("y"), "only right behind a convolution it can be declared, as untied bias."),
        ["pad with ones"] = (() => Image(3, 4, 5).Integers("p", 0, 0, 1, 1, 0, 0, 1, 1).Scalar("v", 1).Node("Pad", "x p v", "y").Output("y"), "pads with 1; only zeros can be declared."),
        ["space to depth"] = (
            () => Image(3, 4, 4).Integers("s", 0).Integers("e", 4).Integers("a", 2).Integers("t", 2).Node("Slice", "x s e a t", "y").Output("y"), "takes every second number or so (space to depth), which cannot be declared."),
        ["cubic"] = (() => Image(3, 4, 4).Numbers("k", [4], 1, 1, 2, 2).Node("Resize", "x - k", "y", ("mode", "cubic")).Output("y"), "Resize 'resize_0' [1,3,4,4] × [4] is cubic; only nearest and linear can be declared."),
        ["factor"] = (() => Image(3, 4, 4).Numbers("k", [4], 1, 1, 1.5f, 1.5f).Node("Resize", "x - k", "y").Output("y"), "has the factor 1.5; only whole ones can be declared."),
        ["linear, asymmetric"] = (
            () => Image(3, 4, 4).Numbers("k", [4], 1, 1, 2, 2).Node("Resize", "x - k", "y", ("mode", "linear"), ("coordinate_transformation_mode", "asymmetric")).Output("y"), "is linear and 'asymmetric'; only half_pixel can be declared (PyTorch's align_corners=False)."),
        ["gru"] = (
            () => new Model().Input("x", 7, 1, 5).Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Node("GRU", "x w r", "y", ("hidden_size", 4)).Output("y"), "has linear_before_reset = 0"),
        ["bidirectional"] = (
            () => new Model().Input("x", 7, 1, 5).Weight("w", 2, 16, 5).Weight("r", 2, 16, 4).Node("LSTM", "x w r", "y", ("hidden_size", 4), ("direction", "bidirectional")).Output("y"), "is bidirectional; only forward can be declared."),
        ["positions where the batch is"] = (
            () => new Model().Input("x", 7, 1, 5).Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Node("GRU", "x w r", "y", ("hidden_size", 4), ("linear_before_reset", 1)).Output("y"),
            "GRU 'gru_0' [1,1,5] × [1,12,5] × [1,12,4] goes along the first axis of the file's input, which is the batch here: export it with batch_first=True"),
        ["positions where any batch is, squeezed between"] = (
            () => new Model().Input("x", 0, 1, 5).Weight("w", 1, 16, 5).Weight("r", 1, 16, 4).Integers("one", 1).Node("Squeeze", "x one", "s").Node("Tanh", "s", "t").Node("Unsqueeze", "t one", "u")
                .Node("LSTM", "u w r", "- h", ("hidden_size", 4)).Output("h"),
            "goes along the first axis of the file's input"),
        ["positions where the batch is, layout 1 behind a transposition"] = (
            () => new Model().Input("x", 0, 1, 5).Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Node("Transpose", "x", "t", ("perm", new[] { 1, 0, 2 }))
                .Node("GRU", "t w r", "y", ("hidden_size", 4), ("linear_before_reset", 1), ("layout", 1)).Output("y"),
            "goes along the first axis of the file's input"),
        ["a state that is not handed on"] = (
            () => new Model().Input("x", 1, 1, 5).Input("h", 1, 1, 4).Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Node("GRU", "x w r - - h", "all", ("hidden_size", 4), ("linear_before_reset", 1)).Node("Relu", "all", "y").Output("y"),
            "GRU 'gru_0' takes its state from the input 'h', and its last state is no output beside others: only so it can be declared."),
        ["state and cells as two inputs"] = (
            () => new Model().Input("x", 1, 1, 5).Input("h", 1, 1, 4).Input("c", 1, 1, 4).Weight("w", 1, 16, 5).Weight("r", 1, 16, 4).Node("LSTM", "x w r - - h c", "all hn cn", ("hidden_size", 4)).Output("all").Output("hn").Output("cn"),
            "has an initial state that is no input of 8 numbers, the state and behind it the cells"),
        ["state that is computed"] = (
            () => new Model().Input("x", 1, 1, 5).Input("h", 1, 1, 4).Weight("w", 1, 12, 5).Weight("r", 1, 12, 4).Node("Tanh", "h", "t").Node("GRU", "x w r - - t", "all last", ("hidden_size", 4), ("linear_before_reset", 1)).Output("all").Output("last"),
            "computes its initial state; it can be zeros, or an input."),
        ["layer norm of each position"] = (
            () => new Model().Input("x", 0, 3, 8).Scalar("e", 1e-5f).Node("ReduceMean", "x", "mean", ("axes", new[] { -1 })).Node("Sub", "x mean", "d").Node("Mul", "d d", "p")
                .Node("ReduceMean", "p", "q", ("axes", new[] { -1 })).Node("Add", "q e", "a").Node("Sqrt", "a", "r").Node("Div", "d r", "y").Output("y"),
            "LayerNormalization 'div_6' [1,3,8] normalises from axis 2 of [1,3,8]; LayerNorm normalises a whole sample."),
        ["layer norm of somebody's own mean"] = (
            () => Of("example.com", "mean", List(8).Scalar("e", 1e-5f).Node("ReduceMean", "x", "mean", ("axes", new[] { 1 })).Node("Sub", "x mean", "d").Node("Mul", "d d", "p").Node("ReduceMean", "p", "q", ("axes", new[] { 1 }))
                .Node("Add", "q e", "a").Node("Sqrt", "a", "r").Node("Div", "d r", "y").Output("y")),
            "ReduceMean 'reducemean_0' [1,8] is an operator of 'example.com', not of ONNX"),
        ["three axes"] = (() => new Model().Input("x", 0, 3, 4, 4, 4).Weight("w", 2, 3, 1, 1, 1).Node("Conv", "x w", "y").Output("y"), "three axes behind the channels cannot be declared"),
        ["transA"] = (() => List(4).Weight("w", 4, 4).Node("Gemm", "x w", "y", ("transA", 1)).Output("y"), "has transA = 1 on a tensor that the network computes."),
        ["open size"] = (() => new Model().Input("x", 0, 3, 0, 0).Node("Relu", "x", "y").Output("y"), "The input 'x' has the shape [?,3,?,?]: say which, for example --shape 3,224,224."),
        ["concat over the height"] = (
            () => Image(3, 4, 5).Weight("w", 3, 3, 1, 1).Node("Conv", "x w", "c").Node("Conv", "c w", "d").Node("Concat", "c d", "y", ("axis", 2)).Output("y"), "Concat 'concat_2'"),
        ["concat of the end and the whole, as other images"] = (() => PatternTests.Ends(2), "needs the order of [2,2,2], but the file's order of 'x' put the numbers of [2,4] in another one"),
        ["erf alone"] = (() => List(4).Node("Erf", "x", "y").Output("y"), "Erf 'erf_0' [1,4] can only be imported as a part of GELU."),
        ["division"] = (() => List(4).Node("Relu", "x", "r").Node("Div", "x r", "y").Output("y"), "divides by what the network computes, which cannot be declared."),
        ["nothing is computed"] = (() => List(4).Node("Identity", "x", "y").Output("y"), "computes nothing that can be declared"),
        ["kernel"] = (() => Image(3, 2, 2).Weight("w", 4, 3, 5, 5).Node("Conv", "x w", "y").Output("y"), "has a kernel [5,5] that does not fit its input [2,2]."),
        ["a number that is none"] = (() => List(4).Scalar("s", float.NaN).Node("Mul", "x s", "y").Output("y"), "A constant of the model is NaN, which no attribute takes."),
        ["epsilon"] = (
            () => Image(3, 4, 4).Weight("s", 3).Positive("v", 3).Node("BatchNormalization", "x s s s v", "y", ("epsilon", 0f)).Output("y"), "has epsilon = 0, which has to be above 0."),
        ["padding of a pool"] = (
            () => Image(3, 4, 4).Node("MaxPool", "x", "y", ("kernel_shape", new[] { 2, 2 }), ("pads", new[] { 2, 2, 2, 2 })).Output("y"), "has as much padding as its window of [2,2]."),
        ["channels"] = (() => Image(3, 8, 8).Weight("w", 4, 2, 3, 3).Node("Conv", "x w", "y").Output("y"), "has weights for 2 channels and reads 3."),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Refusal(string name)
    {
        (Func<Model> model, string message) = Cases[name];
        Assert.Contains(message, Import.Refused(model()), StringComparison.Ordinal);
    }

    /// <summary>The model with one node, the maker of a tensor, of another domain.</summary>
    private static Model Of(string domain, string made, Model model)
    {
        model.Proto.Graph.Node.Single(node => node.Output.Contains(made)).Domain = domain;
        return model;
    }

    private static Model Image(int channels, int height, int width) => new Model().Input("x", 0, channels, height, width);

    private static Model List(int features) => new Model().Input("x", 0, features);
}
