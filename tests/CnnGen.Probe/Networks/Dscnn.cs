namespace CnnGen.Probe.Networks;

/// <summary>A keyword spotter: depthwise and pointwise convolutions.</summary>
[Network(1, 49, 10, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Conv(64, 10, 4, Stride = 2, PaddingHeight = 5, PaddingWidth = 1), ReLU]
[Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU]
[Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU]
[Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU]
[Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU]
[GlobalAvgPool]
[Dense(12), Softmax]
internal sealed partial class Dscnn;

/// <summary><see cref="Dscnn"/> with its backward pass.</summary>
[Network(1, 49, 10, Reproducible = Mode.Reproducible)]
[Conv(64, 10, 4, Stride = 2, PaddingHeight = 5, PaddingWidth = 1), ReLU]
[Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU]
[Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU]
[Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU]
[Conv(64, 3, Padding = 1, Groups = 64), ReLU, Conv(64, 1), ReLU]
[GlobalAvgPool]
[Dense(12), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class DscnnTraining;
