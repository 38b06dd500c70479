namespace CnnGen.Benchmarks.Networks;

/// <summary><see cref="MnistCnn"/> with its backward pass.</summary>
[Network(1, 28, 28, Batch = 32, InputGradient = false)]
[Conv(32, 3), ReLU, MaxPool(2)]
[Conv(64, 3), ReLU, MaxPool(2)]
[Dense(128), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class MnistCnnTraining;
