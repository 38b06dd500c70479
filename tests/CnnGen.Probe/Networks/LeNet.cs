namespace CnnGen.Probe.Networks;

/// <summary>LeNet-5.</summary>
[Network(1, 28, 28, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), Softmax]
internal sealed partial class LeNet;

/// <summary><see cref="LeNet"/> for several samples a call.</summary>
[Network(1, 28, 28, Batch = 8, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), Softmax]
internal sealed partial class LeNetBatch;

/// <summary><see cref="LeNet"/> with its backward pass.</summary>
[Network(1, 28, 28, Reproducible = Mode.Reproducible)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class LeNetTraining;

/// <summary><see cref="LeNet"/> for several samples a call, with its backward pass.</summary>
[Network(1, 28, 28, Batch = 8, Reproducible = Mode.Reproducible)]
[Conv(6, 5, Padding = 2), ReLU, MaxPool(2)]
[Conv(16, 5), ReLU, MaxPool(2)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class LeNetBatchTraining;
