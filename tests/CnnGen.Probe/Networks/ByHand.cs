namespace CnnGen.Probe.Networks;

/// <summary>15 multiply-adds: small enough for straight-line code.</summary>
[Network(1, 3, 1, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Conv(3, 2, 1, Bias = false), MaxPool(2, 1, Stride = 1)]
[Dense(1, Bias = false), Sigmoid]
internal sealed partial class ByHand;

/// <summary><see cref="ByHand"/> with its backward pass.</summary>
[Network(1, 3, 1, Reproducible = Mode.Reproducible)]
[Conv(3, 2, 1, Bias = false), MaxPool(2, 1, Stride = 1)]
[Dense(1, Bias = false), Sigmoid]
[MeanSquaredError]
[Sgd(Momentum = 0.9)]
internal sealed partial class ByHandTraining;
