namespace CnnGen.Probe.Networks;

/// <summary>
/// Norms behind convolutions in channels and in rows, behind a dense layer and behind a pool, in a residual block; masks; numbers of the declaration.
/// </summary>
[Network(2, 9, 19, Batch = 4, ForwardOnly = true, Reproducible = Mode.Reproducible)]
[Normalize(new[] { 0.1, -0.2 }, 0.7), Conv(3, 3), BatchNorm, ReLU, MaxPool(2), Dropout(0.2)]
[Conv(16, 3, Padding = 1), BatchNorm(Epsilon = 1e-3), ReLU, Tap("block"), Conv(16, 3, Padding = 1, Bias = false), BatchNorm, Add("block"), ReLU]
[GlobalAvgPool, BatchNorm(Affine = false), Dense(20), BatchNorm(Momentum = 0.3), Tanh, Dropout(0.5), Dense(5)]
[MeanSquaredError]
internal sealed partial class Normed;

/// <summary><see cref="Normed"/> with its backward pass.</summary>
[Network(2, 9, 19, Batch = 4, Reproducible = Mode.Reproducible)]
[Normalize(new[] { 0.1, -0.2 }, 0.7), Conv(3, 3), BatchNorm, ReLU, MaxPool(2), Dropout(0.2)]
[Conv(16, 3, Padding = 1), BatchNorm(Epsilon = 1e-3), ReLU, Tap("block"), Conv(16, 3, Padding = 1, Bias = false), BatchNorm, Add("block"), ReLU]
[GlobalAvgPool, BatchNorm(Affine = false), Dense(20), BatchNorm(Momentum = 0.3), Tanh, Dropout(0.5), Dense(5)]
[MeanSquaredError]
internal sealed partial class NormedTraining;
