namespace CnnGen.Networks;

/// <summary>FOMO: the first blocks of a MobileNetV2, 0.35 as wide (M. Sandler et al., 2018), and where on 12×12 cells an object is.</summary>
[Network(3, 96, 96, Batch = 2)]
[Conv(16, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, ReLU6]
[Conv(16, 3, Padding = 1, Groups = 16, Bias = false), BatchNorm, ReLU6, Conv(8, 1, Bias = false), BatchNorm]
[Conv(48, 1, Bias = false), BatchNorm, ReLU6]
[Conv(48, 3, Stride = 2, Padding = 1, Groups = 48, Bias = false), BatchNorm, ReLU6, Conv(8, 1, Bias = false), BatchNorm]
[Tap("i3"), Conv(48, 1, Bias = false), BatchNorm, ReLU6]
[Conv(48, 3, Padding = 1, Groups = 48, Bias = false), BatchNorm, ReLU6, Conv(8, 1, Bias = false), BatchNorm, Add("i3")]
[Conv(48, 1, Bias = false), BatchNorm, ReLU6]
[Conv(48, 3, Stride = 2, Padding = 1, Groups = 48, Bias = false), BatchNorm, ReLU6, Conv(16, 1, Bias = false), BatchNorm]
[Tap("i5"), Conv(96, 1, Bias = false), BatchNorm, ReLU6]
[Conv(96, 3, Padding = 1, Groups = 96, Bias = false), BatchNorm, ReLU6, Conv(16, 1, Bias = false), BatchNorm, Add("i5")]
[Tap("i6"), Conv(96, 1, Bias = false), BatchNorm, ReLU6]
[Conv(96, 3, Padding = 1, Groups = 96, Bias = false), BatchNorm, ReLU6, Conv(16, 1, Bias = false), BatchNorm, Add("i6")]
[Conv(96, 1, Bias = false), BatchNorm, ReLU6]
[Conv(32, 1), ReLU]
[Conv(3, 1)]
[SoftmaxCrossEntropy]
internal sealed partial class ObjectFinder;
