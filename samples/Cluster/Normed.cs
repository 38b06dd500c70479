using CnnGen;

namespace Cluster;

/// <summary>Running averages and masks besides the parameters: of these, too, nothing may be lost or counted twice.</summary>
[Network(1, 28, 28, Batch = 32, InputGradient = false)]
[Conv(8, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2)]
[Conv(16, 3, Padding = 1), BatchNorm, ReLU, MaxPool(2)]
[Dropout(0.25)]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class Normed { }
