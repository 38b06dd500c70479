namespace CnnGen.Probe.Networks;

/// <summary>LeNet's dense layers alone.</summary>
[Network(400, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), Softmax]
internal sealed partial class LeNetHead;

/// <summary><see cref="LeNetHead"/> with its backward pass.</summary>
[Network(400, Reproducible = Mode.Reproducible)]
[Dense(120), ReLU]
[Dense(84), ReLU]
[Dense(10), Softmax]
[CrossEntropy]
[Sgd(Momentum = 0.9)]
internal sealed partial class LeNetHeadTraining;
