namespace CnnGen.Benchmarks.Networks;

/// <summary><see cref="LeNetTraining"/> for one sample a step.</summary>
[Network(1, 28, 28, Batch = 1, InputGradient = false)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class LeNetTraining1;

/// <summary><see cref="LeNetTraining"/> for 8 samples a step.</summary>
[Network(1, 28, 28, Batch = 8, InputGradient = false)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class LeNetTraining8;

/// <summary><see cref="LeNetTraining"/> for 64 samples a step.</summary>
[Network(1, 28, 28, Batch = 64, InputGradient = false)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class LeNetTraining64;
