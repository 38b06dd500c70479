namespace CnnGen.Benchmarks.Networks;

/// <summary>LeNet-5 with its backward pass.</summary>
[Network(1, 28, 28, Batch = 32, InputGradient = false)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class LeNetTraining;
