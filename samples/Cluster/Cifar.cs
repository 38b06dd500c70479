using CnnGen;

namespace Cluster;

/// <summary>A network of 1.1 million parameters, large enough for several machines to be worth while, for images of CIFAR's size.</summary>
[Network(3, 32, 32, Batch = 32, InputGradient = false)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(256), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class Cifar { }
