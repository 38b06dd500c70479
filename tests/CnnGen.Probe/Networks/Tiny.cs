namespace CnnGen.Probe.Networks;

/// <summary>Small planes, few filters.</summary>
[Network(1, 8, 8, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Conv(8, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(16, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(10), Softmax]
internal sealed partial class Tiny;

/// <summary><see cref="Tiny"/> with its backward pass.</summary>
[Network(1, 8, 8, Reproducible = Mode.Reproducible)]
[Conv(8, 3, Padding = 1), ReLU, MaxPool(2)]
[Conv(16, 3, Padding = 1), ReLU, MaxPool(2)]
[Dense(10), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class TinyTraining;
