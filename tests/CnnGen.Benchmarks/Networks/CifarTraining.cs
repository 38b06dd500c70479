namespace CnnGen.Benchmarks.Networks;

/// <summary><see cref="Cifar"/> with its backward pass.</summary>
[Network(3, 32, 32, Batch = 32, InputGradient = false)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(256), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class CifarTraining;
