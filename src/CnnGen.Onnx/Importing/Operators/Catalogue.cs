using System;
using System.Collections.Generic;
using CnnGen.Onnx.Importing.Graphs;

namespace CnnGen.Onnx.Importing.Operators;

/// <summary>Which room an operator belongs to. Nothing else knows operators by name, but for advice on those that are in none.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, Func<Call, Value?[]>> Rooms = new(StringComparer.Ordinal)
    {
        ["Conv"] = Convolutions.Conv,
        ["ConvTranspose"] = Convolutions.ConvTranspose,
        ["MaxPool"] = Pools.MaxPool,
        ["AveragePool"] = Pools.AveragePool,
        ["GlobalAveragePool"] = call => Pools.Global(call, "GlobalAvgPool"),
        ["GlobalMaxPool"] = call => Pools.Global(call, "GlobalMaxPool"),
        ["ReduceMean"] = call => Pools.Reduce(call, "GlobalAvgPool"),
        ["ReduceMax"] = call => Pools.Reduce(call, "GlobalMaxPool"),
        ["Gemm"] = Products.Gemm,
        ["MatMul"] = Products.MatMul,
        ["Relu"] = call => Activations.Plain(call, "ReLU"),
        ["Sigmoid"] = call => Activations.Plain(call, "Sigmoid"),
        ["Tanh"] = call => Activations.Plain(call, "Tanh"),
        ["Softplus"] = call => Activations.Plain(call, "Softplus"),
        ["HardSwish"] = call => Activations.Plain(call, "HardSwish"),
        ["Mish"] = call => Activations.Plain(call, "Mish"),
        ["Sign"] = call => Activations.Plain(call, "Sign"),
        ["LeakyRelu"] = Activations.LeakyRelu,
        ["Elu"] = Activations.Elu,
        ["Selu"] = Activations.Selu,
        ["HardSigmoid"] = Activations.HardSigmoid,
        ["Gelu"] = Activations.Gelu,
        ["PRelu"] = Activations.PRelu,
        ["Clip"] = Activations.Clip,
        ["Max"] = call => Activations.Bound(call, isLower: true),
        ["Min"] = call => Activations.Bound(call, isLower: false),
        ["Softmax"] = Activations.Softmax,
        ["Erf"] = call => Activations.Part(call, "Erf", "can only be imported as a part of GELU"),
        ["Pow"] = Activations.Pow,
        ["Neg"] = Arithmetic.Neg,
        ["Add"] = Arithmetic.Add,
        ["Sum"] = Arithmetic.Add,
        ["Sub"] = Arithmetic.Subtract,
        ["Mul"] = Arithmetic.Multiply,
        ["Div"] = Arithmetic.Divide,
        ["Concat"] = Joins.Concat,
        ["BatchNormalization"] = Norms.Batch,
        ["LayerNormalization"] = Norms.Layer,
        ["GroupNormalization"] = Norms.Group,
        ["InstanceNormalization"] = Norms.Instance,
        ["LSTM"] = Recurrent.Lstm,
        ["GRU"] = Recurrent.Gru,
        ["Identity"] = Passing.Identity,
        ["Dropout"] = Passing.Dropout,
        ["Cast"] = Passing.Cast,
        ["Shape"] = Passing.Shape,
        ["Size"] = Passing.Size,
        ["Reshape"] = Movements.Reshape,
        ["Flatten"] = Movements.Flatten,
        ["Squeeze"] = Movements.Squeeze,
        ["Unsqueeze"] = Movements.Unsqueeze,
        ["Transpose"] = Movements.Transpose,
        ["Expand"] = Movements.Expand,
        ["Tile"] = Movements.Tile,
        ["DepthToSpace"] = Movements.DepthToSpace,
        ["Slice"] = Parts.Slice,
        ["Split"] = Parts.Split,
        ["Gather"] = Parts.Gather,
        ["Pad"] = Resampling.Pad,
        ["Resize"] = Resampling.Resize,
        ["Upsample"] = Resampling.Upsample,
    };

    public static Func<Call, Value?[]>? Find(string op) => Rooms.GetValueOrDefault(op);
}
