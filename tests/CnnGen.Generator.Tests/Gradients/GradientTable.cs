using System.Collections.Generic;
using System.Linq;

namespace CnnGen.Generator.Tests.Gradients;

/// <summary>Small networks that together have every layer with every option, each with a loss.</summary>
internal static class GradientTable
{
    private static readonly string[] Declarations =
    [
        // Convolutions: kernels, strides, paddings, dilations, groups, biases.
        "[Network(1, 3, 3)] [Conv(1, 1)] [HalfSquaredError]",
        "[Network(2, 5, 5)] [Conv(3, 3)] [MeanSquaredError]",
        "[Network(2, 5, 5, Batch = 3)] [Conv(3, 3)] [MeanSquaredError]",
        "[Network(2, 6, 5)] [Conv(4, 2, 3), Tanh, Dense(3)] [SoftmaxCrossEntropy]",
        "[Network(1, 7, 7)] [Conv(2, 3, Stride = 2), Tanh] [HalfSquaredError]",
        "[Network(1, 7, 8)] [Conv(2, 2, StrideHeight = 3, StrideWidth = 2)] [HalfSquaredError]",
        "[Network(2, 6, 6)] [Conv(2, 2, Stride = 3)] [HalfSquaredError]",
        "[Network(2, 4, 4)] [Conv(3, 3, Padding = 1), Sigmoid] [MeanSquaredError]",
        "[Network(2, 4, 4, Batch = 2)] [Conv(3, 3, Padding = 1), Sigmoid] [MeanSquaredError]",
        "[Network(1, 4, 3)] [Conv(2, 3, PaddingHeight = 2, PaddingWidth = 1)] [HalfSquaredError]",
        "[Network(1, 4, 5)] [Conv(2, 3, PaddingTop = 1, PaddingLeft = 2)] [HalfSquaredError]",
        "[Network(1, 4, 5, Batch = 2)] [Conv(2, 2, PaddingBottom = 2, PaddingRight = 1, StrideWidth = 2)] [HalfSquaredError]",
        "[Network(1, 2, 2)] [Conv(2, 4, Padding = 1)] [HalfSquaredError]",
        "[Network(2, 5, 6)] [Conv(3, 4, Same = true)] [HalfSquaredError]",
        "[Network(2, 6, 5, Batch = 2)] [Conv(3, 3, 2, Stride = 2, Same = true)] [HalfSquaredError]",
        "[Network(1, 5, 4)] [Conv(2, 2, Stride = 3, DilationWidth = 3, Same = true)] [HalfSquaredError]",
        "[Network(1, 1, 1)] [Conv(1, 1, Stride = 2, Padding = 1)] [HalfSquaredError]",
        "[Network(2, 7, 6)] [Conv(2, 3, Dilation = 2)] [HalfSquaredError]",
        "[Network(2, 7, 6)] [Conv(2, 2, 3, DilationHeight = 3, DilationWidth = 2, Padding = 1, Stride = 2)] [HalfSquaredError]",
        "[Network(4, 5, 4)] [Conv(6, 3, Groups = 2)] [MeanSquaredError]",
        "[Network(3, 5, 4, Batch = 2)] [Conv(3, 3, Groups = 3, Padding = 1)] [MeanSquaredError]",
        "[Network(2, 5, 4)] [Conv(4, 2, Groups = 2, Bias = false)] [MeanSquaredError]",
        "[Network(2, 4, 5)] [Conv(3, 2, Bias = false), Tanh, Dense(2)] [HalfSquaredError]",
        "[Network(2, 4, 5)] [Conv(3, 2, UntiedBias = true)] [HalfSquaredError]",
        "[Network(2, 4, 5, Batch = 3)] [Conv(2, 3, UntiedBias = true, Padding = 1, Groups = 2)] [HalfSquaredError]",
        "[Network(5, 6, 6)] [Conv(8, 1)] [MeanSquaredError]",
        "[Network(1, 3, 20)] [Conv(2, 1, 17)] [MeanSquaredError]",
        "[Network(1, 2, 30, Batch = 2)] [Conv(2, 1, 26, PaddingWidth = 2)] [MeanSquaredError]",
        "[Network(1, 9, 3)] [Conv(3, 7, 1)] [MeanSquaredError]",
        "[Network(1, 12, 12)] [Conv(2, 5, Padding = 2), Tanh, Conv(3, 3, Stride = 2), Tanh, Dense(4)] [SoftmaxCrossEntropy]",
        "[Network(3, 5, 13)] [Conv(4, 2, 3, Name = \"stem\"), Tanh] [MeanSquaredError]",

        // Transposed convolutions: strides, paddings, output paddings, dilations, groups, kinds of bias.
        "[Network(2, 3, 4)] [ConvTranspose(3, 3)] [HalfSquaredError]",
        "[Network(2, 3, 4, Batch = 2)] [ConvTranspose(3, 2, Stride = 2), Tanh, Conv(2, 3)] [MeanSquaredError]",
        "[Network(2, 3, 3)] [ConvTranspose(2, 3, Stride = 2, Padding = 1, OutputPadding = 1)] [HalfSquaredError]",
        "[Network(1, 3, 2, Batch = 2)] [ConvTranspose(2, 3, 2, StrideHeight = 3, PaddingTop = 2, PaddingRight = 1, OutputPaddingHeight = 2)] [HalfSquaredError]",
        "[Network(1, 2, 3)] [ConvTranspose(2, 2, Dilation = 3, OutputPaddingWidth = 2)] [HalfSquaredError]",
        "[Network(4, 3, 2)] [ConvTranspose(6, 2, Groups = 2, Padding = 1, Stride = 2, UntiedBias = true)] [HalfSquaredError]",
        "[Network(3, 2, 3, Batch = 2)] [ConvTranspose(3, 3, Groups = 3, Bias = false), Tanh] [HalfSquaredError]",
        "[Network(18, 2, 2)] [ConvTranspose(17, 3, Padding = 1), Tanh, ConvTranspose(16, 1), Tanh, ConvTranspose(1, 2)] [MeanSquaredError]",
        "[Network(3, 3, 3, Batch = 2)] [Conv(16, 3, Padding = 1), Tanh, ConvTranspose(16, 2, Stride = 2, BiasOnly = true), Tanh, Dense(2)] [MeanSquaredError]",

        // Winograd's, of which a gradient of the weights takes four tiles.
        "[Network(1, 9, 10, Batch = 2)] [Conv(16, 2, 3), Tanh, Conv(16, 3, Padding = 1), Tanh, Conv(2, 8)] [HalfSquaredError]",
        "[Network(1, 6, 9)] [Conv(17, 1), Tanh, Conv(16, 3, PaddingTop = 2, PaddingBottom = 2, PaddingRight = 1, Bias = false), Tanh, Conv(1, 7)] [HalfSquaredError]",

        // Pools: windows, strides, overlap, paddings, ties, global.
        "[Network(2, 4, 4)] [MaxPool(2)] [HalfSquaredError]",
        "[Network(2, 5, 7, Batch = 2)] [MaxPool(2)] [HalfSquaredError]",
        "[Network(1, 5, 5)] [MaxPool(3, Stride = 1)] [HalfSquaredError]",
        "[Network(1, 6, 5)] [MaxPool(2, 3)] [HalfSquaredError]",
        "[Network(1, 6, 7)] [MaxPool(3, 2, StrideHeight = 1, StrideWidth = 3)] [HalfSquaredError]",
        "[Network(2, 5, 5)] [MaxPool(3, Padding = 1)] [HalfSquaredError]",
        "[Network(1, 4, 4)] [MaxPool(3, Stride = 1, PaddingTop = 2, PaddingRight = 1)] [HalfSquaredError]",
        "[Network(1, 8, 8)] [MaxPool(4)] [HalfSquaredError]",
        "[Network(1, 4, 6)] [MaxPool(2, AllTies = true)] [HalfSquaredError]",
        "[Network(1, 5, 5, Batch = 2)] [MaxPool(3, Stride = 2, Padding = 1, AllTies = true)] [HalfSquaredError]",
        "[Network(2, 4, 4)] [AvgPool(2)] [HalfSquaredError]",
        "[Network(2, 5, 6, Batch = 2)] [AvgPool(3, Stride = 1)] [HalfSquaredError]",
        "[Network(1, 7, 5)] [AvgPool(3, 2)] [HalfSquaredError]",
        "[Network(1, 4, 4)] [AvgPool(3, Padding = 1)] [HalfSquaredError]",
        "[Network(1, 4, 4)] [AvgPool(3, Stride = 1, Padding = 1, CountPadding = false)] [HalfSquaredError]",
        "[Network(1, 4, 5)] [AvgPool(2, PaddingBottom = 1, PaddingLeft = 1, CountPadding = false)] [HalfSquaredError]",
        "[Network(1, 8, 8)] [AvgPool(4, Stride = 2)] [HalfSquaredError]",
        "[Network(3, 4, 5)] [GlobalAvgPool] [HalfSquaredError]",
        "[Network(2, 3, 4)] [Upsample(2)] [HalfSquaredError]",
        "[Network(1, 2, 1, Batch = 2)] [Upsample(5)] [HalfSquaredError]",
        "[Network(2, 3, 4, Batch = 2)] [Upsample(2, Mode = UpsampleMode.Bilinear)] [HalfSquaredError]",
        "[Network(1, 1, 3)] [Upsample(3, Mode = UpsampleMode.Bilinear)] [HalfSquaredError]",
        "[Network(3, 4, 4)] [Conv(18, 3, Padding = 1), Tanh, Upsample(2), Conv(17, 1), Tanh, Upsample(2, Mode = UpsampleMode.Bilinear), Conv(2, 3)] [MeanSquaredError]",
        "[Network(3, 4, 5, Batch = 2)] [GlobalMaxPool, Dense(2)] [HalfSquaredError]",
        "[Network(2, 6, 6)] [Conv(3, 3), ReLU, MaxPool(2), Flatten, Dense(3)] [SoftmaxCrossEntropy]",

        // Dense layers around the sixteen lanes and the tile of eight.
        "[Network(1)] [Dense(1)] [HalfSquaredError]",
        "[Network(3)] [Dense(4, Bias = false)] [HalfSquaredError]",
        "[Network(7, Batch = 2)] [Dense(3)] [HalfSquaredError]",
        "[Network(16)] [Dense(5)] [HalfSquaredError]",
        "[Network(17, Batch = 3)] [Dense(5, Bias = false)] [HalfSquaredError]",
        "[Network(24)] [Dense(9), Tanh, Dense(20), Tanh, Dense(3)] [SoftmaxCrossEntropy]",
        "[Network(33, Batch = 2)] [Dense(6), Sigmoid, Dense(2)] [MeanSquaredError]",
        "[Network(2, 3, 4)] [Dense(5), Tanh] [HalfSquaredError]",

        // Activations.
        "[Network(9)] [Dense(6), ReLU, Dense(4)] [HalfSquaredError]",
        "[Network(9, Batch = 3)] [ReLU] [HalfSquaredError]",
        "[Network(9)] [Dense(6), LeakyReLU, Dense(4), LeakyReLU(0.2)] [HalfSquaredError]",
        "[Network(9)] [Dense(6), LeakyReLU(-0.5), Dense(4)] [HalfSquaredError]",
        "[Network(9)] [Dense(6), LeakyReLU(0), Dense(4), LeakyReLU(1.5)] [HalfSquaredError]",
        "[Network(9)] [Tanh, Sigmoid, Tanh] [HalfSquaredError]",
        "[Network(9, Batch = 3)] [Dense(19), ReLU6, Dense(5), Clip(-0.5, 0.25), Dense(3)] [HalfSquaredError]",
        "[Network(9)] [Square, Dense(6), HardSigmoid, Dense(20), HardSigmoid(Slope = -0.5, Offset = 0.25), Dense(3), HardSwish, Clip(0.125, 3)] [HalfSquaredError]",
        "[Network(2, 5, 5, Batch = 2)] [Conv(18, 3), HardSwish, Conv(3, 3, Padding = 1), Square, Conv(4, 2), ReLU6, Conv(17, 1), HardSigmoid, MaxPool(2)] [HalfSquaredError]",
        "[Network(1, 4, 20)] [Conv(2, 3, Padding = 1), HardSwish, Clip(-1, 1), Conv(2, 3, Padding = 1), Square, Clip(0.25, 2), HardSigmoid, Conv(1, 3)] [HalfSquaredError]",
        "[Network(3, 7, 7, Batch = 2)] [Conv(18, 3), ReLU6, MaxPool(2), Conv(16, 1), MaxPool(2), HardSigmoid, Dense(5), HardSigmoid(Slope = 0.3)] [HalfSquaredError]",
        "[Network(16, 6, 6)] [Conv(16, 3, Padding = 1), Clip(-0.5, 0.75), Conv(16, 3, Padding = 1, Groups = 16), HardSwish, Conv(17, 3, Padding = 1), ReLU6, MaxPool(2), Dense(3)] [HalfSquaredError]",
        "[Network(2, 3, 4, Batch = 3)] [Conv(3, 2), BatchNorm, ReLU6, Tap(\"a\"), Conv(3, 1), BatchNorm, Add(\"a\"), HardSigmoid, GroupNorm(3), LeakyReLU(1.5), Dense(2)] [HalfSquaredError]",
        "[Network(4, InputGradient = false)] [Dense(17, Frozen = true), HardSwish, Dense(18, Frozen = true), Square, Dense(3), HardSwish] [HalfSquaredError]",
        "[Network(9, Batch = 3)] [Dense(19), ELU, Dense(5), ELU(0.25), Dense(3), SELU] [HalfSquaredError]",
        "[Network(9, Batch = 3)] [Dense(19), PReLU, Dense(5), PReLU(Channels = true), Dense(3)] [HalfSquaredError]",
        "[Network(2, 5, 5, Batch = 2)] [PReLU, Conv(18, 3), PReLU(Channels = true), Conv(3, 2)] [HalfSquaredError]",
        "[Network(9)] [Dense(5), PReLU(Channels = true, Frozen = true), Dense(2)] [HalfSquaredError]",
        "[Network(1, 4, 20)] [Conv(2, 3, Padding = 1), PReLU(Channels = true), Conv(2, 3), PReLU, Dense(2)] [HalfSquaredError]",
        "[Network(9)] [Dense(6), ELU(-0.5), Dense(20), SiLU, Dense(4), Softplus] [HalfSquaredError]",
        "[Network(9, Batch = 2)] [Dense(18), GELU, Dense(17), GELU(Tanh = true), Dense(3), Mish] [HalfSquaredError]",
        "[Network(2, 5, 5, Batch = 2)] [Conv(18, 3), ELU, Conv(3, 3, Padding = 1), SiLU, Conv(4, 2), Mish, Conv(17, 1), GELU, MaxPool(2)] [HalfSquaredError]",
        "[Network(1, 4, 20)] [Conv(2, 3, Padding = 1), Softplus, SELU, Conv(2, 3, Padding = 1), GELU(Tanh = true), ELU(-0.25), Conv(1, 3)] [HalfSquaredError]",
        "[Network(3, 4, 4, Batch = 2)] [Conv(18, 2), Tanh, GlobalAvgPool, Conv(2, 1, Padding = 8), AvgPool(8)] [HalfSquaredError]",
        "[Network(2, 17, Batch = 2)] [Conv(4, 3, Stride = 2, PaddingLeft = 2, Dilation = 2), Tanh, MaxPool(3, Stride = 1, Padding = 1), Conv(3, 2, UntiedBias = true), Dense(3)] [HalfSquaredError]",
        "[Network(18, 12)] [Conv(18, 5, Groups = 18, Same = true), BatchNorm, ReLU, Conv(20, 1), AvgPool(2, Padding = 1, CountPadding = false), GlobalMaxPool, Dense(2)] [HalfSquaredError]",
        "[Network(3, 7, Batch = 2)] [ConvTranspose(5, 3, Stride = 2, OutputPadding = 1), Sigmoid, Upsample(2), Tap(\"a\"), Conv(5, 3, Same = true), Concat(\"a\"), Slice(2, 4), Upsample(3, Mode = UpsampleMode.Bilinear), GlobalAvgPool] [HalfSquaredError]",
        "[Network(4, 9)] [Tap(\"a\"), GlobalAvgPool, Conv(4, 1), Sigmoid, Multiply(\"a\"), Softmax, Conv(2, 9)] [HalfSquaredError]",
        "[Network(3, 6)] [Conv(4, 3)] [SoftmaxCrossEntropy]",
        "[Network(2, 4, 5, Batch = 2)] [Pad(1), Conv(18, 3), Pad(2, Mode = PadMode.Reflect, PaddingTop = 0), Conv(3, 2), Pad(1, Mode = PadMode.Replicate, PaddingRight = 3), Conv(2, 2), Pad(2, Mode = PadMode.Circular)] [HalfSquaredError]",
        "[Network(4, 3, 6)] [PixelShuffle(2), Conv(18, 3, Padding = 1), Tanh, PixelShuffle(3), Crop(1, Left = 3), ChannelShuffle(2), PadChannels(1, 2), AvgPool(3)] [MeanSquaredError]",
        "[Network(12, Batch = 2)] [Dense(24), PadChannels(3, 1), Tanh, Reshape(7, 2, 2), Conv(18, 2), Reshape(3, 6), Conv(4, 3, Padding = 1), ChannelShuffle(2), Flatten, Reshape(4, 3, 2), Conv(2, 2)] [HalfSquaredError]",
        "[Network(6, 5, Batch = 2)] [PixelShuffle(3), Pad(2, Mode = PadMode.Reflect), Crop(1), Conv(3, 2), Pad(PaddingLeft = 2, Mode = PadMode.Circular), Pad(1, Mode = PadMode.Replicate), Tap(\"a\"), Crop(Left = 1), Conv(2, 3)] [HalfSquaredError]",
        "[Network(2, 4, 4, Batch = 2)] [Conv(17, 3), Flatten, PadChannels(1, 2), PadChannels(0, 0), Dense(2)] [HalfSquaredError]",
        "[Network(3, 4, 4, Batch = 2)] [Scale(0.5, -0.25), Conv(18, 2), Scale(new[] { 1.0, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 0.5), Conv(2, 2), Scale(-2, new[] { 0.5, 1 })] [HalfSquaredError]",
        "[Network(5, Batch = 2)] [Scale(new[] { 1.0, -2, 3, 4, 5 }, new[] { 0.5, 1, 2, 3, 4 }), Dense(3), Scale(2, 1)] [HalfSquaredError]",
        "[Network(9, Batch = 3)] [Dense(5)] [MeanAbsoluteError]",
        "[Network(9, Batch = 3)] [Dense(5)] [Huber]",
        "[Network(2, 3, 3, Batch = 2)] [Conv(3, 2)] [Huber(0.25)]",
        "[Network(9, Batch = 3)] [Dense(18)] [BinaryCrossEntropy]",
        "[Network(2, 3, 3)] [Conv(1, 2)] [BinaryCrossEntropy]",
        "[Network(5, Batch = 2)] [Softmax] [HalfSquaredError]",
        "[Network(3, 2, 4)] [Softmax, Tanh, Softmax] [HalfSquaredError]",
        "[Network(6)] [Dense(4), Sigmoid, ReLU, Softmax, Dense(3)] [MeanSquaredError]",

        // Norms, over features, channels last, planes and single positions; as the input, behind and before what is computed in place, in joins.
        "[Network(6, Batch = 5)] [Dense(4), BatchNorm, Tanh, Dense(3)] [HalfSquaredError]",
        "[Network(5, Batch = 4)] [BatchNorm(Affine = false), Dense(2)] [HalfSquaredError]",
        "[Network(21, Batch = 3)] [Dense(19), BatchNorm(Epsilon = 0.1), ReLU, BatchNorm] [MeanSquaredError]",
        "[Network(2, 5, 4, Batch = 3)] [Conv(17, 2), BatchNorm, ReLU, Conv(3, 2), BatchNorm(Affine = false), Sigmoid] [HalfSquaredError]",
        "[Network(3, 6, 5)] [BatchNorm, Conv(5, 3, Padding = 1), BatchNorm, LeakyReLU(0.1), MaxPool(2), Dense(3)] [SoftmaxCrossEntropy]",
        "[Network(1, 5, 21, Batch = 2)] [Conv(3, 3), BatchNorm, Conv(2, 2), BatchNorm, Flatten, BatchNorm] [MeanSquaredError]",
        "[Network(2, 4, 4, Batch = 2)] [Conv(18, 3, Padding = 1), Sigmoid, Tap(\"a\"), BatchNorm, ReLU, Conv(18, 3, Padding = 1, Bias = false), BatchNorm, Add(\"a\"), ReLU, GlobalAvgPool, BatchNorm, Dense(2)] [HalfSquaredError]",
        "[Network(2, 4, 4, Batch = 2, InputGradient = false)] [BatchNorm(Affine = false), Conv(3, 2, Groups = 1), BatchNorm, Softmax] [CrossEntropy]",
        "[Network(3, 4, 4, Batch = 2)] [Normalize(0.4, 0.25), Conv(4, 3), Normalize(new[] { 0.1, 0.2, -0.3, 0 }, new[] { 1, 2, 0.5, 0.25 })] [HalfSquaredError]",
        "[Network(5)] [Dense(3), Tanh, Normalize(new[] { 0.5, 0.25, 0 }, new[] { 1.5, 0.5, 3 }), Dense(2)] [HalfSquaredError]",
        "[Network(18, 3, 3)] [Conv(20, 2), Normalize(-1, 2), Tanh, Normalize(1, 3)] [HalfSquaredError]",

        "[Network(6, Batch = 5)] [Dense(4), BatchNorm(Frozen = true), Tanh, Dense(4), BatchNorm(BiasOnly = true, Init = Init.Zero), Dense(3)] [HalfSquaredError]",
        "[Network(2, 4, 4, Batch = 2, InputGradient = false)] [BatchNorm(BiasOnly = true), Conv(3, 2), BatchNorm(Frozen = true), Conv(20, 2), BatchNorm(BiasOnly = true), Softmax] [CrossEntropy]",

        // Norms of each sample: of groups of channels in both orders, of features, of all elements; parts of parameters trained; in joins and in place.
        "[Network(6, Batch = 3)] [Dense(8), LayerNorm, Tanh, Dense(6), GroupNorm(3), Dense(2)] [HalfSquaredError]",
        "[Network(37, Batch = 2)] [LayerNorm(Epsilon = 0.1), Dense(40), GroupNorm(2, Affine = false), Sigmoid, LayerNorm(Affine = false)] [MeanSquaredError]",
        "[Network(2, 5, 4, Batch = 3)] [Conv(18, 2), GroupNorm(3), ReLU, Conv(4, 2), GroupNorm(2, Epsilon = 0.01), Sigmoid, LayerNorm] [HalfSquaredError]",
        "[Network(2, 5, 4, Batch = 2)] [Conv(18, 2), LayerNorm, LeakyReLU, Conv(20, 1, Padding = 1), GroupNorm(20), Conv(3, 3, Padding = 1), GroupNorm(1), Dense(3)] [SoftmaxCrossEntropy]",
        "[Network(4, 6, 21)] [GroupNorm(2), Conv(3, 3), GroupNorm(3, Affine = false), Tanh, LayerNorm, Conv(2, 2), LayerNorm, MaxPool(2)] [HalfSquaredError]",
        "[Network(3, 9, Batch = 2)] [Conv(4, 3), GroupNorm(2), ReLU, LayerNorm, GlobalAvgPool, LayerNorm] [HalfSquaredError]",
        "[Network(2, 4, 4, Batch = 2)] [Conv(18, 3, Padding = 1), Tap(\"a\"), GroupNorm(9), ReLU, Conv(18, 1), GroupNorm(2), Add(\"a\"), ReLU, LayerNorm, Add(\"a\"), Dense(2)] [HalfSquaredError]",
        "[Network(4, 4, 4, Batch = 2, InputGradient = false)] [GroupNorm(2, BiasOnly = true), LayerNorm(Frozen = true), Conv(3, 2), GroupNorm(1, Frozen = true), LayerNorm(BiasOnly = true), Dense(3), LayerNorm(Init = Init.Zero)] [HalfSquaredError]",

        // Dropout: in place and not, of features and images, in both orders, at its ends.
        "[Network(6, Batch = 3)] [Dense(8), Dropout(0.5), Dense(7), Sigmoid, Dropout(0.25), Dense(2)] [HalfSquaredError]",
        "[Network(2, 5, 5, Batch = 2)] [Dropout(0.2), Conv(3, 3, Padding = 1), Dropout(0.3), Conv(17, 2), ReLU, Dropout(0.4), Conv(2, 2), Dropout(0.1)] [HalfSquaredError]",
        "[Network(2, 4, 4)] [Conv(17, 2, Padding = 1), BatchNorm, ReLU, Dropout(0.5), Tap(\"a\"), Conv(17, 3, Padding = 1), Dropout(0.5), Add(\"a\"), Softmax, Dropout(0.1)] [MeanSquaredError]",
        "[Network(4)] [Dropout(0), Dense(3), Dropout(1), Dense(2)] [HalfSquaredError]",

        // Losses, with labels and with class probabilities; over positions; fused with a softmax and not.
        "[Network(6, Batch = 3)] [Dense(4)] [SoftmaxCrossEntropy]",
        "[Network(3, 4, 4, Batch = 2)] [Conv(5, 3)] [SoftmaxCrossEntropy]",
        "[Network(6, Batch = 3)] [Dense(4)] [SoftmaxCrossEntropy(LabelSmoothing = 0.2)]",
        "[Network(6, Batch = 3)] [Dense(4)] [SoftmaxCrossEntropy(Weights = new double[] { 0.5, 2, 1, 0.25 })]",
        "[Network(6)] [Dense(4)] [SoftmaxCrossEntropy(LabelSmoothing = 0.3, Weights = new double[] { 0.5, 2, 1, 0.25 })]",
        "[Network(3, 4, 4, Batch = 3)] [Conv(3, 3)] [SoftmaxCrossEntropy(IgnoreIndex = 1)]",
        "[Network(3, 4, 4, Batch = 3)] [Conv(5, 3)] [SoftmaxCrossEntropy(LabelSmoothing = 0.1, Weights = new double[] { 1, 0, 2, 0.5, 3 }, IgnoreIndex = 2)]",
        "[Network(2, 9, Batch = 2)] [Conv(4, 3)] [SoftmaxCrossEntropy(Weights = new double[] { 0, 2, 1, 3 }, IgnoreIndex = -1)]",
        "[Network(6, Batch = 3)] [Dense(4), Softmax] [CrossEntropy]",
        "[Network(3, 4, 3)] [Conv(5, 3, Padding = 1), Softmax] [CrossEntropy]",
        "[Network(3, 4, 4)] [Conv(5, 4), Softmax, Flatten] [CrossEntropy]",
        "[Network(3, 3, 4)] [Conv(4, 2), Softmax, Flatten] [CrossEntropy]",
        "[Network(6, Batch = 2)] [Dense(4), Sigmoid] [CrossEntropy]",
        "[Network(3, 4, 4)] [Conv(2, 3), Sigmoid] [CrossEntropy]",
        "[Network(1)] [Softmax] [CrossEntropy]",

        // Named tensors and joins: read once and often, by joins and by other layers, of the input, of another join, of itself, and gates.
        "[Network(6, Batch = 2)] [Tap(\"x\"), Dense(6), Tanh, Add(\"x\")] [HalfSquaredError]",
        "[Network(6)] [Dense(5), Tanh, Tap(\"a\"), Dense(5), Sigmoid, Multiply(\"a\"), Dense(4), Concat(\"a\")] [HalfSquaredError]",
        "[Network(2, 4, 5)] [Conv(3, 3, Padding = 1), Tap(\"a\"), Tanh, Conv(3, 3, Padding = 1), Add(\"a\"), Tanh] [MeanSquaredError]",
        "[Network(2, 4, 5, Batch = 3)] [Conv(17, 3, Padding = 1), Tanh, Tap(\"a\"), Conv(17, 3, Padding = 1), Tanh, Add(\"a\"), Tap(\"b\"), Add(\"a\"), Multiply(\"b\"), Dense(2)] [SoftmaxCrossEntropy]",
        "[Network(3, 4, 4)] [Tap(\"a\"), Add(\"a\"), Multiply(\"a\"), Concat(\"a\"), Conv(2, 2)] [HalfSquaredError]",
        "[Network(3, 6, 6)] [Conv(4, 3), Tanh, Tap(\"a\"), GlobalAvgPool, Conv(2, 1), Tanh, Conv(4, 1), Sigmoid, Multiply(\"a\"), Dense(2)] [HalfSquaredError]",
        "[Network(3, 5, 4, Batch = 2)] [Conv(4, 3), Tap(\"a\"), GlobalMaxPool, Sigmoid, Tap(\"gate\"), From(\"a\"), Multiply(\"gate\"), Add(\"gate\")] [HalfSquaredError]",
        "[Network(3, 5, 6, Batch = 2)] [Conv(18, 3, Padding = 1), Tanh, Tap(\"a\"), GlobalAvgPool, Conv(18, 1), Sigmoid, Multiply(\"a\"), Conv(2, 3)] [HalfSquaredError]",
        "[Network(3, 6, 6)] [Conv(4, 3), Tanh, Tap(\"a\"), GlobalAvgPool, Sigmoid, Tap(\"g\"), Conv(4, 3, Padding = 1), Tanh, Tap(\"u\"), From(\"a\"), Multiply(\"g\"), Add(\"u\"), Dense(2)] [HalfSquaredError]",
        "[Network(3, 5, 4)] [Conv(4, 3), Tap(\"a\"), GlobalAvgPool, Add(\"a\"), MaxPool(2), Flatten, Tap(\"f\"), Dense(4), Concat(\"f\")] [HalfSquaredError]",
        "[Network(2, 4, 5, Batch = 2)] [Conv(16, 3, Padding = 1), Tap(\"a\"), Tanh, Conv(16, 3, Padding = 1), Add(\"a\"), ReLU, Tap(\"b\"), Conv(16, 3, Padding = 1, Groups = 16), Add(\"b\"), LeakyReLU, Tap(\"c\"), Conv(16, 1), Add(\"c\"), Dense(2)] [HalfSquaredError]",
        "[Network(2, 6, 6)] [Conv(3, 3, Padding = 1), Tanh, Tap(\"a\"), MaxPool(2), Tap(\"left\"), From(\"a\"), AvgPool(2), Tap(\"right\"), From(\"a\"), Conv(2, 2, Stride = 2), Concat(\"left\"), Concat(\"right\")] [MeanSquaredError]",
        "[Network(2, 4, 5, Batch = 2)] [Conv(16, 3, Padding = 1), Tanh, Tap(\"a\"), Conv(16, 3, Padding = 1), BatchNorm, Tap(\"u\"), From(\"a\"), Add(\"u\"), Tanh, Tap(\"b\"), Conv(16, 1), Tap(\"w\"), From(\"b\"), Add(\"w\"), Dense(2)] [HalfSquaredError]",
        "[Network(2, 6, 6, Batch = 2, InputGradient = false)] [Tap(\"x\"), Conv(2, 3, Padding = 1), Tanh, Add(\"x\"), Tap(\"x2\"), Tap(\"x3\"), Conv(2, 1), Concat(\"x2\"), Concat(\"x3\"), Softmax] [CrossEntropy]",

        // Branches that the output is not made of: they change nothing, and learn nothing.
        "[Network(4, Batch = 2)] [Dense(3), Tap(\"o\"), ReLU, Tap(\"q\"), Dense(2), Tap(\"dead\"), From(\"o\")] [HalfSquaredError]",
        "[Network(2, 5, 5)] [Conv(17, 2), Tap(\"o\"), ReLU, MaxPool(2), Tap(\"dead\"), From(\"o\"), Softmax, Tap(\"p\"), Dense(2), Tap(\"d2\"), From(\"p\")] [CrossEntropy]",

        // Several inputs, parts of tensors, several outputs: with losses of their own, read on, fused with a softmax and not.
        "[Network(4, Batch = 2)] [Input(\"v\", 3)] [Concat(\"v\"), Dense(5), Tanh, Tap(\"a\"), Slice(1, 2), Tanh, Tap(\"s\"), From(\"a\"), Slice(3, 2), Add(\"s\")] [HalfSquaredError]",
        "[Network(3, 5, 5, Batch = 2)] [Input(\"mask\", 3, 5, 5)] [Multiply(\"mask\"), Conv(6, 3, Padding = 1), Tanh, Tap(\"a\"), Slice(0, 2), Conv(2, 3), Output(\"cells\"), MeanSquaredError] [From(\"a\"), Slice(1, 4), MaxPool(2), Dense(3), Softmax, Output(\"kind\", Weight = 0.3), CrossEntropy, Dense(2), Output(\"rest\", Weight = 2), HalfSquaredError]",
        "[Network(6, InputGradient = false)] [Input(\"v\", 2)] [Dense(5), Tanh, Tap(\"t\"), Dense(4), Softmax, Output(\"p\"), CrossEntropy] [From(\"t\"), Concat(\"v\"), Dense(3), Softmax, Output(\"q\", Weight = 0.5), CrossEntropy]",

        // Recurrent layers: all states and the last, one step, no biases, units around the lanes, one behind the other, before and behind others, frozen.
        "[Network(1, 4)] [GRU(1)] [HalfSquaredError]",
        "[Network(3, 5, Batch = 2)] [GRU(4)] [MeanSquaredError]",
        "[Network(2, 6)] [LSTM(3)] [HalfSquaredError]",
        "[Network(5, 4, Batch = 3)] [LSTM(17, Last = true)] [MeanSquaredError]",
        "[Network(18, 3)] [GRU(16, Bias = false, Last = true), Dense(2)] [HalfSquaredError]",
        "[Network(2, 1)] [LSTM(2), Tanh] [HalfSquaredError]",
        "[Network(2, 7, Batch = 2)] [Conv(17, 3), Tanh, GRU(5), Sigmoid, LSTM(6, Bias = false), Conv(2, 2)] [MeanSquaredError]",
        "[Network(3, 5)] [GRU(4, Frozen = true), LSTM(3, BiasOnly = true), GRU(2, BiasOnly = true, Last = true)] [HalfSquaredError]",
        "[Network(3, 4, Batch = 2, InputGradient = false)] [LSTM(3), Tap(\"a\"), Tanh, GRU(3), Add(\"a\"), Dense(2)] [SoftmaxCrossEntropy]",
        "[Network(3, 4)] [Tap(\"x\"), GRU(3), Add(\"x\"), Tap(\"y\"), LSTM(3, Last = true), Tap(\"l\"), From(\"y\"), Flatten, Concat(\"l\")] [HalfSquaredError]",

        // States from an input: handed on and not read, read by others, alone of what a layer makes, in two layers, of one step, without the input's gradient.
        "[Network(3, 5, Batch = 2)] [Input(\"memory\", 4)] [GRU(4, State = \"memory\")] [MeanSquaredError]",
        "[Network(2, 4)] [Input(\"memory\", 6)] [LSTM(3, State = \"memory\", Last = true), Dense(2)] [HalfSquaredError]",
        "[Network(5, 3, Batch = 3)] [Input(\"memory\", 34)] [LSTM(17, State = \"memory\"), Flatten, Concat(\"memoryOut\"), Dense(3)] [SoftmaxCrossEntropy]",
        "[Network(2, 1, Batch = 2)] [Input(\"m\", 3), Input(\"n\", 4)] [GRU(3, State = \"m\", Last = true), Dense(4), Reshape(2, 2), LSTM(2, State = \"n\"), Flatten, Concat(\"mOut\"), Concat(\"nOut\")] [HalfSquaredError]",
        "[Network(3, 4, Batch = 2)] [Input(\"memory\", 3)] [GRU(3, State = \"memory\"), Tap(\"dead\"), From(\"memoryOut\"), Concat(\"memory\"), Tanh] [HalfSquaredError]",
        "[Network(3, 4, InputGradient = false)] [Input(\"m\", 16), Input(\"n\", 6)] [GRU(16, State = \"m\", Bias = false), LSTM(3, State = \"n\", BiasOnly = true), Flatten, Concat(\"nOut\")] [HalfSquaredError]",
        "[Network(3, 4)] [Input(\"memory\", 5)] [GRU(5, State = \"memory\", Frozen = true), Output(\"line\", Weight = 2), MeanSquaredError] [From(\"memoryOut\"), Dense(2), Output(\"end\"), HalfSquaredError]",

        // Frozen layers pass gradients on, and have none: straight-line, dense, planes, channels last, Winograd, depthwise, behind a pool, at the front.
        "[Network(5, Batch = 2)] [Dense(4), Tanh, Dense(6, Frozen = true), Tanh, Dense(3, BiasOnly = true)] [HalfSquaredError]",
        "[Network(33, InputGradient = false)] [Dense(20, Frozen = true), Sigmoid, Dense(20), Tanh, Dense(17, Frozen = true)] [HalfSquaredError]",
        "[Network(1, 3, 3)] [Conv(2, 2, BiasOnly = true), Tanh, Conv(2, 2, Frozen = true)] [HalfSquaredError]",
        "[Network(3, 8, 8, Batch = 2)] [Conv(16, 3), Tanh, Conv(16, 3, Padding = 1, Frozen = true), Tanh, Conv(16, 3, BiasOnly = true), ReLU, MaxPool(2), Dense(2)] [SoftmaxCrossEntropy]",
        "[Network(2, 7, 6)] [Conv(8, 3, BiasOnly = true), ReLU, MaxPool(2), Dense(2)] [SoftmaxCrossEntropy]",
        "[Network(2, 6, 6)] [Conv(3, 3, UntiedBias = true, BiasOnly = true), Tanh, Conv(3, 2, UntiedBias = true, Frozen = true)] [MeanSquaredError]",
        "[Network(17, 6, 6, Batch = 2)] [Conv(17, 3, Groups = 17, BiasOnly = true), Tanh, Conv(17, 3, Groups = 17, Frozen = true)] [MeanSquaredError]",
        "[Network(2, 6, 6, Batch = 2, InputGradient = false)] [Conv(16, 3, Frozen = true), ReLU, MaxPool(2), Tap(\"a\"), Conv(16, 1), Tanh, Add(\"a\"), Dense(2)] [SoftmaxCrossEntropy]",
        "[Network(4)] [Dense(3, Frozen = true), Tanh] [HalfSquaredError]",

        // Nothing but a shape, and no gradient of the input.
        "[Network(2, 2, 3)] [Flatten] [MeanSquaredError]",
        "[Network(2, 5, 5, InputGradient = false)] [Conv(3, 3), Tanh, MaxPool(3)] [HalfSquaredError]",
        "[Network(2, 6, 6, Batch = 2, InputGradient = false)] [MaxPool(2), Conv(3, 2, Padding = 1), Tanh, AvgPool(2), Dense(2)] [SoftmaxCrossEntropy]",
    ];

    /// <summary>The declarations by class name.</summary>
    public static IReadOnlyDictionary<string, string> ByName { get; } =
        Declarations.Select((declaration, i) => (Name: $"Net{i:000}", declaration)).ToDictionary(pair => pair.Name, pair => pair.declaration);

    /// <summary>The same in double precision.</summary>
    public static IReadOnlyDictionary<string, string> InDouble { get; } =
        ByName.ToDictionary(pair => pair.Key, pair => pair.Value.Insert(pair.Value.IndexOf(")]", System.StringComparison.Ordinal), ", Scalar = Scalar.Double"));
}
