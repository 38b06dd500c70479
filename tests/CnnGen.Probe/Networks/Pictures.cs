namespace CnnGen.Probe.Networks;

/// <summary>What pictures go through besides convolutions and pools: sizes that change, norms of a sample, every activation, three losses.</summary>
[Network(3, 14, 14, Batch = 2, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Pad(1, Mode = PadMode.Reflect), Conv(18, 3, Stride = 2, Same = true), ReLU6, GroupNorm(3), SiLU, Tap("skip")]
[Conv(18, 3, Groups = 18, Padding = 1), ELU, Conv(16, 1), Clip(-1, 2), Conv(16, 3, Padding = 1), HardSwish, LayerNorm, GELU, Tap("deep")]
[GlobalMaxPool, Conv(16, 1), HardSigmoid, Multiply("deep"), PadChannels(1, 1), Mish, Add("skip"), PReLU(Channels = true), ChannelShuffle(3)]
[ConvTranspose(12, 3, Stride = 2, Padding = 1, OutputPadding = 1), Softplus, Upsample(2, Mode = UpsampleMode.Bilinear), Crop(3), Square, Slice(2, 8)]
[Conv(12, 3, Padding = 1), SELU, PixelShuffle(2), LeakyReLU(0.2), AvgPool(3, Stride = 2, Padding = 1), GELU(Tanh = true), Output("picture", Weight = 0.1), Huber]
[From("deep"), Upsample(2), Sign, AvgPool(2), Scale(0.5, 0.1), Dense(6), Output("mask"), BinaryCrossEntropy]
[From("deep"), MaxPool(3, Stride = 2, Padding = 1), Reshape(8, 2, 16), Flatten, Dropout(0.25), Dense(7), Output("value"), MeanAbsoluteError]
internal sealed partial class Pictures;

/// <summary><see cref="Pictures"/> with its backward pass.</summary>
[Network(3, 14, 14, Batch = 2, Reproducible = Mode.Reproducible)]
[Pad(1, Mode = PadMode.Reflect), Conv(18, 3, Stride = 2, Same = true), ReLU6, GroupNorm(3), SiLU, Tap("skip")]
[Conv(18, 3, Groups = 18, Padding = 1), ELU, Conv(16, 1), Clip(-1, 2), Conv(16, 3, Padding = 1), HardSwish, LayerNorm, GELU, Tap("deep")]
[GlobalMaxPool, Conv(16, 1), HardSigmoid, Multiply("deep"), PadChannels(1, 1), Mish, Add("skip"), PReLU(Channels = true), ChannelShuffle(3)]
[ConvTranspose(12, 3, Stride = 2, Padding = 1, OutputPadding = 1), Softplus, Upsample(2, Mode = UpsampleMode.Bilinear), Crop(3), Square, Slice(2, 8)]
[Conv(12, 3, Padding = 1), SELU, PixelShuffle(2), LeakyReLU(0.2), AvgPool(3, Stride = 2, Padding = 1), GELU(Tanh = true), Output("picture", Weight = 0.1), Huber]
[From("deep"), Upsample(2), Sign, AvgPool(2), Scale(0.5, 0.1), Dense(6), Output("mask"), BinaryCrossEntropy]
[From("deep"), MaxPool(3, Stride = 2, Padding = 1), Reshape(8, 2, 16), Flatten, Dropout(0.25), Dense(7), Output("value"), MeanAbsoluteError]
[RMSProp(Momentum = 0.5)]
internal sealed partial class PicturesTraining;
