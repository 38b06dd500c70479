namespace CnnGen.Networks;

/// <summary>MLPerf Tiny's MobileNetV1, a quarter as wide: is somebody in a picture of 96×96?</summary>
[Network(3, 96, 96, Batch = 2)]
[Conv(8, 3, Stride = 2, Same = true, Bias = false), BatchNorm, ReLU]
[Conv(8, 3, Same = true, Groups = 8, Bias = false), BatchNorm, ReLU, Conv(16, 1, Bias = false), BatchNorm, ReLU]
[Conv(16, 3, Stride = 2, Same = true, Groups = 16, Bias = false), BatchNorm, ReLU, Conv(32, 1, Bias = false), BatchNorm, ReLU]
[Conv(32, 3, Same = true, Groups = 32, Bias = false), BatchNorm, ReLU, Conv(32, 1, Bias = false), BatchNorm, ReLU]
[Conv(32, 3, Stride = 2, Same = true, Groups = 32, Bias = false), BatchNorm, ReLU, Conv(64, 1, Bias = false), BatchNorm, ReLU]
[Conv(64, 3, Same = true, Groups = 64, Bias = false), BatchNorm, ReLU, Conv(64, 1, Bias = false), BatchNorm, ReLU]
[Conv(64, 3, Stride = 2, Same = true, Groups = 64, Bias = false), BatchNorm, ReLU, Conv(128, 1, Bias = false), BatchNorm, ReLU]
[Conv(128, 3, Same = true, Groups = 128, Bias = false), BatchNorm, ReLU, Conv(128, 1, Bias = false), BatchNorm, ReLU]
[Conv(128, 3, Same = true, Groups = 128, Bias = false), BatchNorm, ReLU, Conv(128, 1, Bias = false), BatchNorm, ReLU]
[Conv(128, 3, Same = true, Groups = 128, Bias = false), BatchNorm, ReLU, Conv(128, 1, Bias = false), BatchNorm, ReLU]
[Conv(128, 3, Same = true, Groups = 128, Bias = false), BatchNorm, ReLU, Conv(128, 1, Bias = false), BatchNorm, ReLU]
[Conv(128, 3, Same = true, Groups = 128, Bias = false), BatchNorm, ReLU, Conv(128, 1, Bias = false), BatchNorm, ReLU]
[Conv(128, 3, Stride = 2, Same = true, Groups = 128, Bias = false), BatchNorm, ReLU, Conv(256, 1, Bias = false), BatchNorm, ReLU]
[Conv(256, 3, Same = true, Groups = 256, Bias = false), BatchNorm, ReLU, Conv(256, 1, Bias = false), BatchNorm, ReLU]
[GlobalAvgPool]
[Dense(2)]
[SoftmaxCrossEntropy]
internal sealed partial class VisualWakeWords;
