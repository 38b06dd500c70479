using System;
using System.Collections.Generic;

namespace CnnGen.Onnx.Exporting.Operators;

/// <summary>Who writes a layer, by its kind. Each adds nodes, and gives the tensor that the layer makes.</summary>
internal static class Catalogue
{
    public static IReadOnlyDictionary<string, Func<LayerWriter, string>> Writers { get; } = new Dictionary<string, Func<LayerWriter, string>>
    {
        ["Conv"] = Products.Conv,
        ["ConvTranspose"] = Products.ConvTranspose,
        ["Dense"] = Products.Dense,
        ["MaxPool"] = Pools.Max,
        ["AvgPool"] = Pools.Average,
        ["GlobalMaxPool"] = layer => layer.Node("GlobalMaxPool", layer.Input),
        ["GlobalAvgPool"] = layer => layer.Node("GlobalAveragePool", layer.Input),
        ["GRU"] = Recurrent.GRU,
        ["LSTM"] = Recurrent.LSTM,

        ["ReLU"] = layer => layer.Node("Relu", layer.Input),
        ["LeakyReLU"] = Activations.LeakyReLU,
        ["PReLU"] = Activations.PReLU,
        ["ReLU6"] = Activations.Clip,
        ["Clip"] = Activations.Clip,
        ["HardSigmoid"] = Activations.HardSigmoid,
        ["HardSwish"] = layer => layer.Node("HardSwish", layer.Input),
        ["Square"] = layer => layer.Node("Mul", layer.Input, layer.Input),
        ["Sign"] = layer => layer.Node("Sign", layer.Input),
        ["ELU"] = Activations.ELU,
        ["SELU"] = Activations.SELU,
        ["Softplus"] = layer => layer.Node("Softplus", layer.Input),
        ["SiLU"] = layer => layer.Node("Mul", layer.Input, layer.Node("Sigmoid", layer.Input)),
        ["GELU"] = Activations.GELU,
        ["Mish"] = layer => layer.Node("Mul", layer.Input, layer.Node("Tanh", layer.Node("Softplus", layer.Input))),
        ["Sigmoid"] = layer => layer.Node("Sigmoid", layer.Input),
        ["Tanh"] = layer => layer.Node("Tanh", layer.Input),
        ["Softmax"] = Activations.Softmax,

        ["BatchNorm"] = Norms.Batch,
        ["LayerNorm"] = Norms.Layer,
        ["GroupNorm"] = Norms.Group,
        ["Normalize"] = layer => layer.Node("Div", layer.Node("Sub", layer.Input, layer.OfChannels("mean")), layer.OfChannels("deviation")),
        ["Scale"] = layer => layer.Node("Add", layer.Node("Mul", layer.Input, layer.OfChannels("factor")), layer.OfChannels("offset")),
        ["Dropout"] = layer => layer.Input,

        ["Flatten"] = Movements.Flatten,
        ["Reshape"] = Movements.Reshape,
        ["Pad"] = Movements.Pad,
        ["PadChannels"] = Movements.PadChannels,
        ["Crop"] = Movements.Crop,
        ["Slice"] = Movements.Slice,
        ["PixelShuffle"] = Movements.PixelShuffle,
        ["ChannelShuffle"] = Movements.ChannelShuffle,
        ["Upsample"] = Movements.Upsample,

        ["Tap"] = Joins.Name,
        ["From"] = Joins.Name,
        ["Output"] = Joins.Output,
        ["Add"] = layer => layer.Node("Add", layer.Input, layer.Sources[1].Name),
        ["Multiply"] = layer => layer.Node("Mul", layer.Input, layer.Sources[1].Name),
        ["Concat"] = Joins.Concat,
    };
}
