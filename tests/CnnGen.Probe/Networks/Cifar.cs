namespace CnnGen.Probe.Networks;

/// <summary>3×3 convolutions on 32×32 pictures.</summary>
[Network(3, 32, 32, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(256), ReLU]
[Dense(10), Softmax]
internal sealed partial class Cifar;

/// <summary><see cref="Cifar"/> with its backward pass.</summary>
[Network(3, 32, 32, Reproducible = Mode.Reproducible)]
[Conv(32, 3, Padding = 1), ReLU, Conv(32, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(64, 3, Padding = 1), ReLU, Conv(64, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(256), ReLU]
[Dense(10), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class CifarTraining;
