namespace CnnGen.Networks;

/// <summary>A player of Connect Four as AlphaZero is built: D. Silver et al., 2018. Residual blocks, a policy, and a value between −1 and 1.</summary>
[Network(3, 6, 7, Batch = 4)]
[Conv(64, 3, Padding = 1, Bias = false), BatchNorm, ReLU]
[Tap("block1"), Conv(64, 3, Padding = 1, Bias = false), BatchNorm, ReLU, Conv(64, 3, Padding = 1, Bias = false), BatchNorm, Add("block1"), ReLU]
[Tap("block2"), Conv(64, 3, Padding = 1, Bias = false), BatchNorm, ReLU, Conv(64, 3, Padding = 1, Bias = false), BatchNorm, Add("block2"), ReLU]
[Tap("block3"), Conv(64, 3, Padding = 1, Bias = false), BatchNorm, ReLU, Conv(64, 3, Padding = 1, Bias = false), BatchNorm, Add("block3"), ReLU]
[Tap("block4"), Conv(64, 3, Padding = 1, Bias = false), BatchNorm, ReLU, Conv(64, 3, Padding = 1, Bias = false), BatchNorm, Add("block4"), ReLU]
[Tap("block5"), Conv(64, 3, Padding = 1, Bias = false), BatchNorm, ReLU, Conv(64, 3, Padding = 1, Bias = false), BatchNorm, Add("block5"), ReLU]
[Tap("trunk"), Conv(2, 1, Bias = false), BatchNorm, ReLU, Dense(7), Output("policy"), SoftmaxCrossEntropy]
[From("trunk"), Conv(1, 1, Bias = false), BatchNorm, ReLU, Dense(64), ReLU, Dense(1), Tanh, Output("value"), MeanSquaredError]
[Sgd(Momentum = 0.9, WeightDecay = 1e-4)]
internal sealed partial class BoardPlayer;
