namespace CnnGen.Networks;

/// <summary>A wake word in a stream of 40 bands, of the kind that MLPerf Tiny has: one axis, depthwise, dilated, padded by the past alone.</summary>
[Network(40, 104, Batch = 3)]
[Conv(64, 3, PaddingLeft = 2), BatchNorm, ReLU]
[Conv(64, 5, PaddingLeft = 4, Groups = 64), Conv(64, 1), BatchNorm, ReLU]
[Conv(64, 9, PaddingLeft = 8, Groups = 64), Conv(64, 1), BatchNorm, ReLU]
[Conv(64, 9, PaddingLeft = 16, Dilation = 2, Groups = 64), Conv(96, 1), BatchNorm, ReLU]
[Conv(96, 9, PaddingLeft = 32, Dilation = 4, Groups = 96), Conv(96, 1), BatchNorm, ReLU]
[Conv(96, 9, PaddingLeft = 64, Dilation = 8, Groups = 96), Conv(96, 1), BatchNorm, ReLU]
[GlobalAvgPool]
[Dense(3)]
[SoftmaxCrossEntropy]
internal sealed partial class StreamingWakeWord;
