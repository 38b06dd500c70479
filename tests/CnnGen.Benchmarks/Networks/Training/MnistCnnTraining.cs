namespace CnnGen.Benchmarks.Networks;

/// <summary><see cref="MnistCnnTraining"/> for one sample a step.</summary>
[Network(1, 28, 28, Batch = 1, InputGradient = false)]
[Conv(32, 3), ReLU, MaxPool(2)]
[Conv(64, 3), ReLU, MaxPool(2)]
[Dense(128), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class MnistCnnTraining1;

/// <summary><see cref="MnistCnnTraining"/> for 8 samples a step.</summary>
[Network(1, 28, 28, Batch = 8, InputGradient = false)]
[Conv(32, 3), ReLU, MaxPool(2)]
[Conv(64, 3), ReLU, MaxPool(2)]
[Dense(128), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class MnistCnnTraining8;

/// <summary><see cref="MnistCnnTraining"/> for 64 samples a step.</summary>
[Network(1, 28, 28, Batch = 64, InputGradient = false)]
[Conv(32, 3), ReLU, MaxPool(2)]
[Conv(64, 3), ReLU, MaxPool(2)]
[Dense(128), ReLU]
[Dense(10)]
[SoftmaxCrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class MnistCnnTraining64;
