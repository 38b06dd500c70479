namespace CnnGen.Probe.Networks;

/// <summary>The usual small network for 28×28 digits.</summary>
[Network(1, 28, 28, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Conv(32, 3), ReLU, MaxPool(2)]
[Conv(64, 3), ReLU, MaxPool(2)]
[Dense(128), ReLU]
[Dense(10), Softmax]
internal sealed partial class MnistCnn;

/// <summary><see cref="MnistCnn"/> with its backward pass.</summary>
[Network(1, 28, 28, Reproducible = Mode.Reproducible)]
[Conv(32, 3), ReLU, MaxPool(2)]
[Conv(64, 3), ReLU, MaxPool(2)]
[Dense(128), ReLU]
[Dense(10), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class MnistCnnTraining;
