namespace CnnGen.Benchmarks.Networks;

/// <summary><see cref="CifarTraining"/> for one sample a step.</summary>
[Network(3, 32, 32, Batch = 1, InputGradient = false)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(256), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class CifarTraining1;

/// <summary><see cref="CifarTraining"/> for 8 samples a step.</summary>
[Network(3, 32, 32, Batch = 8, InputGradient = false)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(256), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class CifarTraining8;

/// <summary><see cref="CifarTraining"/> for 64 samples a step.</summary>
[Network(3, 32, 32, Batch = 64, InputGradient = false)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(256), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class CifarTraining64;
